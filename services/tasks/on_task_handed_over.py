"""A task passed to another person or unit: they answer for the need that it meets."""

from contracts.tasks import TaskHandedOver
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.meetings.answering import follow_task as follow
from services.tasks.lookups.meetings import needs_met_by

__all__ = ["follow", "needs"]


def needs(fact: TaskHandedOver, given: Given, reader: Reader) -> list[str]:
    return needs_met_by(reader, given, fact.task)
