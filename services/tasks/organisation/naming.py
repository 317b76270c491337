"""What people write for a unit: with the district before it or without (甘州区发改局, 区发改局)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.sheets.text import squeeze
from services.tasks.organisation.unit import Unit

TAILS = ("人民政府", "政府", "办事处")


def forms(name: str, district: str) -> list[str]:
    """As written first, then without the district before it, then without 人民政府 after it.

    ``district``: its name (甘州区), or empty. No form has less than two characters.
    """
    full = squeeze(name)
    found = [full]
    for head in (squeeze(district), district[-1:]):
        if head and full.startswith(head) and len(full) > len(head) + 1:
            found.append(full.removeprefix(head))
    for form in tuple(found):
        found += [form.removesuffix(tail) for tail in TAILS if form.endswith(tail)]
    return [form for form in dict.fromkeys(found) if len(form) > 1]


MAX_SUCCESSORS = 20


@dataclass(frozen=True, slots=True)
class UnitNames:
    """What people write for a unit. ``codes``: a form of a name -> the units that it may mean."""

    district: str
    codes: Mapping[str, frozenset[str]]

    def find(self, written: str) -> frozenset[str]:
        """The units that a cell may mean: by the whole name before its shorter forms."""
        for form in (squeeze(written), *forms(written, self.district)):
            if form in self.codes:
                return self.codes[form]
        return frozenset()


def unit_names(units: Iterable[Unit], district: str = "") -> UnitNames:
    """From the names, aliases and codes of a district's units.

    The names of a closed unit mean the one that followed it; only its code still means itself.
    """
    by_code = {unit.unit: unit for unit in units}
    found: dict[str, frozenset[str]] = {}
    for unit in by_code.values():
        meant = _standing(unit, by_code)
        names = {form for n in (unit.name, *unit.aliases) for form in forms(n, district)}
        for name, code in ((unit.unit, unit.unit), *((name, meant) for name in names)):
            found[name] = found.get(name, frozenset()) | {code}
    return UnitNames(district, found)


def unit_words(units: Iterable[Unit], names: UnitNames) -> dict[str, str]:
    """Unit -> what a table says for it: its name, or its code where the name means another."""
    return {
        unit.unit: unit.name if names.find(unit.name) == frozenset({unit.unit}) else unit.unit
        for unit in units
    }


def _standing(unit: Unit, by_code: Mapping[str, Unit]) -> str:
    """The unit that answers for this one today."""
    for _ in range(MAX_SUCCESSORS):
        after = by_code.get(unit.successor) if unit.closed else None
        if after is None:
            break
        unit = after
    return unit.unit
