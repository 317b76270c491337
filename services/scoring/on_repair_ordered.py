"""A score that differs from its facts is made anew from them."""

from services.scoring.domain.audits.audit import repair as decide
from services.scoring.recomputing import gather_repair as gather
from services.scoring.recomputing import repairs as at

__all__ = ["at", "decide", "gather"]
