"""The named person and the lead unit learn that their task is asked after."""

from contracts.tasks import TaskUrged
from services.notify.domain.audience import Audience, Named, contacts


def tells(fact: TaskUrged) -> Audience:
    return contacts(fact.lead), Named(fact.person)
