"""Districts by name, for the league table."""

import msgspec

from contracts.tasks import DistrictFounded
from kit.change import Change, Given
from services.scoring.domain.facts.surroundings import District


def decide(state: District | None, fact: DistrictFounded, given: Given) -> Change[District]:
    district = state or District(district=fact.district)
    return Change(msgspec.structs.replace(district, name=fact.name))
