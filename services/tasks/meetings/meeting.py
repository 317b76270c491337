"""A meeting's record (会议纪要): what it decided, and what became of the decisions before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from msgspec import Struct

from contracts.orders.tasks import MeetingKind
from services.tasks.dates.workdays import BUILT_IN, Workdays
from services.tasks.history.entry import Entry
from services.tasks.meetings.need import Need
from services.tasks.organisation.duty import Directory
from services.tasks.organisation.unit import unit_id
from services.tasks.planning.campaign import Campaign
from services.tasks.task.task import CONFIRMED, Task

Fate = Literal["done", "overdue", "open"]
FATES: Mapping[Fate, str] = {"done": "已完成", "overdue": "逾期未完成", "open": "办理中"}


class Ruled(Struct, frozen=True, kw_only=True):
    """A decision (议定事项) and its task. ``words``: its term as it was given, if not as a day."""

    number: int
    text: str
    district: str
    lead: str
    person: str
    cooperating: tuple[str, ...]
    due: date
    task: str
    words: str = ""
    need: str = ""
    provisional: int = 0
    counted_from: date | None = None
    counted_days: int = 0

    @property
    def units(self) -> tuple[str, ...]:
        """Those charged, each with its district: a city's meeting has units of many."""
        return tuple(unit_id(self.district, unit) for unit in (self.lead, *self.cooperating))


class Followed(Struct, frozen=True, kw_only=True):
    """A decision of the meeting before, as it stood when this one met."""

    decision: Ruled
    fate: Fate


class Meeting(Struct, frozen=True, kw_only=True):
    """``units``: all whom its decisions and those before charge. ``previous``: as it then stood."""

    district: str
    campaign: str
    year: int
    standard: str
    kind: MeetingKind
    title: str
    on: date
    agenda: tuple[str, ...]
    decisions: tuple[Ruled, ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]
    follows: str
    previous: tuple[Followed, ...]
    units: tuple[str, ...]
    history: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """What a record is checked against.

    ``directories``: by district. ``before``: the meeting that it follows, with the tasks of its
    decisions by id. ``needs``: those that decisions name, by id. ``followed``: whether the meeting
    in question (the one corrected, or the one before) has a follower already.
    """

    campaign: Campaign
    directories: Mapping[str, Directory]
    before: Meeting | None = None
    tasks: Mapping[str, Task] = field(default_factory=dict)
    needs: Mapping[str, Need] = field(default_factory=dict)
    followed: bool = False
    calendar: Workdays = BUILT_IN


def fate_of(task: Task | None) -> Fate:
    """What became of a decision: confirmed at any level is done; a task not there yet is open."""
    if task is None:
        return "open"
    if task.state in CONFIRMED.values():
        return "done"
    return "overdue" if task.overdue else "open"


def decision_task(meeting: str, number: int) -> str:
    """The id of a decision's task."""
    return f"{meeting}.{number}"
