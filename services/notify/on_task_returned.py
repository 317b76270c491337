"""The lead unit and its named person learn why their result came back."""

from contracts.tasks import TaskReturned
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: TaskReturned) -> Audience:
    return contacts(fact.lead), Named(fact.person)
