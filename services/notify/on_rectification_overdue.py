"""An order's day has passed: the unit and the district office learn of it."""

from contracts.tasks import RectificationOverdue
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: RectificationOverdue) -> Audience:
    return contacts(fact.unit), OFFICE
