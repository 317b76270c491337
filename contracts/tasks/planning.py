"""Facts about a campaign and its decomposition into tasks."""

from datetime import date

from contracts.envelope import Fact, Step, fact


@fact("tasks.campaign_opened.v1")
class CampaignOpened(Fact, frozen=True, kw_only=True):
    campaign: str
    year: int
    name: str
    standard: str
    districts: tuple[str, ...]


@fact("tasks.task_planned.v1")
class TaskPlanned(Step, frozen=True, kw_only=True):
    """A row of a decomposition, an instance or a subtask; the tasks service makes it a task.

    ``parent``: the task that it is a part of (an instance of a repeating one, a village's part).
    ``period``: of an instance (2026-Q1, 2026-07, 八一). ``standing``: without an end (长期), never
    overdue; ``due`` is the yearly check. ``words``: the deadline as written. ``district``: where it
    is not the event's own (a decision of the city's meeting). ``source``: what it came of (a
    meeting and its decision's number, a need); ``need``: the need that it answers. ``ground``: the
    same in words, for people. ``provisional``: the year whose days off are not told yet, in which
    ``counted_days`` working days after ``counted_from`` end; 0 where the day stands.
    """

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
    by: str = ""
    origin: str = "item"
    parent: str = ""
    period: str = ""
    standing: bool = False
    words: str = ""
    district: str = ""
    source: str = ""
    need: str = ""
    ground: str = ""
    provisional: int = 0
    counted_from: date | None = None
    counted_days: int = 0


@fact("tasks.duty_changed.v1")
class DutyChanged(Step, frozen=True, kw_only=True):
    """A row of the table was changed after it became a task; the tasks service amends that task."""

    task: str
    year: int
    item: str
    title: str
    lead: str
    cooperating: tuple[str, ...]
    person: str
    due: date
    words: str
    standing: bool
    by: str
    reason: str
