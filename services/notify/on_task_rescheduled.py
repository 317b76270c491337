"""The lead unit and its named person learn of the new day."""

from contracts.tasks import TaskRescheduled
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: TaskRescheduled) -> Audience:
    return contacts(fact.lead), Named(fact.person)
