"""Whether a position lies in an area. Areas are a town's, so the plane will do for polygons."""

import math
from itertools import pairwise

from contracts.orders.evidence import Area, Circle, Point, Polygon
from contracts.places import Position
from contracts.refusals import Invalid

MAX_LATITUDE = 90
EARTH_RADIUS = 6_371_008.8
"""Metres, mean (IUGG)."""


def covers(area: Area, at: Position) -> bool:
    if isinstance(area, Circle):
        return metres(area.center, (at.longitude, at.latitude)) <= area.radius
    outer, *holes = area.coordinates
    return _inside(outer, at) and not any(_inside(hole, at) for hole in holes)


def must_be_sound(area: Area) -> None:
    """Rings are closed (RFC 7946 §3.1.6). Raises: Invalid."""
    points = [area.center] if isinstance(area, Circle) else sum(area.coordinates, ())
    if any(abs(latitude) > MAX_LATITUDE for _, latitude in points):
        raise Invalid("先写经度，后写纬度", field="$.area")
    if not isinstance(area, Polygon):
        return
    for n, ring in enumerate(area.coordinates):
        if ring[0] != ring[-1]:
            raise Invalid("多边形须首尾相接", field=f"$.area.coordinates[{n}]")


def metres(one: Point, other: Point) -> float:
    """Along the great circle, between two points as GeoJSON has them: longitude, latitude."""
    (long1, lat1), (long2, lat2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((long2 - long1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half)))


def _inside(ring: tuple[Point, ...], at: Position) -> bool:
    """By the even-odd rule."""
    inside, x, y = False, at.longitude, at.latitude
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
