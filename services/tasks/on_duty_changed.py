"""A row of the table was changed: the task that it became follows, while nothing was handed in."""

from contracts.tasks import DutyChanged
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.planning.replanning import replan_task as replan
from services.tasks.task.store import TASKS

__all__ = ["replan", "task"]


def task(fact: DutyChanged, given: Given, reader: Reader) -> str:
    """Empty where the task is gone or never came to be."""
    return fact.task if reader.find(TASKS, fact.task) else ""
