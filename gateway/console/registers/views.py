"""From a register to its list and its plan. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians
from typing import Any, NamedTuple

from gateway.boundary import Point

Json = dict[str, Any]

STATES = ("open", "done", "withdrawn")
SHAPES = {"open": "none", "done": "ok", "withdrawn": "none"}
PER_PAGE = 100
WIDTH, HEIGHT, MARGIN = 960, 560, 24
"""Of the plan, in SVG units."""
LEAST_SPAN = 0.002
"""Degrees: a single point lies in the middle of some 200 m."""


class Filters(NamedTuple):
    """``find``: a part of key, name or place."""

    unit: str = ""
    state: str = ""
    find: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        return cls(*(asked.get(name, "").strip()[:60] for name in cls._fields))


def rows(register: Json, wanted: Filters) -> list[Json]:
    """Rows that match, what is still open first."""
    sought = wanted.find.casefold()
    found = [
        row
        for row in register["rows"]
        if wanted.unit in ("", row["unit"])
        and wanted.state in ("", row["state"])
        and (not sought or any(sought in row[f].casefold() for f in ("key", "label", "place")))
    ]
    return sorted(found, key=lambda row: (STATES.index(row["state"]), row["key"]))


class Page(NamedTuple):
    """A part of a list; ``number`` from 1."""

    rows: list[Json]
    number: int
    pages: int


def page(found: Sequence[Json], asked: str) -> Page:
    """A number that is none, or beyond the end, is the nearest that there is."""
    pages = max(1, -(-len(found) // PER_PAGE))
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    number = min(max(number, 1), pages)
    return Page(list(found[(number - 1) * PER_PAGE : number * PER_PAGE]), number, pages)


# -- the plan ---------------------------------------------------------------------------------


class Spot(NamedTuple):
    """Something on the plan. ``shape``: of its state; ``path``: where it leads."""

    x: float
    y: float
    shape: str
    label: str
    path: str


class Plan(NamedTuple):
    """``lines``: the boundary, as the points of SVG polylines."""

    spots: list[Spot]
    lines: list[str]


class Place(NamedTuple):
    at: Point
    shape: str
    label: str
    path: str


def plan(places: Sequence[Place], boundary: Sequence[Sequence[Point]] = ()) -> Plan:
    """Places by their position: north above, degrees of longitude as long as they are there
    (equirectangular), all of it within the margins. A boundary is drawn as far as it frames them.
    """
    points = [one.at for one in places] + [point for line in boundary for point in line]
    if not points:
        return Plan([], [])
    west, east = _span([point.longitude for point in points])
    south, north = _span([point.latitude for point in points])
    narrow = _cosine((south + north) / 2)
    scale = min(
        (WIDTH - 2 * MARGIN) / ((east - west) * narrow), (HEIGHT - 2 * MARGIN) / (north - south)
    )
    left = (WIDTH - (east - west) * narrow * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2

    def laid(point: Point) -> tuple[float, float]:
        x = left + (point.longitude - west) * narrow * scale
        return round(x, 1), round(top + (north - point.latitude) * scale, 1)

    spots = [Spot(*laid(one.at), one.shape, one.label, one.path) for one in places]
    lines = [" ".join("{},{}".format(*laid(point)) for point in line) for line in boundary]
    return Plan(spots, lines)


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    short = max(0.0, LEAST_SPAN - (high - low)) / 2
    return low - short, high + short


def _cosine(degrees: float) -> float:
    return max(0.01, cos(radians(degrees)))


def places(register: Json, shown: Iterable[Json], evidence: Mapping[str, Json]) -> list[Place]:
    """Rows whose evidence knows where it was taken; of several pieces, the newest.

    ``evidence``: the register's pieces by id.
    """
    found = []
    for row in shown:
        known = (where(evidence[id]) for id in reversed(row["evidence"]) if id in evidence)
        at = next((point for point in known if point), None)
        if at:
            label = f"{row['key']} {row['label']}"
            path = f"/console/registers/{register['id']}/rows/{row['key']}"
            found.append(Place(at, SHAPES[row["state"]], label, path))
    return found


def where(piece: Json) -> Point | None:
    """The position that the phone told, else the picture's own."""
    told = piece.get("position") or piece.get("facts", {}).get("position")
    return Point(told["longitude"], told["latitude"]) if told else None


# -- what units are asked for -----------------------------------------------------------------


class Burden(NamedTuple):
    """Sums over units. ``share``: demands answered by what was held, in percent; None of none."""

    made: int
    met: int
    avoided: int
    repeated: int

    @property
    def share(self) -> int | None:
        asked = self.made + self.avoided
        return self.avoided * 100 // asked if asked else None


def burden(units: Iterable[Json]) -> Burden:
    held = list(units)
    names = ("made", "met", "avoided", "repeated")
    return Burden(*(sum(one[name] for one in held) for name in names))
