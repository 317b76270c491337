"""The item's task has another lead unit or person."""

from services.scoring.domain.facts import hearing
from services.scoring.rescoring import rescored

decide = rescored(hearing.task_handed_over)
