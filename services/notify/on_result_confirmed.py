"""Lead unit and named person learn of each level's mark, the city's reviewers of their turn."""

from contracts.tasks import ResultConfirmed
from services.notify.domain.audience import CITY_REVIEWERS, Audience, Named, contacts


def tells(fact: ResultConfirmed) -> Audience:
    lead = contacts(fact.lead), Named(fact.person)
    return (*lead, CITY_REVIEWERS) if fact.level == "district" and not fact.final else lead
