"""The unit, the district office and the leaders learn of a decision on the unit (问责)."""

from contracts.tasks import AccountabilityRecorded
from services.notify.domain.audience import LEADERS, OFFICE, Audience, contacts


def tells(fact: AccountabilityRecorded) -> Audience:
    return contacts(fact.unit), OFFICE, LEADERS
