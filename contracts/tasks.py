"""Facts that the tasks service publishes: who must do what by when, and what became of it."""

from datetime import date

from contracts.envelope import Fact, fact
from contracts.measures import Measures
from contracts.words import Level, Role


@fact("tasks.district_founded.v1")
class DistrictFounded(Fact, frozen=True, kw_only=True):
    district: str
    name: str


@fact("tasks.unit_registered.v1")
class UnitRegistered(Fact, frozen=True, kw_only=True):
    """``serves`` are the standard's lead roles that this unit answers for (教育局, 各乡镇 …)."""

    unit: str
    name: str
    kind: str
    parent: str
    serves: tuple[str, ...]


@fact("tasks.person_appointed.v1")
class PersonAppointed(Fact, frozen=True, kw_only=True):
    """A named person with roles in a scope; ``email`` may be empty."""

    account: str
    name: str
    roles: tuple[Role, ...]
    unit: str
    email: str


@fact("tasks.campaign_opened.v1")
class CampaignOpened(Fact, frozen=True, kw_only=True):
    campaign: str
    year: int
    name: str
    standard: str
    districts: tuple[str, ...]


@fact("tasks.task_planned.v1")
class TaskPlanned(Fact, frozen=True, kw_only=True):
    """One row of a decomposition; the tasks service itself turns it into a task."""

    task: str
    campaign: str
    year: int
    standard: str
    item: str
    title: str
    lead: str
    cooperating: tuple[str, ...]
    person: str
    due: date


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


@fact("tasks.register_counted.v1")
class RegisterCounted(Fact, frozen=True, kw_only=True):
    """Rows of a register (点位表): all, and those done with sealed evidence."""

    register: str
    year: int
    standard: str
    item: str
    done: int
    rows: int


@fact("tasks.finding_raised.v1")
class FindingRaised(Fact, frozen=True, kw_only=True):
    """``kind`` is the occurrence kind that the item's rule deducts for (found, late, case …)."""

    finding: str
    inspection: str
    year: int
    standard: str
    item: str
    unit: str
    kind: str
    fault: str
    on: date
    evidence: tuple[str, ...]


@fact("tasks.rectification_ordered.v1")
class RectificationOrdered(Fact, frozen=True, kw_only=True):
    finding: str
    year: int
    item: str
    unit: str
    fault: str
    due: date


@fact("tasks.rectification_closed.v1")
class RectificationClosed(Fact, frozen=True, kw_only=True):
    finding: str
    year: int
    item: str
    unit: str
    in_time: bool


@fact("tasks.rectification_overdue.v1")
class RectificationOverdue(Fact, frozen=True, kw_only=True):
    """The order's day has passed; an escalating rule goes one step up (trade.md: ESC)."""

    finding: str
    year: int
    standard: str
    item: str
    unit: str
    fault: str
    due: date


@fact("tasks.appeal_ruled.v1")
class AppealRuled(Fact, frozen=True, kw_only=True):
    """Upheld: the occurrence no longer deducts; the history stays."""

    finding: str
    year: int
    standard: str
    item: str
    unit: str
    upheld: bool
    reason: str
