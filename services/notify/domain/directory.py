"""What is known of people and places, learned from what the tasks service says of them."""

from msgspec import Struct

from contracts.tasks import DistrictFounded, UnitRegistered
from contracts.words import Role
from kit.change import Change, Given


class Person(Struct, frozen=True, kw_only=True):
    """A named person; ``version`` is that of the appointment, so that an older one is ignored."""

    district: str
    name: str
    roles: tuple[Role, ...]
    unit: str
    email: str
    version: int


class Place(Struct, frozen=True, kw_only=True):
    """The name that people use for a district or for a unit of it."""

    district: str
    name: str
    version: int


def place_key(district: str, unit: str = "") -> str:
    return f"{district}:{unit}" if unit else district


def name_place(
    known: Place | None, fact: DistrictFounded | UnitRegistered, given: Given
) -> Change[Place] | None:
    district, version = origin(given)
    if known is not None and known.version >= version:
        return None
    return Change(Place(district=district, name=fact.name, version=version))


def keep(_: Person, __: object, ___: Given) -> None:
    """Nothing changes."""


def origin(given: Given) -> tuple[str, int]:
    """District and version of the event heard."""
    if given.event is None:
        raise LookupError("only an event has a district and a version")
    return given.event.district, given.event.version
