"""What people write for a unit: with the district before it or without (甘州区发改局, 区发改局),
with the committee or government that it belongs to (区委宣传部), or cut short (市委办, 妇联).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from contracts.sheets.text import squeeze
from services.tasks.organisation.unit import Unit

LEVELS = "省市区县州旗"
TAILS = ("人民政府", "政府", "办事处")
SHORT = {"办公室": "办", "委员会": "委", "街道办事处": "街道", "街道办": "街道"}
"""What the ends of names are cut to."""
OF_PARTY = re.compile(r"(?:委(?=.{1,80}[部局委校])|人民政府|政府)(?=.{2})(?!办(?:公室)?\Z)")
"""Before an office's own name: 委宣传部, 政府国资委; but 委办 and 政府办 are names themselves."""
YOUTH = re.compile(r"(?:中国)?共(?:产主义)?青年?团.{0,12}?(?P<level>[省市区县州旗])委(?:员会)?")
"""共青团甘州区委员会 is the 团区委."""
ARMED = ("人民武装部", "武装部")
"""What the 人武部 is called in full, and short where nobody can mean another."""
MAX_CANDIDATES = 8
MAX_SUCCESSORS = 20
LEAST = 3
"""Characters of a name that is looked for within a longer text."""
MAX_LOOKED = 60


def forms(name: str, district: str) -> list[str]:
    """As written first, then without what stands before the unit's own name, then cut short.

    ``district``: its name (甘州区), or empty. No form has less than two characters.
    """
    found = dict.fromkeys((squeeze(name),))
    for cut in (_youth, _without_place, _without_party, _cut_short):
        found |= dict.fromkeys(form for known in (*found,) for form in cut(known, district))
    return [form for form in found if len(form) > 1]


def _youth(name: str, _: str) -> Iterator[str]:
    if found := YOUTH.fullmatch(name):
        yield f"团{found['level']}委"


def _without_place(name: str, district: str) -> Iterator[str]:
    bare = name.removeprefix("中共")
    if bare != name:
        yield bare
    own = district[-1:] if district[-1:] in LEVELS else LEVELS
    for head in (squeeze(district), *own):
        if head and bare.startswith(head) and len(bare) > len(head) + 1:
            yield bare.removeprefix(head)


def _without_party(name: str, _: str) -> Iterator[str]:
    if found := OF_PARTY.match(name):
        yield name[found.end() :]


def _cut_short(name: str, _: str) -> Iterator[str]:
    yield from (name.removesuffix(tail) for tail in TAILS if name.endswith(tail))
    if name.endswith(ARMED[0]):
        yield name.removesuffix(ARMED[0]) + "人武部"
    name = name.replace("人民政府", "政府")
    yield name
    for long, short in SHORT.items():
        if name.endswith(long) and name != long:
            yield name.removesuffix(long) + short


@dataclass(frozen=True, slots=True)
class UnitNames:
    """``codes``: a form of a name -> the units that it may mean; ``roles``: a role that they serve
    likewise. ``spelled``: an open unit -> its names; ``holding``: a sign -> those that have it.
    """

    district: str
    codes: Mapping[str, frozenset[str]]
    roles: Mapping[str, frozenset[str]]
    spelled: Mapping[str, tuple[str, ...]]
    holding: Mapping[str, set[str]]

    def name(self, code: str) -> str:
        return next(iter(self.spelled.get(code, ())), code)

    def find(self, written: str) -> frozenset[str]:
        """The units that a cell may mean: by the whole name before its shorter forms."""
        for form in (squeeze(written), *forms(written, self.district)):
            if found := self.codes.get(form) or self.roles.get(form):
                return found
        return frozenset()

    def like(self, written: str) -> list[str]:
        """Units that an unknown name may mean: the same office of another level (县委组织部 in a
        区), those with each of its characters in the full name, in order, else those whose whole
        name stands in it (教育局基础教育科).
        """
        plain = squeeze(written).removeprefix("中共")
        if plain[:1] in LEVELS and (found := self.find(plain[1:])):
            return sorted(found)[:MAX_CANDIDATES]
        wanted = min(forms(written, self.district) or [""], key=len)
        holding = [self.holding.get(char, set()) for char in wanted]
        near = set.intersection(*holding) if holding else set()
        named = [code for code in near if any(_within(wanted, n) for n in self.spelled[code])]
        return sorted(named or self._inside(plain))[:MAX_CANDIDATES]

    def _inside(self, plain: str) -> set[str]:
        """The units of the longest names that a longer text holds, each piece of it once."""
        if plain.endswith(ARMED[1]):
            return {*self.find("人武部")}
        found: set[str] = set()
        at = 0
        while at < min(len(plain), MAX_LOOKED):
            ends = range(min(len(plain), at + MAX_LOOKED), at + LEAST - 1, -1)
            end = next((end for end in ends if plain[at:end] in self.codes), 0)
            found |= self.codes[plain[at:end]] if end else set()
            at = end or at + 1
        return found


def unit_names(units: Iterable[Unit], district: str = "") -> UnitNames:
    """From the names, aliases and codes of a district's units.

    The names of a closed unit mean the one that followed it; only its code still means itself.
    """
    by_code = {unit.unit: unit for unit in units}
    codes: dict[str, frozenset[str]] = {}
    roles: dict[str, frozenset[str]] = {}
    holding: dict[str, set[str]] = {}
    for unit in by_code.values():
        meant = _standing(unit, by_code)
        names = {form for n in (unit.name, *unit.aliases) for form in forms(n, district)}
        for name, code in ((unit.unit, unit.unit), *((name, meant) for name in names)):
            codes[name] = codes.get(name, frozenset()) | {code}
        for role in () if unit.closed else unit.serves:
            roles[squeeze(role)] = roles.get(squeeze(role), frozenset()) | {meant}
        for char in () if unit.closed else {*squeeze("".join((unit.name, *unit.aliases)))}:
            holding.setdefault(char, set()).add(unit.unit)
    spelled = {
        unit.unit: tuple(map(squeeze, (unit.name, *unit.aliases)))
        for unit in by_code.values()
        if not unit.closed
    }
    return UnitNames(district, codes, roles, spelled, holding)


def unit_words(units: Iterable[Unit], names: UnitNames) -> dict[str, str]:
    """Unit -> what a table says for it: its name, or its code where the name means another."""
    return {
        unit.unit: unit.name if names.find(unit.name) == frozenset({unit.unit}) else unit.unit
        for unit in units
    }


def _within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in order: 发改局 in 发展和改革局."""
    rest = iter(long)
    return len(short) > 1 and all(char in rest for char in short)


def _standing(unit: Unit, by_code: Mapping[str, Unit]) -> str:
    """The unit that answers for this one today."""
    for _ in range(MAX_SUCCESSORS):
        after = by_code.get(unit.successor) if unit.closed else None
        if after is None:
            break
        unit = after
    return unit.unit
