"""Facts of a task's life: assigned, objected to, handed in, reviewed, overdue."""

from datetime import date

from contracts.envelope import Fact, Step, fact
from contracts.measures import Measures
from contracts.words import Level


class OfTask(Fact, frozen=True, kw_only=True):
    """The header of what is told of a task."""

    task: str
    year: int
    item: str
    title: str
    lead: str
    person: str


class OfScoredTask(Fact, frozen=True, kw_only=True):
    """The header of what is told to scoring too."""

    task: str
    year: int
    standard: str
    item: str
    title: str
    lead: str
    person: str


@fact("tasks.task_assigned.v1")
class TaskAssigned(OfScoredTask, frozen=True, kw_only=True):
    """``item`` is empty in every fact here unless the task settles that item's figures.

    ``parent``: the task that this is a part of. ``standing``: without an end (长期), never overdue.
    ``about``: the item that it is about all the same, a part among them.
    """

    cooperating: tuple[str, ...]
    due: date
    origin: str = "item"
    parent: str = ""
    standing: bool = False
    about: str = ""


@fact("tasks.task_accepted.v1")
class TaskAccepted(OfScoredTask, frozen=True, kw_only=True):
    """``standard`` is empty in facts from before it was told."""

    by: str
    standard: str = ""


@fact("tasks.task_objected.v1")
class TaskObjected(Fact, frozen=True, kw_only=True):
    task: str
    item: str
    title: str
    lead: str
    by: str
    reason: str


@fact("tasks.objection_ruled.v1")
class ObjectionRuled(OfScoredTask, frozen=True, kw_only=True):
    """Upheld: the task moved to ``lead``; else it went back to the unit that objected.

    ``due``: the day that holds now, None in facts from before it was told.
    """

    upheld: bool
    reason: str
    objector: str
    year: int = 0
    standard: str = ""
    due: date | None = None


@fact("tasks.task_submitted.v1")
class TaskSubmitted(Fact, frozen=True, kw_only=True):
    """``parent_lead``: the unit that reviews a part of its own task, empty for a whole one.

    ``late``: after the day it was due.
    """

    task: str
    year: int
    standard: str
    item: str
    title: str
    lead: str
    by: str
    measures: Measures
    evidence: tuple[str, ...]
    parent_lead: str = ""
    late: bool = False


@fact("tasks.task_returned.v1")
class TaskReturned(OfScoredTask, frozen=True, kw_only=True):
    level: Level
    reason: str


@fact("tasks.result_confirmed.v1")
class ResultConfirmed(OfScoredTask, frozen=True, kw_only=True):
    """A level's mark on a submission; ``amended`` says that the measures are not the submitted.

    ``final``: no level follows. A part of a task is final with one mark, of level ``self`` where
    the lead unit of the whole gave it.
    """

    level: Level
    by: str
    measures: Measures
    evidence: tuple[str, ...]
    amended: bool
    reason: str
    final: bool = False


@fact("tasks.piece_returned.v1")
class PieceReturned(OfTask, frozen=True, kw_only=True):
    """One file of a result came back, to be made anew; ``person``: who made it. ``path``: the page
    where that is done."""

    evidence: str
    level: Level
    reason: str
    path: str


@fact("tasks.task_overdue.v1")
class TaskOverdue(Fact, frozen=True, kw_only=True):
    task: str
    item: str
    title: str
    lead: str
    person: str
    due: date


@fact("tasks.task_urged.v1")
class TaskUrged(OfTask, frozen=True, kw_only=True):
    """Somebody asked after a task that is not handed in (催办)."""

    due: date
    reason: str
    by: str


@fact("tasks.task_prioritised.v1")
class TaskPrioritised(OfTask, frozen=True, kw_only=True):
    """``priority``: urgent, ordinary or low."""

    due: date
    priority: str
    previous: str
    reason: str
    by: str


@fact("tasks.extension_requested.v1")
class ExtensionRequested(OfTask, frozen=True, kw_only=True):
    """The lead unit asks for a later day, ``until``, before ``due`` has passed."""

    due: date
    until: date
    reason: str
    progress: str
    by: str


@fact("tasks.extension_refused.v1")
class ExtensionRefused(OfTask, frozen=True, kw_only=True):
    """``due`` stands. A request that is granted is told as TaskRescheduled."""

    due: date
    until: date
    reason: str
    by: str


@fact("tasks.task_rescheduled.v1")
class TaskRescheduled(OfScoredTask, frozen=True, kw_only=True):
    """The day moved from ``previous`` to ``due``."""

    due: date
    previous: date
    reason: str
    by: str


@fact("tasks.task_handed_over.v1")
class TaskHandedOver(OfScoredTask, frozen=True, kw_only=True):
    """Another person, or the unit that followed the lead unit, carries the task on."""

    from_lead: str
    from_person: str
    reason: str
    by: str
    due: date | None = None


@fact("tasks.handover_ordered.v1")
class HandoverOrdered(Step, frozen=True, kw_only=True):
    """All open tasks of a person pass to a colleague; each then says TaskHandedOver itself."""

    handover: str
    unit: str
    from_person: str
    to_person: str
    reason: str
    by: str
    tasks: tuple[str, ...]
