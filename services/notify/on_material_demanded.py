"""The unit learns what it is asked for, and until when."""

from contracts.tasks import MaterialDemanded
from services.notify.domain.audience import Audience, contacts


def tells(fact: MaterialDemanded) -> Audience:
    return (contacts(fact.unit),)
