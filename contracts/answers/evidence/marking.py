"""What proves is framed, and one file serves several items."""

from datetime import datetime

from contracts.answers.base import Answer, Changed, answers
from contracts.orders import evidence as orders


class MarkFrame(Answer, frozen=True, kw_only=True):
    """A red frame around what proves, in fractions of its page."""

    number: int
    page: int
    x: float
    y: float
    width: float
    height: float
    note: str
    by: str
    at: datetime


class FurtherUse(Answer, frozen=True, kw_only=True):
    """An item, or a task of it, that the piece serves besides those that it was declared for."""

    item: str
    task: str
    why: str
    by: str
    at: datetime


@answers(orders.MarkPassage)
class Marked(Changed, frozen=True, kw_only=True):
    """The frame's number, which is its own for good."""

    number: int
