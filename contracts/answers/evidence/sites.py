"""Areas in which nothing is taken."""

from datetime import datetime

from contracts.answers.base import Answer, lists
from contracts.orders import evidence as orders


@lists(orders.Sites)
class SiteLine(Answer, frozen=True, kw_only=True):
    """An area in which nothing may be taken."""

    id: str
    version: int
    name: str
    area: orders.Area
    by: str
    at: datetime
    dropped_by: str
    dropped_at: datetime | None
    dropped_why: str
    district: str
