"""Who carries the task on, and the lead unit, learn of it; who gave it may have left."""

from contracts.tasks import TaskHandedOver
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: TaskHandedOver) -> Audience:
    return contacts(fact.lead), Named(fact.person)
