"""Who raised a need learns why it was declined."""

from contracts.tasks import NeedDeclined
from services.notify.domain.audience import Audience, contacts


def tells(fact: NeedDeclined) -> Audience:
    return (contacts(fact.unit),)
