"""The unit at fault and the district office learn what an inspection found."""

from contracts.tasks import FindingRaised
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: FindingRaised) -> Audience:
    return contacts(fact.unit), OFFICE
