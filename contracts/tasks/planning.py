"""Facts about a campaign and its decomposition into tasks."""

from datetime import date

from contracts.envelope import Fact, fact


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
