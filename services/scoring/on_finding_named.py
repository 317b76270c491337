"""Named in two bulletins: an escalating rule has its last step, once."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.finding_named)
