"""The lead unit, its named person and the cooperating units learn of their new task."""

from contracts.tasks import TaskAssigned
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: TaskAssigned) -> Audience:
    cooperating = (contacts(unit) for unit in fact.cooperating)
    return contacts(fact.lead), Named(fact.person), *cooperating
