"""A district's units and persons, found by the names that people write."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.tasks.domain.organisation.naming import forms
from services.tasks.domain.organisation.person import Person
from services.tasks.domain.organisation.unit import Unit
from services.tasks.domain.table_text import squeeze

MAX_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Staff:
    """``district``: the district's name (甘州区). ``units`` by code, ``persons`` by account."""

    district: str
    units: Mapping[str, Unit]
    persons: Mapping[str, Person]
    _index: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False)
    _roles: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for code, unit in self.units.items():
            now = self.current(code)
            for name in (unit.name, *unit.aliases):
                for form in self._forms(name):
                    _add(self._index, form, now)
            if not unit.closed:
                for role in unit.serves:
                    _add(self._roles, squeeze(role), now)
            _add(self._index, code, now)

    def current(self, code: str) -> str:
        """The unit that answers for a code today: a closed one's successor, and so on."""
        for _ in range(10):
            unit = self.units.get(code)
            if unit is None or not unit.closed:
                return code
            code = unit.successor
        return code

    def find(self, name: str) -> list[str]:
        """The units of that name; one is the answer, several or none a question."""
        for form in self._forms(name):
            found = self._index.get(form) or self._roles.get(form)
            if found:
                return found
        return []

    def like(self, name: str) -> list[str]:
        """Units that the name may mean: each of its characters in the full name, in order."""
        wanted = (self._forms(name) or [""])[-1]
        near = [
            code
            for code, unit in self.units.items()
            if not unit.closed and any(_within(wanted, squeeze(n)) for n in _named(unit))
        ]
        return sorted(near)[:MAX_CANDIDATES]

    def name(self, code: str) -> str:
        unit = self.units.get(code)
        return unit.name if unit else code

    def charged(self, unit: str) -> list[str]:
        """The accounts that may be charged for a unit, its contacts first."""
        of = [(a, p) for a, p in self.persons.items() if p.unit == unit]
        return [a for a, p in sorted(of, key=lambda one: ("unit" not in one[1].roles, one[0]))]

    def _forms(self, name: str) -> list[str]:
        return forms(name, self.district)


def _add(index: dict[str, list[str]], form: str, code: str) -> None:
    held = index.setdefault(form, [])
    if code not in held:
        held.append(code)


def _named(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *unit.aliases)


def _within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in order: 发改局 in 发展和改革局."""
    rest = iter(long)
    return len(short) > 1 and all(char in rest for char in short)
