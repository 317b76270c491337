"""The unit and the district office learn that a bulletin named a fault."""

from contracts.tasks import FindingNamed
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: FindingNamed) -> Audience:
    return contacts(fact.unit), OFFICE
