"""An upheld appeal takes the occurrence away; the finding stays on record."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.appeal_ruled)
