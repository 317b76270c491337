"""Every figure of one district and year at one level, from a true history."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from typing import NamedTuple

from tests.oracle.history import Deed
from tests.oracle.table import LEVELS, Measures, Place, Row, cap, cost, earned, price, sample

BONUS_CAP = 10
SHARED = ("T05", "T06")
"""One honour under both counts once, where it is worth more; equal: in the first."""
STEPS = {"found": 1, "late": 2, "twice": 3}


class Figures(NamedTuple):
    """Thousandths. ``items``: each item's own score; ``counted``: what the total takes of it.
    ``marked``: whether the level has given any mark; else nobody is shown a figure.
    """

    items: dict[str, int]
    counted: dict[str, int]
    base: int
    bonus: int
    eligible: bool
    marked: bool

    @property
    def total(self) -> int:
        return self.base + self.bonus


def figures(
    history: Sequence[Deed],
    level: str,
    townships: int,
    units: int,
    *,
    drawn: Collection[str] | None = None,
    vetoes_standing: int = 0,
) -> Figures:
    """``history``: all deeds of the district and year, in the order in which they were done.

    ``drawn``: the items of the province's spot check; of the others the city's mark stands.
    """
    by_item: dict[str, list[Deed]] = defaultdict(list)
    for deed in history:
        by_item[deed.item].append(deed)
    place, items, claims, marked = Place(townships, units), {}, {}, False
    for code, row in sample().items():
        deeds = by_item[code]
        carried = level == "province" and drawn is not None and code not in drawn
        measures = _measures(row, deeds, "city" if carried else level)
        marked = marked or _spoke(row, deeds, "city" if carried else level)
        if row.kind == "BON":
            claims[code] = _claims(row, measures)
            items[code] = _rounded(min(cap(row), sum(claims[code].values(), Fraction(0))))
        else:
            points = earned(row, measures, place) - _lost(row, deeds, measures)
            items[code] = _rounded(max(Fraction(0), points))
    counted = {**items, **_bonus(claims)}
    base = sum(score for code, score in counted.items() if code not in claims)
    bonus = sum(counted.values()) - base
    return Figures(items, counted, base, bonus, not vetoes_standing, marked)


def _rounded(points: Fraction) -> int:
    return floor(points * 1000 + Fraction(1, 2))


def _spoke(row: Row, deeds: Sequence[Deed], level: str) -> bool:
    """Whether the level's word stands; the unit also speaks by its register."""
    spoke = False
    for deed in deeds:
        says = "self" if deed.does == "submits" else deed.level if deed.does == "confirms" else ""
        spoke = deed.does != "returns" and (spoke or says == level)
    return spoke or (level == "self" and row.counted and any(d.does == "counts" for d in deeds))


def _measures(row: Row, deeds: Sequence[Deed], level: str) -> Measures:
    """The level's last word since the last return; for the unit itself its register speaks."""
    measures: Measures = {}
    for deed in reversed(deeds):
        if deed.does == "returns":
            break
        says = "self" if deed.does == "submits" else deed.level if deed.does == "confirms" else ""
        if says == level:
            measures = dict(deed.measures)
            break
    counted = [deed for deed in deeds if deed.does == "counts"]
    if level == "self" and counted and row.counted:
        measures["ratio"] = (counted[-1].done, counted[-1].rows)
    if row.kind == "CNT" and "ratio" in measures:
        measures["count"] = measures["ratio"][0]
    if isinstance(measures.get("count"), list):
        largest: dict[str, int] = {}
        for one in measures["count"]:
            largest[one.ref] = max(one.times, largest.get(one.ref, 0))
        measures["count"] = sum(largest.values())
    return measures


def _lost(row: Row, deeds: Sequence[Deed], measures: Measures) -> Fraction:
    """Each fault once, at the highest step it reached; faults told by hand with findings."""
    forgiven = {deed.finding for deed in deeds if deed.does == "upholds"}
    late = {deed.finding for deed in deeds if deed.does == "misses"}
    bulletins: dict[str, set[str]] = defaultdict(set)
    for deed in deeds:
        if deed.does == "names":
            bulletins[deed.finding].add(deed.bulletin)
    worst: dict[str, Fraction] = {}
    for deed in deeds:
        if deed.does == "finds" and deed.finding not in forgiven:
            step = 3 if len(bulletins[deed.finding]) > 1 else 2 if deed.finding in late else 1
            worst[deed.finding] = cost(row, step)
    for told in measures.get("faults", ()):
        lost = cost(row, STEPS.get(told.kind, 1)) * (1 if row.kind == "ESC" else told.times)
        worst[told.ref] = max(lost, worst.get(told.ref, Fraction(0)))
    return sum(worst.values(), Fraction(0))


Claims = dict[tuple[date, str], Fraction]
"""(day, what is claimed) → points, each claimed thing once."""


def _claims(row: Row, measures: Measures) -> Claims:
    best: dict[str, tuple[Fraction, date]] = {}
    for one in measures.get("claims", ()):
        worth = price(row, one.kind) * (1 if one.kind in LEVELS else one.times)
        before = best.get(one.ref)
        if before is None or (-worth, one.day) < (-before[0], before[1]):
            best[one.ref] = (worth, one.day)
    claims = {(day, ref): worth for ref, (worth, day) in best.items()}
    if measures.get("mark") is not None:
        claims[date.max, ""] = min(cap(row), Fraction(measures["mark"]))
    return claims


def _bonus(claims: dict[str, Claims]) -> dict[str, int]:
    """What each item adds: honours once, the item's cap, then the cap over all by time of claim."""
    left = {code: cap(sample()[code]) for code in claims}
    room = Fraction(BONUS_CAP)
    counted = {code: Fraction(0) for code in claims}
    in_time = sorted(
        (day, code, ref, worth)
        for code, those in claims.items()
        for (day, ref), worth in those.items()
        if not _better_elsewhere(code, ref, worth, claims)
    )
    for _day, code, _ref, worth in in_time:
        taken = min(worth, left[code])
        left[code] -= taken
        counted[code] += min(taken, room)
        room -= min(taken, room)
    return {code: _rounded(points) for code, points in counted.items()}


def _better_elsewhere(code: str, ref: str, worth: Fraction, claims: dict[str, Claims]) -> bool:
    if code not in SHARED:
        return False
    (other,) = (each for each in SHARED if each != code)
    rivals = [w for (_, what), w in claims.get(other, {}).items() if what == ref]
    return any(w > worth or (w == worth and other < code) for w in rivals)
