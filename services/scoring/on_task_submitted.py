"""The unit's own measures are its self-assessment (自评)."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.task_submitted)
