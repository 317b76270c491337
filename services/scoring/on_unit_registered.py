"""How many townships and garrison units a district has: some rules ask."""

from typing import Any

import msgspec

from contracts.tasks import UnitRegistered
from kit.change import Change, Given
from kit.reader import Reader
from services.scoring.domain.facts.hearing import Cause
from services.scoring.domain.facts.surroundings import District, reads_organisation
from services.scoring.domain.scores.restating import resettled
from services.scoring.rescoring import standard
from services.scoring.store import YEARS, score_id

MAX_YEARS = 20


def at(_fact: Any, given: Given, _reader: Reader) -> str:
    return given.event.district if given.event else ""


def decide(state: District | None, fact: UnitRegistered, given: Given) -> Change[District] | None:
    """The newest version of a unit counts, in whatever order they come."""
    if given.event is None:
        return None
    district = state or District(district=given.event.district)
    version = given.event.version
    if fact.unit in district.units and version <= district.versions.get(fact.unit, 0):
        return None
    return Change(
        msgspec.structs.replace(
            district,
            units={**district.units, fact.unit: fact.kind},
            names={**district.names, fact.unit: fact.name},
            versions={**district.versions, fact.unit: version},
        )
    )


def scores(_fact: Any, given: Given, reader: Reader) -> list[str]:
    """The scores whose rule asks how many units there are."""
    district = given.event.district if given.event else ""
    return [
        score_id(district, year.year, item.code)
        for _, year in reader.all(YEARS, {}, limit=MAX_YEARS)
        if district in year.districts
        for item in standard(reader, year.standard).items
        if reads_organisation(item)
    ]


def _cause(fact: UnitRegistered) -> Cause:
    return Cause(kind=fact.type, source=fact.unit, why=f"登记单位：{fact.name}")


rescore = resettled(_cause)
