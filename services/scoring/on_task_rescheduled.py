"""The item's task has another day."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.task_rescheduled)
