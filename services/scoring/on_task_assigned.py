"""Who leads the item's task, and by when."""

from services.scoring.domain import hearing
from services.scoring.rescoring import rescored

decide = rescored(hearing.task_assigned)
