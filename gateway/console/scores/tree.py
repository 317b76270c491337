"""From a district's answer to its headings, with what each gained and lost. Pure; thousandths."""

from typing import Any, NamedTuple

from gateway.console.frame.bars import scaled

Json = dict[str, Any]


class Heading(NamedTuple):
    """``lost`` is 0 for bonus headings: what was not claimed is no loss. ``unmarked``: items that
    wait for their mark."""

    name: str
    bonus: bool
    score: int | None
    points: int
    lost: int
    length: float
    filled: float
    unmarked: int
    items: list[Json]


def headings(district: Json, width: float) -> list[Heading]:
    """The standard's headings by loss, bonus last; bar length = points on one scale, filled =
    gained. Where the level has marked nothing: their points, in the standard's order."""
    most = max((c["points"] for c in district["categories"]), default=0)
    found = [_heading(district, one, most, width) for one in district["categories"]]
    if not district["marked"]:
        return found
    return sorted(found, key=lambda heading: (heading.bonus, -heading.lost))


def _heading(district: Json, one: Json, most: int, width: float) -> Heading:
    items = [i for i in district["items"] if i["category"] == one["name"]]
    score = one["score"]
    return Heading(
        one["name"],
        one["bonus"],
        score,
        one["points"],
        0 if one["bonus"] or score is None else one["points"] - score,
        scaled(one["points"], most, width),
        scaled(score or 0, most, width),
        sum(1 for i in items if not i["marked"]),
        items,
    )
