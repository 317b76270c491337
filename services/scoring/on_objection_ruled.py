"""The item's task moved to another lead, or back."""

from services.scoring.domain.facts import hearing
from services.scoring.rescoring import rescored

decide = rescored(hearing.objection_ruled)
