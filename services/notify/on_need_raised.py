"""The unit of the other side and the district office learn of a need."""

from contracts.tasks import NeedRaised
from services.notify.domain.audience import OFFICE, Audience, contacts


def tells(fact: NeedRaised) -> Audience:
    return contacts(fact.toward), OFFICE
