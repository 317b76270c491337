"""What is answered about complaints and proposals."""

from datetime import date, datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, answers, lists
from contracts.orders import tasks as orders
from contracts.words import ComplaintKind, ComplaintState, Target


class Said(Answer, frozen=True, kw_only=True):
    """An answer to a complaint, or the word of who is not content with it."""

    text: str
    by: str
    at: datetime


@answers(orders.ComplaintOf)
@lists(orders.Complaints)
class Complaint(Answer, frozen=True, kw_only=True):
    """``due``: the day by which it is to be answered, null once it is. ``number``: empty for the
    moment before it has one."""

    id: str
    version: int | UnsetType = UNSET
    district: str
    year: int
    kind: ComplaintKind
    target: Target
    unit: str
    text: str
    by: str
    at: datetime
    due: date | None
    number: str
    state: ComplaintState
    answers: tuple[Said, ...]
    pressed: Said | None


@answers(orders.ComplaintCounts)
class ComplaintTotals(Answer, frozen=True, kw_only=True):
    """By state, of the year asked for; ``overdue``: of whichever year."""

    total: int
    open: int
    answered: int
    pressed: int
    overdue: int
