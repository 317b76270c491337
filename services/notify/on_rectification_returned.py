"""The unit learns why its reply was not accepted, and which day stands."""

from contracts.tasks import RectificationReturned
from services.notify.domain.audience import Audience, contacts


def tells(fact: RectificationReturned) -> Audience:
    return (contacts(fact.unit),)
