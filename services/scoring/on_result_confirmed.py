"""A level's mark, confirmed or amended."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.result_confirmed)
