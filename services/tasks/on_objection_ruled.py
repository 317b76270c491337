"""A ruling moved a task: who leads it now answers for the need that it meets."""

from contracts.tasks import ObjectionRuled
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.meetings.answering import follow_task as follow
from services.tasks.lookups.meetings import needs_met_by

__all__ = ["follow", "needs"]


def needs(fact: ObjectionRuled, given: Given, reader: Reader) -> list[str]:
    return needs_met_by(reader, given, fact.task)
