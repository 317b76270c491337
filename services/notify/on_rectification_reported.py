"""Who found the fault and the district office learn that a reply waits to be verified."""

from contracts.tasks import RectificationReported
from services.notify.domain.audience import OFFICE, Audience, Named


def tells(fact: RectificationReported) -> Audience:
    return Named(fact.inspector), OFFICE
