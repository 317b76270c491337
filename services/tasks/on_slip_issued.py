"""A finding keeps the slips that were issued on it."""

from services.tasks.domain.supervision.ticking import keep_slip as keep

__all__ = ["keep"]
