"""A unit has a name that texts may use."""

from contracts.tasks import UnitRegistered
from kit.change import Given
from kit.reader import Reader
from services.notify.domain.directory import name_place, origin, place_key

__all__ = ["name_place", "place"]


def place(fact: UnitRegistered, given: Given, _: Reader) -> str:
    return place_key(origin(given)[0], fact.unit)
