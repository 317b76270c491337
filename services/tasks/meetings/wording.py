"""A decision that was worded anew: its task is called as the record says now."""

from msgspec.structs import replace

from contracts.tasks import DecisionCorrected
from kit.change import Change, Knowing
from services.tasks.task.task import Task


def retitle(task: Task | None, fact: DecisionCorrected, given: Knowing[str]) -> Change[Task] | None:
    """As the record words it now, so that corrections heard in any order end with the last one."""
    title = given.found or fact.title
    if task is None or task.title == title:
        return None
    noted = task.noted(given, "corrected", by=fact.by, why=fact.reason)
    return Change(replace(noted, title=title))
