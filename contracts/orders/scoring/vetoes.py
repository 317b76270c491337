"""Orders about vetoes (一票否决)."""

from contracts.orders.base import Order
from contracts.words import Id, Reason, Slug, Year


class RaiseVeto(Order, frozen=True, kw_only=True):
    """``topic`` is one of the standard's veto topics (一票否决)."""

    district: Slug
    year: Year
    topic: Slug
    reason: Reason


class ClearVeto(Order, frozen=True, kw_only=True):
    veto: Id
    reason: Reason
