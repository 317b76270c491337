"""The lead unit and its named person learn of their new task."""

from contracts.tasks import TaskAssigned
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: TaskAssigned) -> Audience:
    return contacts(fact.lead), Named(fact.person)
