"""Orders about vetoes (一票否决)."""

from contracts.orders.base import Order
from contracts.orders.doors import door
from contracts.roles import CITY, VETOERS
from contracts.words import Id, Reason, Slug, Year


@door("POST /vetoes", "提出一票否决", VETOERS, status=201)
class RaiseVeto(Order, frozen=True, kw_only=True):
    """``topic`` is one of the standard's veto topics (一票否决)."""

    district: Slug
    year: Year
    topic: Slug
    reason: Reason


@door("POST /vetoes/{veto}/clear", "解除一票否决", CITY)
class ClearVeto(Order, frozen=True, kw_only=True):
    """A veto no longer stands."""

    veto: Id
    reason: Reason
