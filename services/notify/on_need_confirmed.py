"""Both sides confirmed a need: the office may name who answers for it, and who raised it knows."""

from contracts.tasks import NeedConfirmed
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: NeedConfirmed) -> Audience:
    return OFFICE, contacts(fact.unit)
