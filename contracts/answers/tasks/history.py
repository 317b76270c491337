"""How a thing came to stand as it does."""

from datetime import datetime

from contracts.answers.base import Answer, answers
from contracts.measures import Measures
from contracts.orders import tasks as orders


class HistoryEntry(Answer, frozen=True, kw_only=True):
    """One step. ``was`` and ``became``: what it changed, in no language."""

    at: datetime
    what: str
    by: str
    why: str
    level: str
    unit: str
    measures: Measures | None
    was: str
    became: str
    pieces: int
    late: bool


class Sentence(Answer, frozen=True, kw_only=True):
    """One step, told in the language that was asked for."""

    at: datetime
    what: str
    text: str


@answers(orders.TaskHistoryOf, orders.FindingHistoryOf)
class History(Answer, frozen=True, kw_only=True):
    """What happened, the oldest first."""

    sentences: tuple[Sentence, ...]
