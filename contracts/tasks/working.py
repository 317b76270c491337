"""Facts of a task's life: assigned, objected to, handed in, reviewed, overdue."""

from datetime import date

from contracts.envelope import Fact, fact
from contracts.measures import Measures
from contracts.words import Level


@fact("tasks.task_assigned.v1")
class TaskAssigned(Fact, frozen=True, kw_only=True):
    task: str
    year: int
    standard: str
    item: str
    title: str
    lead: str
    cooperating: tuple[str, ...]
    person: str
    due: date


@fact("tasks.task_objected.v1")
class TaskObjected(Fact, frozen=True, kw_only=True):
    task: str
    item: str
    title: str
    lead: str
    by: str
    reason: str


@fact("tasks.objection_ruled.v1")
class ObjectionRuled(Fact, frozen=True, kw_only=True):
    """Upheld: the task moved to ``lead``; else it went back to the unit that objected."""

    task: str
    item: str
    title: str
    upheld: bool
    reason: str
    objector: str
    lead: str
    person: str


@fact("tasks.task_submitted.v1")
class TaskSubmitted(Fact, frozen=True, kw_only=True):
    task: str
    year: int
    standard: str
    item: str
    title: str
    lead: str
    by: str
    measures: Measures
    evidence: tuple[str, ...]


@fact("tasks.task_returned.v1")
class TaskReturned(Fact, frozen=True, kw_only=True):
    task: str
    year: int
    standard: str
    item: str
    title: str
    lead: str
    person: str
    level: Level
    reason: str


@fact("tasks.result_confirmed.v1")
class ResultConfirmed(Fact, frozen=True, kw_only=True):
    """A level's mark on a submission; ``amended`` says that the measures are not the submitted."""

    task: str
    year: int
    standard: str
    item: str
    title: str
    lead: str
    person: str
    level: Level
    by: str
    measures: Measures
    evidence: tuple[str, ...]
    amended: bool
    reason: str


@fact("tasks.task_overdue.v1")
class TaskOverdue(Fact, frozen=True, kw_only=True):
    task: str
    item: str
    title: str
    lead: str
    person: str
    due: date
