"""The unit and the district office learn that a fault counts as put right."""

from contracts.tasks import RectificationClosed
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: RectificationClosed) -> Audience:
    return contacts(fact.unit), OFFICE
