"""Who raised a need learns who answers for it; the lead is told by its task."""

from contracts.tasks import NeedAccepted
from services.notify.domain.audience import Audience, contacts


def tells(fact: NeedAccepted) -> Audience:
    return (contacts(fact.unit),)
