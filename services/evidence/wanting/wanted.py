"""Which captions the photos of a task must have: by its item, in the version that it was charged
under. What was published or charged before this was told wants none.
"""

from collections.abc import Mapping

from msgspec import Struct

from contracts.scoring import StandardPublished
from contracts.tasks import TaskAssigned
from contracts.words import CITY_WIDE
from kit.change import Change, Given


class Wanting(Struct, frozen=True, kw_only=True):
    """Of a version of the standard, which is its id: item → captions, of those that want any."""

    captions: Mapping[str, tuple[str, ...]]
    district: str = CITY_WIDE


class Charge(Struct, frozen=True, kw_only=True):
    """The item that a task is about; its id is the task's."""

    district: str
    standard: str
    item: str


def keep_wanting(
    wanting: Wanting | None, fact: StandardPublished, _given: Given
) -> Change[Wanting] | None:
    if wanting is not None:
        return None
    return Change(Wanting(captions={one.code: one.captions for one in fact.items if one.captions}))


def keep_charge(charge: Charge | None, fact: TaskAssigned, given: Given) -> Change[Charge] | None:
    if charge is not None or not fact.about:
        return None
    district = given.heard.district
    return Change(Charge(district=district, standard=fact.standard, item=fact.about))
