"""A slip goes to the unit and the district office; a red one to the leaders as well."""

from contracts.tasks import SlipIssued
from services.notify.domain.audience import LEADERS, OFFICE, Audience, contacts


def tells(fact: SlipIssued) -> Audience:
    told: Audience = (contacts(fact.unit), OFFICE)
    return (*told, LEADERS) if fact.colour == "red" else told
