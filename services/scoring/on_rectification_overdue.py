"""Not rectified in time: an escalating rule goes one step up."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.rectification_overdue)
