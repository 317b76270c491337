"""What is answered about photos of passers-by (随手拍)."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, answers, lists
from contracts.orders import tasks as orders
from contracts.places import Position
from contracts.words import LeadState


@answers(orders.SnappingOf)
class Snapping(Answer, frozen=True, kw_only=True):
    """Whether a district takes photos, how long, and of which places none, which are
    offered. ``version``: 0 where nothing was ever set."""

    version: int
    district: str
    on: bool
    days: int
    sites: tuple[str, ...]
    places: tuple[str, ...]


@answers(orders.SnappingDistricts)
class SnappingDistricts(Answer, frozen=True, kw_only=True):
    """Those that take photos, and by district the places that are offered."""

    districts: tuple[str, ...]
    offered: dict[str, tuple[str, ...]]


@answers(orders.LeadOf)
@lists(orders.Leads)
class Lead(Answer, frozen=True, kw_only=True):
    """``due``: when it lapses, or its photo is deleted; ``days``: the retention when it came;
    ``fault``: why what came was no photo, a word."""

    id: str
    version: int | UnsetType = UNSET
    district: str
    year: int
    place: str
    position: Position | None
    text: str
    photo: str
    at: datetime
    days: int
    state: LeadState
    due: datetime | None
    has_photo: bool
    reason: str
    answer: str
    by: str
    settled_at: datetime | None
    finding: str
    fault: str


@answers(orders.LeadCounts)
class LeadTotals(Answer, frozen=True, kw_only=True):
    """By state, of the year asked for."""

    total: int
    sending: int
    open: int
    kept: int
    found: int
    answered: int
    dismissed: int
    lapsed: int
