"""Who leads the item's task, and by when."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.task_assigned)
