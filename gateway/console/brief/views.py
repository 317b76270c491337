"""From scoring's answers to what the brief shows. Pure; all scores in thousandths."""

from typing import Any, NamedTuple

from gateway.console.frame.bars import scaled

Json = dict[str, Any]

FIRST = 5
"""Items of the plan that fit the brief."""


def first_to_push(plan: Json) -> list[Json]:
    """The plan's base items with points to win back, in its order of urgency over both groups;
    bonus items are chances, not losses."""
    base = (
        item for group in plan["groups"] if group["kind"] != "feature" for item in group["items"]
    )
    return sorted(
        (item for item in base if item["recoverable"]), key=lambda item: -item["priority"]
    )[:FIRST]


class Heading(NamedTuple):
    """``lost`` is 0 for bonus headings: what was not claimed is no loss."""

    name: str
    bonus: bool
    score: int
    points: int
    lost: int
    length: float
    filled: float
    items: list[Json]


def headings(district: Json, width: float) -> list[Heading]:
    """The standard's headings by loss, bonus last, none where the level has marked nothing; bar
    length = points on one scale, filled = gained."""
    if not district["marked"]:
        return []
    most = max((c["points"] for c in district["categories"]), default=0)
    found = [
        Heading(
            c["name"],
            c["bonus"],
            c["score"],
            c["points"],
            0 if c["bonus"] else c["points"] - c["score"],
            scaled(c["points"], most, width),
            scaled(c["score"], most, width),
            [i for i in district["items"] if i["category"] == c["name"]],
        )
        for c in district["categories"]
    ]
    return sorted(found, key=lambda heading: (heading.bonus, -heading.lost))


class Place(NamedTuple):
    district: str
    name: str
    rank: int | None
    total: int | None
    base: int | None
    bonus: int | None
    eligible: bool
    vetoes: list[str]
    bar: float


def places(league: Json, width: float) -> list[Place]:
    """Districts in the order given; bars on one scale from 0, unscored ones without."""
    most = max((row["total"] or 0 for row in league["rows"]), default=0)
    return [
        Place(
            row["district"],
            row["name"],
            row["rank"],
            row["total"],
            row["base"],
            row["bonus"],
            row["eligible"],
            [str(v.get("title") or v.get("topic", "")) for v in row["vetoes"]],
            scaled(row["total"] or 0, most, width),
        )
        for row in league["rows"]
    ]
