"""The unit learns what to put right by when; the district office learns of the order."""

from contracts.tasks import RectificationOrdered
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: RectificationOrdered) -> Audience:
    return contacts(fact.unit), OFFICE
