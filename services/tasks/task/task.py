"""A task: who must do what by when, and what became of it.

assigned → accepted | objected (→ ruled: moved to another lead, or back) → submitted → confirmed by
district → city → province; a return at any level sends it back to be submitted again.

A part of another task (an instance of a repeating one, a village's share) is never scored, and one
mark makes it final: of the unit that leads the whole, or of the district where that is its own.
"""

from datetime import date, datetime
from typing import TypedDict, Unpack

from msgspec import Struct
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.measures import Measures
from contracts.refusals import absent
from contracts.words import TASK_STATE_NAMES, Level, Origin, Priority, TaskState
from kit.change import Given
from services.tasks.history.entry import Details, Entry, What, noted
from services.tasks.refusals import NotTheLead, WrongState

UNSUBMITTED: frozenset[TaskState] = frozenset({"assigned", "accepted", "objected", "returned"})
CHAIN: tuple[Level, ...] = ("district", "city", "province")
CONFIRMED: dict[Level, TaskState] = {
    "self": "confirmed-self",
    "district": "confirmed-district",
    "city": "confirmed-city",
    "province": "confirmed-province",
}
FINAL = CONFIRMED["province"]
"""The state of a whole task whose result stands for good."""


class Submission(Struct, frozen=True, kw_only=True):
    """What was handed in. ``late``: after the day it was due."""

    by: str
    unit: str
    at: datetime
    measures: Measures
    evidence: tuple[str, ...]
    note: str
    late: bool


class Mark(Struct, frozen=True, kw_only=True):
    """A level's confirmation; ``measures`` stand from here on. ``amended``: not the submitted."""

    level: Level
    by: str
    at: datetime
    measures: Measures
    amended: bool
    reason: str


class Judged(Struct, frozen=True, kw_only=True):
    """The last word on one file of the result. ``maker``: who made it."""

    evidence: str
    accepted: bool
    reason: str
    level: Level
    by: str
    at: datetime
    maker: str = ""


class Objection(Struct, frozen=True, kw_only=True):
    """ "Not our duty"; ``upheld`` is None until it is ruled."""

    unit: str
    by: str
    reason: str
    upheld: bool | None = None
    ruling: str = ""


class Urging(Struct, frozen=True, kw_only=True):
    """The last time that somebody asked after a task; ``name`` is that of the person then."""

    by: str
    name: str
    at: datetime
    reason: str


class Extension(Struct, frozen=True, kw_only=True):
    """A later day that was asked for; ``granted`` is None until it is decided."""

    by: str
    at: datetime
    until: date
    reason: str
    progress: str
    granted: bool | None = None
    ruling: str = ""
    ruled_by: str = ""


class TaskHeader(TypedDict):
    """As in ``contracts.tasks.OfTask``."""

    task: str
    year: int
    item: str
    title: str
    lead: str
    person: str


class ScoredTaskHeader(TaskHeader):
    """As in ``contracts.tasks.OfScoredTask``."""

    standard: str


class Task(Struct, frozen=True, kw_only=True):
    """``units``: the lead and the cooperating. ``deadline``: when it falls overdue (UTC), None once
    that is settled. ``overdue``: late and not handed in. ``marks``: those on the submission that
    stands; earlier ones are in the history. ``parent``: the task that this is a part of, and
    ``period`` which part. ``standing``: without an end (长期), never overdue. ``words``: the term
    as first written. ``source``: the finding, decision, need or document that it comes from.
    ``provisional``: the year whose days off were not told when ``due`` was counted as
    ``counted_days`` working days after ``counted_from``; 0 where the day stands.
    ``former``: persons who were charged with it before. ``inherited``: units that the lead unit
    followed while it was under way.
    """

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
    state: TaskState = "assigned"
    overdue: bool = False
    objections: tuple[Objection, ...] = ()
    submission: Submission | None = None
    marks: tuple[Mark, ...] = ()
    history: tuple[Entry, ...] = ()
    parent: str = ""
    period: str = ""
    standing: bool = False
    priority: Priority = "ordinary"
    words: str = ""
    source: str = ""
    urged: Urging | None = None
    extensions: tuple[Extension, ...] = ()
    former: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    provisional: int = 0
    counted_from: date | None = None
    counted_days: int = 0
    judged: tuple[Judged, ...] = ()

    @property
    def sent_back(self) -> tuple[str, ...]:
        """Files of the submission that were returned."""
        handed_in = self.submission.evidence if self.submission else ()
        back = {one.evidence for one in self.judged if not one.accepted}
        return tuple(id for id in handed_in if id in back)

    @property
    def scored(self) -> str:
        """The item whose figures this task settles, or empty.

        A decision, a need or an instruction may name an item, but only the item's own task counts
        for it: two results for one item would overwrite each other. So with a part of it.
        """
        return self.item if self.origin == "item" and not self.parent else ""

    @property
    def final(self) -> bool:
        """Whether the result stands for good."""
        if self.parent:
            return self.state in CONFIRMED.values()
        return self.state == FINAL

    @property
    def asked(self) -> Extension | None:
        """The extension that waits for a decision."""
        last = self.extensions[-1] if self.extensions else None
        return last if last is not None and last.granted is None else None

    def next_due(self) -> datetime | None:
        return self.deadline if self.state in UNSUBMITTED else None

    def header(self, given: Given) -> TaskHeader:
        """What every fact of this task says of it."""
        return {
            "task": given.key,
            "year": self.year,
            "item": self.scored,
            "title": self.title,
            "lead": self.lead,
            "person": self.person,
        }

    def scored_header(self, given: Given) -> ScoredTaskHeader:
        return {**self.header(given), "standard": self.standard}

    def noted(
        self,
        given: Given,
        what: What,
        *,
        state: TaskState | None = None,
        **details: Unpack[Details],
    ) -> "Task":
        """This task with the step remembered, of its lead unless another unit is named; in a new
        ``state``, where the step leads to one.
        """
        details.setdefault("unit", self.lead)
        history = noted(self.history, given, what, **details)
        return replace(self, state=state or self.state, history=history)

    def must_be(self, *states: TaskState, act: str) -> None:
        """Raises: WrongState."""
        if self.state not in states:
            wanted = "、".join(TASK_STATE_NAMES[state] for state in states)
            raise WrongState(
                f"任务现为“{TASK_STATE_NAMES[self.state]}”，不能{act}；{act}须在“{wanted}”时进行。",
                self.state,
            )

    def must_not_be_final(self, act: str) -> None:
        """Raises: WrongState."""
        if self.final:
            raise WrongState(
                f"任务“{TASK_STATE_NAMES[self.state]}”，结果已定，不能{act}。", self.state
            )

    def must_be_led_by(self, caller: Caller, id: str) -> None:
        """Raises: NotFound (no concern of that unit), NotTheLead (a cooperating unit)."""
        if caller.unit not in self.units:
            raise absent(id)
        if caller.unit != self.lead:
            raise NotTheLead(self.lead)


def task_id(year: int, district: str, item: str) -> str:
    """The one task of an item in a district and a year."""
    return f"t-{year}-{district}-{item}"
