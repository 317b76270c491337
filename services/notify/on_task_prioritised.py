"""The named person and the lead unit learn what comes first."""

from contracts.tasks import TaskPrioritised
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: TaskPrioritised) -> Audience:
    return contacts(fact.lead), Named(fact.person)
