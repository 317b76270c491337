"""Groups of units that a cell names together, expanded by the organisation tree."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contracts.sheets.text import squeeze
from services.tasks.organisation.unit import Unit

PLACE = r"(?:市|区|县|全区|全市|全县)?"
TOWN = (
    r"各(?:乡镇|镇乡|镇街|街镇|街道|镇|乡)(?:\((?:街道|镇|乡|乡镇)\))?"
    r"(?:人民政府|政府|办事处)?(?:\(办事处\))?(?:、(?:各)?街道(?:办事处|办)?)?"
)
PATTERNS: tuple[tuple[str, str], ...] = (
    ("members", rf"{PLACE}(?:双拥)?(?:工作)?领导小组(?:各)?成员单位|{PLACE}各成员单位"),
    ("districts", r"各?县\(市、区\)|各县市区|各辖市区|各区县|各县区"),
    ("villages", r"各村\(社区\)|各村(?:、|和|及)(?:各)?社区|各(?:行政)?村|各?社区"),
    ("townships", TOWN),
    (
        "departments",
        r"[区县市](?:政府)?各部门、直属机构|[区县市]各委办局、[区县市]各直属单位|"
        r"[区县市]直(?:属)?各(?:部门|单位)|[区县市]政府各部门|[区县市]?各委办局|"
        r"[区县市]属驻[区县市]各单位|[区县市]?各部门|[区县市]直单位|[区县市]各直属单位",
    ),
    (
        "garrison",
        r"驻[^、,;\s]{1,3}(?:各)?部队(?:政治机关)?|各驻[^、,;\s]{0,3}部队|驻军(?:各?单位)?",
    ),
    (
        "vague",
        r"(?:省属驻[^、,;\s]{1,3})?各(?:有关|相关|责任)(?:单位|部门)|(?:有关|相关)(?:单位|部门)|"
        r"两新组织|[^、,;\s]{0,8}各专班",
    ),
)
GROUP = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PATTERNS))
MEMBER_WORDS = frozenset(
    (
        "成员单位",
        "各成员单位",
        "领导小组成员单位",
        "双拥领导小组成员单位",
        "双拥工作领导小组成员单位",
    )
)


@dataclass(frozen=True, slots=True)
class Group:
    """``kind``: members, districts, villages, townships, departments, garrison or vague."""

    kind: str
    phrase: str


def group_of(text: str) -> Group | None:
    """The group that a whole phrase names."""
    plain = squeeze(text)
    found = GROUP.fullmatch(plain)
    return Group(str(found.lastgroup), plain) if found else None


def expand(group: Group, units: Mapping[str, Unit]) -> tuple[str, ...]:
    """The codes of the group's units, by name; empty where the tree does not tell.

    A unit of that name, alias or role belongs to the group in any case.
    """
    open_ = {code: unit for code, unit in units.items() if not unit.closed}
    said = {squeeze(group.phrase)} | (MEMBER_WORDS if group.kind == "members" else set())
    named = [code for code, unit in open_.items() if said & _words(unit)]
    if named:
        return tuple(sorted(named))
    belongs = KINDS.get(group.kind)
    if belongs is None:
        return ()
    return tuple(sorted(code for code, unit in open_.items() if belongs(unit, group.phrase)))


def _words(unit: Unit) -> set[str]:
    return {squeeze(word) for word in (unit.name, *unit.serves, *unit.aliases)}


def _is_town(unit: Unit, phrase: str) -> bool:
    """各乡镇 are not the 街道; 各镇街 are both."""
    if unit.kind != "township":
        return False
    name = squeeze(unit.name)
    urban = "街道" in name
    if urban:
        return "街" in phrase
    if name.endswith("乡"):
        return "乡" in phrase or phrase.startswith("各镇街")
    return "镇" in phrase if name.endswith("镇") else True


KINDS: dict[str, Callable[[Unit, str], bool]] = {
    "townships": _is_town,
    "villages": lambda unit, _: unit.kind == "community",
    "departments": lambda unit, _: unit.kind in ("department", "office"),
    "garrison": lambda unit, _: unit.kind == "garrison",
}
