"""A return voids the marks given so far."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.task_returned)
