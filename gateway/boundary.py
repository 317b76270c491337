"""The office's own map: the boundary of its city as GeoJSON (RFC 7946), as lines to draw."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

MAX_BYTES = 2 * 1024 * 1024
MAX_POINTS = 20_000
MAX_DEPTH = 4
"""A collection of collections deeper than that is no boundary."""


class NoBoundary(ValueError):
    """Why a file is none, in words that go on after its name."""


class Point(NamedTuple):
    """Degrees, WGS 84."""

    longitude: float
    latitude: float


Line = tuple[Point, ...]


def read(path: str) -> tuple[Line, ...]:
    """The rings of a file's polygons and its lines; () of no path. Raises: NoBoundary."""
    if not path:
        return ()
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise NoBoundary(f"cannot be read ({fault.strerror})") from fault
    if len(raw) > MAX_BYTES:
        raise NoBoundary(f"is larger than {MAX_BYTES} bytes")
    return parse(raw)


def parse(raw: bytes) -> tuple[Line, ...]:
    """Raises: NoBoundary."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise NoBoundary("is no JSON") from fault
    lines = tuple(_lines(found, 0))
    if not lines:
        raise NoBoundary("has no polygon and no line")
    if sum(map(len, lines)) > MAX_POINTS:
        raise NoBoundary(f"has more than {MAX_POINTS} points: simplify it")
    return lines


def _lines(thing: Any, depth: int) -> Iterator[Line]:
    if not isinstance(thing, dict) or depth > MAX_DEPTH:
        raise NoBoundary("is no GeoJSON")
    held = thing.get("coordinates")
    match thing.get("type"):
        case "FeatureCollection":
            for one in _list(thing.get("features")):
                yield from _lines(one, depth + 1)
        case "GeometryCollection":
            for one in _list(thing.get("geometries")):
                yield from _lines(one, depth + 1)
        case "Feature":
            yield from _lines(thing.get("geometry"), depth + 1)
        case "LineString":
            yield _line(held)
        case "Polygon" | "MultiLineString":
            yield from map(_line, _list(held))
        case "MultiPolygon":
            for polygon in _list(held):
                yield from map(_line, _list(polygon))
        case "Point" | "MultiPoint":
            return
        case kind:
            raise NoBoundary(f"has a geometry of no kind of GeoJSON: {str(kind)[:40]}")


def _list(thing: Any) -> list[Any]:
    if not isinstance(thing, list):
        raise NoBoundary("is no GeoJSON: a list is missing")
    return thing


def _line(held: Any) -> Line:
    line = tuple(_point(one) for one in _list(held))
    if len(line) < 2:
        raise NoBoundary("has a line of fewer than two points")
    return line


def _point(held: Any) -> Point:
    numbers = _list(held)[:2]
    good = len(numbers) == 2 and all(
        isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one)
        for one in numbers
    )
    if not good or abs(numbers[0]) > 180 or abs(numbers[1]) > 90:
        raise NoBoundary("has a position that is not longitude and latitude in degrees")
    return Point(*numbers)
