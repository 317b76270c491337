"""Orders and questions of a task's life."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.measures import Measures
from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import LARGE, door, export
from contracts.roles import (
    DRAFTERS,
    OFFICES,
    OFFICES_AND_UNITS,
    READERS,
    REVIEWERS_OF_TASKS,
    UNIT,
    VERIFIERS,
)
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


@door("POST /tasks", "交办单项任务", OFFICES, status=201)
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


@door("POST /tasks/{task}/accept", "认领任务", UNIT)
class Accept(Order, frozen=True, kw_only=True):
    """The lead unit takes the task on."""

    task: Id


@door("POST /tasks/{task}/object", "提出异议", UNIT)
class Object(Order, frozen=True, kw_only=True):
    """ "Not our duty", in writing (异议)."""

    task: Id
    reason: Reason


@door("POST /tasks/{task}/rule", "裁定异议", OFFICES)
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


@door("POST /tasks/{task}/urge", "催办", VERIFIERS)
class Urge(Order, frozen=True, kw_only=True):
    """Ask after a task that is not handed in (催办), at most once a day."""

    task: Id
    reason: Reason


@door("POST /tasks/{task}/prioritise", "调整优先级", OFFICES)
class Prioritise(Order, frozen=True, kw_only=True):
    """How much a task presses, from now on."""

    task: Id
    priority: Priority
    reason: Reason


@door("POST /tasks/{task}/extension", "申请延期", UNIT)
class RequestExtension(Order, frozen=True, kw_only=True):
    """Ask for a later day (延期), before the due day has ended."""

    task: Id
    until: date
    reason: Reason
    progress: Note


@door("POST /tasks/{task}/extension/decide", "批复延期", OFFICES)
class DecideExtension(Order, frozen=True, kw_only=True):
    """Grant the day asked for, or another with ``until``; or refuse."""

    task: Id
    granted: bool
    reason: Reason
    until: date | None = None


@door("POST /tasks/{task}/reschedule", "调整期限", OFFICES)
class Reschedule(Order, frozen=True, kw_only=True):
    """An office moves the day of its own accord, sooner or later."""

    task: Id
    due: date
    reason: Reason


@door("POST /tasks/{task}/handover", "移交任务", OFFICES_AND_UNITS)
class HandOver(Order, frozen=True, kw_only=True):
    """Another person of the lead unit carries the task on, with its draft."""

    task: Id
    person: Slug
    reason: Reason


@door("POST /handovers", "移交一人的全部未办结任务", OFFICES_AND_UNITS, status=201)
class HandOverAll(Order, frozen=True, kw_only=True):
    """All open tasks of a person in the unit of ``to_person`` pass to that colleague."""

    district: Slug
    from_person: Slug
    to_person: Slug
    reason: Reason


@door("POST /tasks/{task}/draft", "保存草稿", DRAFTERS, size=LARGE)
class SaveDraft(Order, frozen=True, kw_only=True):
    """Keep a half-done result; only the lead unit sees it."""

    task: Id
    measures: Measures = {}
    evidence: EvidenceIds = ()
    note: Note = ""


@door("POST /tasks/{task}/submit", "提交成果", UNIT, size=LARGE)
class Submit(Order, frozen=True, kw_only=True):
    """Hand in a result. Where the item has a register, the ``ratio`` comes from it."""

    task: Id
    measures: Measures
    evidence: EvidenceIds = ()
    note: Note = ""


@door("POST /tasks/{task}/confirm", "确认成果", REVIEWERS_OF_TASKS, size=LARGE)
class Confirm(Order, frozen=True, kw_only=True):
    """Confirm at the caller's level; other ``measures`` amend the submitted, with a reason."""

    task: Id
    measures: Measures | None = None
    reason: Note = ""


@door("POST /tasks/{task}/return", "退回成果", REVIEWERS_OF_TASKS)
class Return(Order, frozen=True, kw_only=True):
    """A level sends the result back, to be handed in again."""

    task: Id
    reason: Reason


@door("POST /tasks/{task}/evidence/{evidence}/judge", "复核一份材料", REVIEWERS_OF_TASKS)
class JudgePiece(Order, frozen=True, kw_only=True):
    """Accept one file of a result, or return it with a reason, to be made anew by who made it.

    The redo names what it replaces (``supersedes``) and takes its place when the result is
    confirmed; a result with a returned file that has no redo yet is not confirmed.
    """

    task: Id
    evidence: Id
    accepted: bool
    reason: Note = ""


@door("GET /tasks/{task}", "一项任务", READERS)
class TaskOf(Ask, frozen=True, kw_only=True):
    task: Id


@door("GET /tasks/{task}/history", "任务经过", READERS)
class TaskHistoryOf(Ask, frozen=True, kw_only=True):
    """The task's history as sentences."""

    task: Id
    lang: Lang = "zh"


@export("GET /exports/tasks", "任务列表")
@door("GET /tasks", "任务列表", READERS)
class Tasks(PageAsk, frozen=True, kw_only=True):
    """Filters are joined by "and"; an absent one does not filter.

    ``by``: in the order of the due day, or of the priority with the urgent first. ``level``: the
    last that has confirmed. ``due_from`` and ``due_to`` are included. ``person``: who is
    responsible; ``me`` is the caller. ``text``: part of the title, whatever the case and width of
    its letters.
    """

    district: Slug | None = None
    unit: Slug | None = None
    person: Slug | None = None
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


@door("GET /reviews", "等待审核的成果", REVIEWERS_OF_TASKS)
class Reviews(PageAsk, frozen=True, kw_only=True):
    """Results that wait for the caller's level, in the order of their due day; for a unit, those
    of the parts of tasks that it leads."""

    district: Slug | None = None


class Share(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lower unit's part of a task; without ``person`` its contact has it."""

    unit: Slug
    person: Slug | None = None
    due: date | None = None
    title: Title | None = None


@door("POST /tasks/{task}/divide", "分解到下级单位", OFFICES_AND_UNITS, status=202, size=LARGE)
class DivideTask(Order, frozen=True, kw_only=True):
    """Break a task into one for each lower unit (village); ``due`` where a share says none."""

    task: Id
    due: date
    shares: Annotated[tuple[Share, ...], Meta(min_length=1, max_length=300)]
