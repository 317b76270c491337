"""Facts about districts, units and persons."""

from contracts.envelope import Fact, fact
from contracts.words import Role


@fact("tasks.district_founded.v1")
class DistrictFounded(Fact, frozen=True, kw_only=True):
    district: str
    name: str


@fact("tasks.unit_registered.v1")
class UnitRegistered(Fact, frozen=True, kw_only=True):
    """``serves`` are the standard's lead roles that this unit answers for (教育局, 各乡镇 …)."""

    unit: str
    name: str
    kind: str
    parent: str
    serves: tuple[str, ...]


@fact("tasks.person_appointed.v1")
class PersonAppointed(Fact, frozen=True, kw_only=True):
    """A named person with roles in a scope; ``email`` may be empty."""

    account: str
    name: str
    roles: tuple[Role, ...]
    unit: str
    email: str
