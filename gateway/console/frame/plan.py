"""Places as a plan of the district: no map of anybody else's, no tiles, no network. Pure."""

import re
from collections.abc import Sequence
from math import cos, radians
from typing import Any, NamedTuple

from contracts.places import DECIMALS
from gateway.boundary import Point

Json = dict[str, Any]

MARK = 24
"""Side of a mark, in SVG units: what a finger and a pointer hit."""
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
    (equirectangular), all marks within the sheet, the last above the others. A boundary is drawn
    as far as it frames them.
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

    spots = [Spot(*laid(one.at, MARK / 2), one.mark, one.label, one.path) for one in places]
    lines = [" ".join("{},{}".format(*laid(point)) for point in line) for line in boundary]
    return Plan(sheet, spots, lines)


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
