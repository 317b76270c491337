"""Both sides say that a need is met: who raised it, who led it and the office learn of it."""

from contracts.tasks import NeedMet
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: NeedMet) -> Audience:
    return contacts(fact.unit), contacts(fact.lead), OFFICE
