"""The district office and the leaders read a unit's reply to a decision on it."""

from contracts.tasks import AccountabilityReplied
from services.notify.domain.audience import LEADERS, OFFICE, Audience


def tells(fact: AccountabilityReplied) -> Audience:
    return OFFICE, LEADERS
