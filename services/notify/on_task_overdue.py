"""A task is late: its named person, its lead unit and the district office learn of it."""

from contracts.tasks import TaskOverdue
from services.notify.domain.audience import OFFICE, Audience, Named, contacts


def tells(fact: TaskOverdue) -> Audience:
    return Named(fact.person), contacts(fact.lead), OFFICE
