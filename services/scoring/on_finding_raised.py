"""A finding deducts as the item's rule says."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.finding_raised)
