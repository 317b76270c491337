"""From scoring's answers to what the brief shows. Pure; all scores in thousandths."""

from datetime import date, datetime
from typing import Any, NamedTuple

from contracts.clock import CHINA

Json = dict[str, Any]

FIRST = 5
"""Items of the plan that fit the brief."""
WIDTH, HEIGHT, TOP, FOOT = 360, 118, 22, 20
"""Of the trend, in SVG units; above and below it lie its labels."""


def first_to_push(plan: Json) -> list[Json]:
    """The plan's base items with points to win back, in its order of urgency over both groups;
    bonus items are chances, not losses."""
    base = (
        item for group in plan["groups"] if group["kind"] != "feature" for item in group["items"]
    )
    return sorted(
        (item for item in base if item["recoverable"]), key=lambda item: -item["priority"]
    )[:FIRST]


class Dot(NamedTuple):
    x: float
    y: float
    total: int
    on: date


class Line(NamedTuple):
    """Totals of the year's snapshots and of today, against the full base points. ``path``: through
    the dots."""

    dots: list[Dot]
    path: str
    full: float
    points: int


def line(trend: Json | None, district: str, now: int | None, points: int, on: date) -> Line | None:
    """None before there is a snapshot of the district to begin with."""
    found = [
        (_day(point["at"]), point["total"])
        for one in (trend["districts"] if trend else ())
        if one["district"] == district
        for point in one["points"]
        if point["total"] is not None
    ]
    if not found or now is None:
        return None
    found.append((on, now))
    most = max(points, *(total for _, total in found))
    across = _across([day for day, _ in found])
    dots = [
        Dot(x, _y(total, most), total, day) for x, (day, total) in zip(across, found, strict=True)
    ]
    path = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots)
    return Line(dots, path, _y(points, most), points)


def _across(days: list[date]) -> list[float]:
    """By the days between them; evenly where all are of one day."""
    length = (days[-1] - days[0]).days
    at = [(day - days[0]).days for day in days] if length else list(range(len(days)))
    return [round(4 + n * (WIDTH - 8) / (at[-1] or 1), 1) for n in at]


def _y(total: int, most: int) -> float:
    return round(HEIGHT - FOOT - total * (HEIGHT - TOP - FOOT) / most, 1) if most else 0.0


def _day(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(CHINA).date()
