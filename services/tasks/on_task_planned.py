"""A row of a decomposition table, a recurrence, a decision or a need becomes a task."""

from contracts.tasks import TaskPlanned
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.meetings.answering import take_task as take
from services.tasks.domain.working.charging import plan_task as create
from services.tasks.store import NEEDS

__all__ = ["create", "need", "take"]


def need(fact: TaskPlanned, given: Given, reader: Reader) -> str:
    """The need that the task answers; empty if it answers none that exists."""
    return fact.need if fact.need and reader.find(NEEDS, fact.need) is not None else ""
