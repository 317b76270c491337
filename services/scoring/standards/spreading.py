"""Points that only a heading states (一、组织领导（20分）): what is left of them for the items that
have none of their own.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from services.scoring.exact import written
from services.scoring.standards.cells import total_of
from services.scoring.standards.published_rows import Found

SAID = re.compile(r"(?<!每)(?:得|计|记)(\d{1,3}(?:\.\d{1,3})?)分")
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
EVEN = 100
"""Of a point: a share that is no multiple of its hundredth is none that offices give."""


class Portion(NamedTuple):
    """``proposed``: points, or empty; ``reason``: where they come from. ``held``: what stands for
    them meanwhile, so that the heading's sum holds.
    """

    proposed: str
    reason: str
    held: str


def portions(found: Sequence[Found]) -> dict[int, Portion]:
    """By their place in the list, of the items that state no points."""
    groups: dict[str, list[int]] = {}
    for at, one in enumerate(found):
        groups.setdefault(one.cells["category"], []).append(at)
    told: dict[int, Portion] = {}
    for category, places in groups.items():
        missing = [at for at in places if not _has_points(found[at])]
        told |= dict(zip(missing, _of(category, [found[at] for at in places]), strict=True))
    return told


def _has_points(one: Found) -> bool:
    return bool(one.cells["points"] or one.cells["weight"])


def _of(category: str, items: Sequence[Found]) -> list[Portion]:
    missing = [one for one in items if not _has_points(one)]
    total = total_of(category)
    if total is None or not missing:
        return [_share(one, Fraction(0), "") for one in missing]
    stated = [one.cells["points"] for one in items if NUMBER.fullmatch(one.cells["points"])]
    left = total - sum(map(Fraction, stated), Fraction(0))
    even = max(left, Fraction(0)) / len(missing)
    reason = f"“{category[:40]}”还余 {written(left)} 分，{len(missing)} 项没有写"
    found = [_share(one, even, reason) for one in missing]
    held = Fraction(int(even * 1000), 1000)
    rest = left - held * (len(missing) - 1)
    if held > 0:
        found = [one._replace(held=written(held)) for one in found]
        found[-1] = found[-1]._replace(held=written(rest))
    return found


def _share(one: Found, even: Fraction, reason: str) -> Portion:
    said = SAID.findall(one.cells["rule"])
    if len(said) == 1 and Fraction(said[0]):
        return Portion(said[0], f"条文写“{said[0]}分”", said[0])
    if even and (even * EVEN).denominator == 1:
        return Portion(written(even), f"{reason}，平均每项 {written(even)} 分", written(even))
    return Portion("", reason, "1")
