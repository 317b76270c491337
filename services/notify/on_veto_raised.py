"""The district's office and leaders and the city's office learn of a veto."""

from contracts.scoring import VetoRaised
from services.notify.domain.audience import CITY_OFFICE, LEADERS, OFFICE, Audience


def tells(_: VetoRaised) -> Audience:
    return OFFICE, LEADERS, CITY_OFFICE
