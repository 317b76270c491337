"""A district's units and persons, found by the names that people write."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.tasks.organisation.naming import MAX_SUCCESSORS, UnitNames, unit_names
from services.tasks.organisation.person import Person
from services.tasks.organisation.unit import Unit


@dataclass(slots=True)
class _Index:
    """Made when it is first asked. ``charged``: unit → its accounts, contacts first."""

    names: UnitNames | None = None
    charged: dict[str, list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """``district``: the district's name (甘州区). ``units`` by code, ``persons`` by account."""

    district: str
    units: Mapping[str, Unit]
    persons: Mapping[str, Person]
    _index: _Index = field(init=False, repr=False, default_factory=_Index)

    @property
    def names(self) -> UnitNames:
        """What reads the database does not need it."""
        if self._index.names is None:
            self._index.names = unit_names(self.units.values(), self.district)
        return self._index.names

    def current(self, code: str) -> str:
        """The unit that answers for a code today: a closed one's successor, and so on."""
        for _ in range(MAX_SUCCESSORS):
            unit = self.units.get(code)
            if unit is None or not unit.closed:
                return code
            code = unit.successor
        return code

    def find(self, name: str) -> list[str]:
        """The units of that name; one is the answer, several or none a question."""
        return sorted({self.current(code) for code in self.names.find(name)})

    def like(self, name: str) -> list[str]:
        """Units that the name may mean."""
        return self.names.like(name)

    def name(self, code: str) -> str:
        unit = self.units.get(code)
        return unit.name if unit else code

    def charged(self, unit: str) -> list[str]:
        """The accounts that may be charged for a unit, its contacts first."""
        if self._index.charged is None:
            self._index.charged = {}
            contacts_first = sorted(
                self.persons.items(), key=lambda one: ("unit" not in one[1].roles, one[0])
            )
            for account, person in contacts_first:
                self._index.charged.setdefault(person.unit, []).append(account)
        return self._index.charged.get(unit, [])
