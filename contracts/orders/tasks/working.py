"""Orders and questions of a task's life."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.measures import Measures
from contracts.orders.base import Ask, Order, PageAsk
from contracts.words import (
    EvidenceIds,
    Id,
    ItemCode,
    Lang,
    Level,
    Note,
    Origin,
    Priority,
    Reason,
    SearchText,
    Slug,
    Title,
    UnitIds,
    Year,
)

Source = Annotated[str, Meta(max_length=120)]


class Within(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term that runs from the day of receipt, which does not count: calendar or working days."""

    days: Annotated[int, Meta(ge=1, le=366)]
    working: bool = False


class Assign(Order, frozen=True, kw_only=True):
    """A single task outside the decomposition table, ``due`` on a day or ``within`` a term.

    ``source``: the finding's id, the meeting and number of the decision, the number of the
    instruction's document. ``standing``: without an end; ``due`` is the day of the yearly check.
    """

    district: Slug
    campaign: Id
    origin: Origin
    title: Title
    lead: Slug
    person: Slug
    due: date | None = None
    within: Within | None = None
    cooperating: UnitIds = ()
    item: ItemCode | None = None
    note: Note = ""
    source: Source = ""
    priority: Priority = "ordinary"
    standing: bool = False


class Accept(Order, frozen=True, kw_only=True):
    task: Id


class Object(Order, frozen=True, kw_only=True):
    """ "Not our duty", in writing (异议)."""

    task: Id
    reason: Reason


class Rule(Order, frozen=True, kw_only=True):
    """Rule on an objection (裁定); upheld needs the new lead and its named person.

    ``due``: another day for the new lead.
    """

    task: Id
    upheld: bool
    reason: Reason
    lead: Slug | None = None
    person: Slug | None = None
    due: date | None = None


class Urge(Order, frozen=True, kw_only=True):
    """Ask after a task that is not handed in (催办), at most once a day."""

    task: Id
    reason: Reason


class Prioritise(Order, frozen=True, kw_only=True):
    task: Id
    priority: Priority
    reason: Reason


class RequestExtension(Order, frozen=True, kw_only=True):
    """Ask for a later day (延期), before the due day has ended."""

    task: Id
    until: date
    reason: Reason
    progress: Note


class DecideExtension(Order, frozen=True, kw_only=True):
    """Grant the day asked for, or another with ``until``; or refuse."""

    task: Id
    granted: bool
    reason: Reason
    until: date | None = None


class Reschedule(Order, frozen=True, kw_only=True):
    """An office moves the day of its own accord, sooner or later."""

    task: Id
    due: date
    reason: Reason


class HandOver(Order, frozen=True, kw_only=True):
    """Another person of the lead unit carries the task on, with its draft."""

    task: Id
    person: Slug
    reason: Reason


class HandOverAll(Order, frozen=True, kw_only=True):
    """All open tasks of a person in the unit of ``to_person`` pass to that colleague."""

    district: Slug
    from_person: Slug
    to_person: Slug
    reason: Reason


class SaveDraft(Order, frozen=True, kw_only=True):
    """Keep a half-done result; only the lead unit sees it."""

    task: Id
    measures: Measures = {}
    evidence: EvidenceIds = ()
    note: Note = ""


class Submit(Order, frozen=True, kw_only=True):
    """Hand in a result. Where the item has a register, the ``ratio`` comes from it."""

    task: Id
    measures: Measures
    evidence: EvidenceIds = ()
    note: Note = ""


class Confirm(Order, frozen=True, kw_only=True):
    """Confirm at the caller's level; other ``measures`` amend the submitted, with a reason."""

    task: Id
    measures: Measures | None = None
    reason: Note = ""


class Return(Order, frozen=True, kw_only=True):
    task: Id
    reason: Reason


class TaskOf(Ask, frozen=True, kw_only=True):
    task: Id


class TaskHistoryOf(Ask, frozen=True, kw_only=True):
    """The task's history as sentences."""

    task: Id
    lang: Lang = "zh"


class FindingHistoryOf(Ask, frozen=True, kw_only=True):
    """The finding's history as sentences."""

    finding: Id
    lang: Lang = "zh"


class Tasks(PageAsk, frozen=True, kw_only=True):
    """Filters are joined by "and"; an absent one does not filter.

    ``by``: in the order of the due day, or of the priority with the urgent first. ``level``: the
    last that has confirmed. ``due_from`` and ``due_to`` are included. ``text``: part of the title,
    whatever the case and width of its letters.
    """

    district: Slug | None = None
    unit: Slug | None = None
    state: Annotated[str, Meta(max_length=20)] | None = None
    item: ItemCode | None = None
    year: Year | None = None
    overdue: bool | None = None
    priority: Priority | None = None
    origin: Origin | None = None
    parent: Id | None = None
    source: Source | None = None
    by: Literal["due", "priority"] = "due"
    level: Level | None = None
    due_from: date | None = None
    due_to: date | None = None
    text: SearchText | None = None
