"""What is answered about meetings and needs."""

from datetime import date, datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Charged, answers, lists
from contracts.answers.tasks.history import HistoryEntry
from contracts.orders import tasks as orders
from contracts.words import NeedState, Side

Fate = Literal["done", "overdue", "open"]


class DecisionBefore(Answer, frozen=True, kw_only=True):
    """A decision of the meeting before, and what became of it."""

    number: int
    text: str
    task: str
    fate: Fate


@answers(orders.RecordMeeting, orders.CorrectMeeting)
class Recorded(Charged, frozen=True, kw_only=True):
    """The tasks of its decisions, and what became of those of the meeting before."""

    previous: tuple[DecisionBefore, ...] | UnsetType = UNSET


class Decided(Answer, frozen=True, kw_only=True):
    """A decision with its task as it is now. ``state``: ``planned`` until the task is there."""

    number: int
    text: str
    district: str
    lead: str
    person: str
    cooperating: tuple[str, ...]
    due: date
    task: str
    words: str
    need: str
    provisional: int
    counted_from: date | None
    counted_days: int
    state: str
    overdue: bool
    fate: Fate


class Followed(Decided, frozen=True, kw_only=True):
    """A decision of the meeting before; ``then``: how it stood when this one met."""

    then: Fate


@answers(orders.MeetingOf)
class Meeting(Answer, frozen=True, kw_only=True):
    """A record; who was there, and its history, are not for units."""

    id: str
    version: int
    district: str
    campaign: str
    year: int
    standard: str
    kind: orders.MeetingKind
    title: str
    on: date
    agenda: tuple[str, ...]
    decisions: tuple[Decided, ...]
    present: tuple[str, ...] | UnsetType = UNSET
    absent: tuple[str, ...] | UnsetType = UNSET
    follows: str
    previous: tuple[Followed, ...]
    history: tuple[HistoryEntry, ...] | UnsetType = UNSET


@lists(orders.Meetings)
class MeetingLine(Answer, frozen=True, kw_only=True):
    """A meeting; ``decisions``: how many the caller sees."""

    id: str
    version: int
    district: str
    year: int
    kind: orders.MeetingKind
    title: str
    on: date
    follows: str
    decisions: int


class Word(Answer, frozen=True, kw_only=True):
    """What one side said, and who said it for it."""

    by: str
    unit: str
    at: datetime
    note: str


@answers(orders.NeedOf)
@lists(orders.Needs)
class Need(Answer, frozen=True, kw_only=True):
    """``confirmed`` and ``met``: side → its word. ``task_state`` is empty without a task."""

    id: str
    version: int
    district: str
    campaign: str
    year: int
    standard: str
    side: Side
    unit: str
    toward: str
    title: str
    description: str
    topic: str
    amount: str
    wanted_by: date | None
    by: str
    at: datetime
    units: tuple[str, ...]
    state: NeedState
    confirmed: dict[Side, Word]
    met: dict[Side, Word]
    lead: str
    person: str
    due: date | None
    task: str
    reason: str
    task_state: str
    overdue: bool
