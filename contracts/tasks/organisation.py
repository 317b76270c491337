"""Facts about districts, units and persons."""

from datetime import date

from contracts.envelope import Fact, Step, fact
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


@fact("tasks.phrase_cleared.v1")
class PhraseCleared(Step, frozen=True, kw_only=True):
    """Somebody of the office said that a phrase with a word of secrecy is no secret."""

    phrase: str
    reason: str
    by: str


@fact("tasks.unit_listed.v1")
class UnitListed(Step, frozen=True, kw_only=True):
    """A row of an imported list of units; the tasks service itself turns it into a unit."""

    unit: str
    name: str
    kind: str
    parent: str
    aliases: tuple[str, ...]
    serves: tuple[str, ...]
    by: str


@fact("tasks.unit_succeeded.v1")
class UnitSucceeded(Fact, frozen=True, kw_only=True):
    """A unit was merged or renamed: from ``on`` its successor answers for it.

    ``kind`` is that of the old unit; ``person`` of the successor takes over its open tasks.
    """

    unit: str
    name: str
    kind: str
    successor: str
    successor_name: str
    person: str
    on: date
    document: str
    reason: str
    by: str
