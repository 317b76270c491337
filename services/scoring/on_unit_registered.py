"""How many townships and garrison units a district has: some rules ask."""

import msgspec

from contracts.tasks import UnitRegistered
from kit.change import Change, Given
from kit.reader import Reader
from services.scoring.domain.surroundings import District


def at(_fact: UnitRegistered, given: Given, _reader: Reader) -> str:
    return given.event.district if given.event else ""


def decide(state: District | None, fact: UnitRegistered, given: Given) -> Change[District]:
    district = state or District(district=given.event.district if given.event else "")
    units = {**district.units, fact.unit: fact.kind}
    return Change(msgspec.structs.replace(district, units=units))
