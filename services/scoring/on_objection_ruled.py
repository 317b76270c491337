"""The item's task moved to another lead, or back."""

from services.scoring.domain.facts import hearing
from services.scoring.domain.scores.restating import rescored

decide = rescored(hearing.objection_ruled)
