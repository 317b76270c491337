"""A unit that a successor answers for no longer counts in the years that begin afterwards."""

import msgspec

from contracts.tasks import UnitSucceeded
from kit.change import Change, Given
from services.scoring.domain.facts.hearing import Cause
from services.scoring.domain.facts.surroundings import District
from services.scoring.domain.scores.restating import resettled
from services.scoring.on_unit_registered import at, scores


def decide(state: District | None, fact: UnitSucceeded, given: Given) -> Change[District] | None:
    if given.event is None:
        return None
    district = state or District(district=given.event.district)
    on = min(fact.on, district.ended.get(fact.unit, fact.on))
    if district.ended.get(fact.unit) == on:
        return None
    ended = {**district.ended, fact.unit: on}
    return Change(msgspec.structs.replace(district, ended=ended))


def _cause(fact: UnitSucceeded) -> Cause:
    return Cause(kind=fact.type, source=fact.unit, by=fact.by, why=fact.reason)


rescore = resettled(_cause)

__all__ = ["at", "decide", "rescore", "scores"]
