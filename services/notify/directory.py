"""What is known of people and places, learned from what the tasks service says of them."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from contracts.orders.notify import ReachPerson
from contracts.tasks import DistrictFounded, PersonAppointed, UnitRegistered
from contracts.words import Role, Severity
from kit.change import Change, Given


class Choices(Struct, frozen=True, kw_only=True):
    """What a person wants by which channel and when; as ``ChooseNotices`` says it."""

    through: dict[str, tuple[Severity, ...]] = {}
    digest_at: tuple[str, ...] = ()
    quiet_from: str | None = None
    quiet_until: str | None = None


class Person(Struct, frozen=True, kw_only=True):
    """A named person; ``version`` is that of the appointment, so that an older one is ignored: 0
    where only the ways to reach the person are known so far.

    ``read_until``: all that came until then counts as read.
    """

    district: str
    name: str
    roles: tuple[Role, ...]
    unit: str
    email: str
    version: int
    telephone: str = ""
    wecom: str = ""
    choices: Choices = Choices()
    read_until: datetime | None = None


class Place(Struct, frozen=True, kw_only=True):
    """The name that people use for a district or for a unit of it."""

    district: str
    name: str
    version: int


def place_key(district: str, unit: str = "") -> str:
    return f"{district}:{unit}" if unit else district


def place_of_unit(fact: UnitRegistered, given: Given, _: object) -> str:
    return place_key(given.heard.district, fact.unit)


def appoint(known: Person | None, fact: PersonAppointed, given: Given) -> Change[Person] | None:
    """A person with roles and a scope enters the directory, or changes in it."""
    heard = given.heard
    if known is not None and known.version >= heard.version:
        return None
    person = replace(
        known or _unheard(heard.district),
        district=heard.district,
        name=fact.name,
        roles=fact.roles,
        unit=fact.unit,
        email=fact.email,
        version=heard.version,
    )
    return Change(person)


def _unheard(district: str) -> Person:
    return Person(district=district, name="", roles=(), unit="", email="", version=0)


def reach(known: Person | None, order: ReachPerson, given: Given) -> Change[Person] | None:
    """Another telephone or WeCom user, of somebody whose appointment may still be on its way."""
    old = known or _unheard(order.district)
    new = replace(old, telephone=order.telephone or "", wecom=order.wecom or "")
    return None if new == known else Change(new)


def name_place(
    known: Place | None, fact: DistrictFounded | UnitRegistered, given: Given
) -> Change[Place] | None:
    """A district or a unit has a name that texts may use."""
    heard = given.heard
    if known is not None and known.version >= heard.version:
        return None
    return Change(Place(district=heard.district, name=fact.name, version=heard.version))
