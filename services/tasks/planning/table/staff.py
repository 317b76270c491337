"""A district's units and persons, found by the names that people write."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.sheets.text import squeeze
from services.tasks.organisation.naming import forms
from services.tasks.organisation.person import Person
from services.tasks.organisation.unit import Unit

MAX_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Staff:
    """``district``: the district's name (甘州区). ``units`` by code, ``persons`` by account."""

    district: str
    units: Mapping[str, Unit]
    persons: Mapping[str, Person]
    _index: "_Index" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", _Index())

    @property
    def _known(self) -> "_Index":
        """Made when it is first asked: what reads the database does not need it."""
        if not self._index.made:
            self._index.make(self)
        return self._index

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
            found = self._known.names.get(form) or self._known.roles.get(form)
            if found:
                return found
        return []

    def like(self, name: str) -> list[str]:
        """Units that the name may mean: each of its characters in the full name, in order."""
        wanted = (self._forms(name) or [""])[-1]
        known = self._known
        holding = [known.holding.get(char, set()) for char in wanted]
        near = [
            code
            for code in (set.intersection(*holding) if holding else ())
            if any(_within(wanted, name) for name in known.open[code])
        ]
        return sorted(near)[:MAX_CANDIDATES]

    def name(self, code: str) -> str:
        unit = self.units.get(code)
        return unit.name if unit else code

    def charged(self, unit: str) -> list[str]:
        """The accounts that may be charged for a unit, its contacts first."""
        return self._known.charged.get(unit, [])

    def _forms(self, name: str) -> list[str]:
        return forms(name, self.district)


@dataclass(slots=True)
class _Index:
    """``names`` and ``roles``: form → codes. ``open``: code → names without spaces; ``holding``:
    character → codes of open units in whose names it stands. ``charged``: unit → its accounts.
    """

    made: bool = False
    names: dict[str, list[str]] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    open: dict[str, list[str]] = field(default_factory=dict)
    holding: dict[str, set[str]] = field(default_factory=dict)
    charged: dict[str, list[str]] = field(default_factory=dict)

    def make(self, staff: Staff) -> None:
        self.made = True
        for code, unit in staff.units.items():
            now = staff.current(code)
            for name in (unit.name, *unit.aliases):
                for form in forms(name, staff.district):
                    _add(self.names, form, now)
            if not unit.closed:
                self.open[code] = [squeeze(name) for name in (unit.name, *unit.aliases)]
                for char in {*"".join(self.open[code])}:
                    self.holding.setdefault(char, set()).add(code)
                for role in unit.serves:
                    _add(self.roles, squeeze(role), now)
            _add(self.names, code, now)
        contacts_first = sorted(
            staff.persons.items(), key=lambda one: ("unit" not in one[1].roles, one[0])
        )
        for account, person in contacts_first:
            self.charged.setdefault(person.unit, []).append(account)


def _add(index: dict[str, list[str]], form: str, code: str) -> None:
    held = index.setdefault(form, [])
    if code not in held:
        held.append(code)


def _within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in order: 发改局 in 发展和改革局."""
    rest = iter(long)
    return len(short) > 1 and all(char in rest for char in short)
