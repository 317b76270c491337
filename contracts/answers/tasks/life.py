"""What is answered about tasks."""

from datetime import date, datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, Charged, answers, lists
from contracts.answers.tasks.history import HistoryEntry
from contracts.measures import Measures
from contracts.orders import tasks as orders
from contracts.words import Level, Origin, Priority, TaskState

answers(orders.HandOverAll, orders.DivideTask, orders.Decompose)(Charged)


class Objection(Answer, frozen=True, kw_only=True):
    """ "Not our duty"; ``upheld`` is null until it is ruled."""

    unit: str
    by: str
    reason: str
    upheld: bool | None
    ruling: str


class Submission(Answer, frozen=True, kw_only=True):
    """What was handed in. ``late``: after the day it was due."""

    by: str
    unit: str
    at: datetime
    measures: Measures
    evidence: tuple[str, ...]
    note: str
    late: bool


class Confirmation(Answer, frozen=True, kw_only=True):
    """A level's word on the submission that stands. ``amended``: not what was handed in."""

    level: Level
    by: str
    at: datetime
    measures: Measures
    amended: bool
    reason: str


class PieceWord(Answer, frozen=True, kw_only=True):
    """The last word on one file of the result; ``maker``: who made it, and makes it anew."""

    evidence: str
    accepted: bool
    reason: str
    level: Level
    by: str
    at: datetime
    maker: str


class Urging(Answer, frozen=True, kw_only=True):
    """The last time that somebody asked after the task; ``name`` is that person's."""

    by: str
    name: str
    at: datetime
    reason: str


class Extension(Answer, frozen=True, kw_only=True):
    """A later day that was asked for; ``granted`` is null until it is decided."""

    by: str
    at: datetime
    until: date
    reason: str
    progress: str
    granted: bool | None
    ruling: str
    ruled_by: str


@lists(orders.Tasks, orders.Reviews)
class TaskLine(Answer, frozen=True, kw_only=True):
    """A task. ``working_days_left`` until the day due: 0 on it; null once it has passed, a year
    ahead, and of a standing task."""

    id: str
    version: int
    district: str
    campaign: str
    year: int
    standard: str
    origin: Origin
    item: str
    title: str
    note: str
    lead: str
    cooperating: tuple[str, ...]
    units: tuple[str, ...]
    person: str
    due: date
    deadline: datetime | None
    state: TaskState
    overdue: bool
    objections: tuple[Objection, ...]
    submission: Submission | None
    marks: tuple[Confirmation, ...]
    parent: str
    period: str
    standing: bool
    priority: Priority | UnsetType = UNSET
    words: str
    source: str
    urged: Urging | None
    extensions: tuple[Extension, ...]
    former: tuple[str, ...]
    inherited: tuple[str, ...]
    provisional: int
    counted_from: date | None
    counted_days: int
    working_days_left: int | None
    judged: tuple[PieceWord, ...] | UnsetType = UNSET


class Proof(Answer, frozen=True, kw_only=True):
    """A piece of evidence that was sealed for the task; ``supersedes``: the returned one that it is
    made for, or empty."""

    id: str
    by: str
    media_type: str
    mode: str
    captured_at: datetime | None
    supersedes: str


class Draft(Answer, frozen=True, kw_only=True):
    """What the lead unit has saved and not handed in; ``evidence`` need not be sealed yet."""

    district: str
    unit: str
    by: str
    at: datetime
    measures: Measures
    evidence: tuple[str, ...]
    note: str


class Counts(Answer, frozen=True, kw_only=True):
    """How many parts there are, how many are done, how many are late."""

    total: int
    done: int
    overdue: int


class Part(Answer, frozen=True, kw_only=True):
    """A part of a task: an instance of a repeating one, a lower unit's share."""

    id: str
    title: str
    period: str
    lead: str
    person: str
    due: date
    state: TaskState
    overdue: bool
    done: bool


@answers(orders.Submit)
class Submitted(Changed, frozen=True, kw_only=True):
    """``warning``: how many ``unconfirmed`` parts there are, of a whole that is handed in."""

    warning: str | UnsetType = UNSET
    unconfirmed: tuple[str, ...] | UnsetType = UNSET


@answers(orders.TaskOf)
class Task(TaskLine, frozen=True, kw_only=True):
    """A task with its history, what proves it and its parts, as far as the caller sees them.
    ``draft`` is for the lead unit alone; ``register`` is empty where the item has none.
    ``captions``: which of the six its item wants of each photo."""

    history: tuple[HistoryEntry, ...]
    sealed: tuple[Proof, ...]
    register: str
    captions: tuple[str, ...]
    draft: Draft | None
    parts: Counts
    children: tuple[Part, ...]
