"""Those who learned of a veto learn that it is lifted."""

from contracts.scoring import VetoCleared
from services.notify.domain.audience import CITY_OFFICE, LEADERS, OFFICE, Audience


def tells(_: VetoCleared) -> Audience:
    return OFFICE, LEADERS, CITY_OFFICE
