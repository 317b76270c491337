"""Places as a plan of the district: no map of anybody else's, no tiles, no network. Pure."""

import re
from collections.abc import Sequence
from itertools import product
from math import cos, radians
from typing import Any, NamedTuple

from contracts.places import DECIMALS
from gateway.boundary import Point

Json = dict[str, Any]

MARK = 24
"""Side of a mark, in SVG units: what a finger and a pointer hit."""
RINGS = 8
BESIDE = sorted(
    product(range(-RINGS, RINGS + 1), repeat=2), key=lambda at: (max(map(abs, at)), at[1], at[0])
)
"""Steps of a mark from a place, the nearest first; where all are taken, marks lie on others."""
LEAST_SPAN = 0.002
"""Degrees: a single point lies in the middle of some 200 m."""


class Sheet(NamedTuple):
    """``name``: on which screens it is shown; sizes in SVG units."""

    name: str
    width: int
    height: int


SHEETS = (Sheet("wide", 960, 560), Sheet("narrow", 360, 420))
"""A plan of 960 would shrink its marks to 8 px on a telephone."""


class Place(NamedTuple):
    """``mark``: the shape of its state; ``path``: where it leads."""

    at: Point
    mark: str
    label: str
    path: str


class Spot(NamedTuple):
    """A place on the plan: the left upper corner of its mark."""

    x: float
    y: float
    mark: str
    label: str
    path: str


class Plan(NamedTuple):
    """``lines``: the boundary, as the points of SVG polylines."""

    sheet: Sheet
    spots: list[Spot]
    lines: list[str]


def plan(
    places: Sequence[Place], boundary: Sequence[Sequence[Point]] = (), sheet: Sheet = SHEETS[0]
) -> Plan:
    """Places by their position: north above, degrees of longitude as long as they are there
    (equirectangular), all marks within the sheet. The last is drawn above the others and at its
    very place; what would lie on another lies beside it. A boundary is drawn as far as it frames
    them.
    """
    points = [one.at for one in places] + [point for line in boundary for point in line]
    if not points:
        return Plan(sheet, [], [])
    west, east = _span([point.longitude for point in points])
    south, north = _span([point.latitude for point in points])
    narrow = _cosine((south + north) / 2)
    wide, high = sheet.width - 2 * MARK, sheet.height - 2 * MARK
    scale = min(wide / ((east - west) * narrow), high / (north - south))
    left = (sheet.width - (east - west) * narrow * scale) / 2
    top = (sheet.height - (north - south) * scale) / 2

    def laid(point: Point, aside: float = 0) -> tuple[float, float]:
        x = left + (point.longitude - west) * narrow * scale
        y = top + (north - point.latitude) * scale
        return round(x - aside, 1), round(y - aside, 1)

    taken: set[tuple[int, int]] = set()
    spots = [
        Spot(*_apart(*laid(one.at, MARK / 2), sheet, taken), one.mark, one.label, one.path)
        for one in reversed(places)
    ][::-1]
    lines = [" ".join("{},{}".format(*laid(point)) for point in line) for line in boundary]
    return Plan(sheet, spots, lines)


def _apart(x: float, y: float, sheet: Sheet, taken: set[tuple[int, int]]) -> tuple[float, float]:
    """The place itself where no other mark lies, else the nearest beside it within the sheet."""
    for across, down in BESIDE:
        at = (x + across * MARK, y + down * MARK)
        cell = (round(at[0] / MARK), round(at[1] / MARK))
        within = 0 <= at[0] <= sheet.width - MARK and 0 <= at[1] <= sheet.height - MARK
        if within and cell not in taken:
            taken.add(cell)
            return round(at[0], 1), round(at[1], 1)
    return x, y


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    short = max(0.0, LEAST_SPAN - (high - low)) / 2
    return low - short, high + short


def _cosine(degrees: float) -> float:
    return max(0.01, cos(radians(degrees)))


POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,9})?),(-?\d{1,3}(?:\.\d{1,9})?)\Z")


def value(at: Point) -> str:
    """A place as a form's choice: latitude and longitude."""
    return f"{at.latitude:.{DECIMALS}f},{at.longitude:.{DECIMALS}f}"


def position(chosen: str) -> Json | str:
    """The choice as an order has it; anything else as it came, for the order to refuse."""
    told = POINT.match(chosen)
    return {"latitude": float(told[1]), "longitude": float(told[2])} if told else chosen


def where(thing: Json) -> Point | None:
    """The position that was told of it, else the one that its picture holds."""
    told = thing.get("position") or (thing.get("facts") or {}).get("position")
    return Point(told["longitude"], told["latitude"]) if told else None
