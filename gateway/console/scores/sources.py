"""Where an item's figure comes from, level by level, and what the next step is. Pure."""

from collections.abc import Iterable
from typing import Any, NamedTuple

Json = dict[str, Any]

SCALE = 560
"""Width of the threshold scale, in SVG units."""


class Mark(NamedTuple):
    """One level's word on the item. ``differs``: from the level before it, in thousandths."""

    level: str
    score: int | None
    differs: int
    by: str
    at: str
    reason: str
    amended: bool
    task: str
    evidence: list[str]
    earlier: list[Json]


def marks(answer: Json) -> list[Mark]:
    found: list[Mark] = []
    last: int | None = None
    for one in answer["levels"]:
        mark = one["mark"] or {}
        differs = one["score"] - last if None not in (one["score"], last) else 0
        found.append(
            Mark(
                one["level"],
                one["score"],
                differs,
                mark.get("by", ""),
                mark.get("at") or "",
                mark.get("reason", ""),
                mark.get("amended", False),
                mark.get("task", ""),
                list(mark.get("evidence", ())),
                list(one["earlier"]),
            )
        )
        last = one["score"] if one["score"] is not None else last
    return found


class Found(NamedTuple):
    """What counted: ``path`` leads to it, ``word`` says what it is."""

    word: str
    path: str
    source: Json


PATHS = {
    "task": "/console/tasks/",
    "carried": "/console/tasks/",
    "register": "/console/registers/",
    "finding": "/console/findings/",
}


UNSAID: Json = {
    "feeds": (),
    "evidence": (),
    "fault": "",
    "unit": "",
    "by": "",
    "done": None,
    "rows": None,
    "withdrawn": False,
}
"""What a source leaves out where it has none."""


def found(answer: Json) -> list[Found]:
    """Every fact that counted, and the register and findings that the item has besides."""
    counted = [_found(one) for one in answer["sources"]]
    shown = {(one.source["kind"], one.source["id"]) for one in counted}
    register = answer["register"]
    if register and ("register", register["register"]) not in shown:
        counted.append(_found({**register, "kind": "register", "id": register["register"]}))
    counted += [
        _found({**finding, "kind": "finding", "id": id})
        for id, finding in answer["findings"].items()
        if ("finding", id) not in shown
    ]
    return counted


def _found(source: Json) -> Found:
    kind = source["kind"]
    path = f"{PATHS[kind]}{source['id']}" if kind in PATHS else ""
    return Found(f"scores.source.{kind}", path, {**UNSAID, **source})


def accounts(answer: Json, moves: Iterable[Json]) -> set[str]:
    """Everybody who is named on the page."""
    by = {one["mark"]["by"] for one in answer["levels"] if one["mark"]}
    by |= {one.get("by", "") for one in answer["sources"]}
    by |= {earlier.get("by", "") for one in answer["levels"] for earlier in one["earlier"]}
    return {account for account in (*by, *(move["by"] for move in moves)) if account}


MOVES = {
    "tasks.task_submitted.v1": "submitted",
    "tasks.task_returned.v1": "returned",
    "tasks.result_confirmed.v1": "confirmed",
    "tasks.register_counted.v1": "counted",
    "tasks.finding_raised.v1": "found",
    "tasks.rectification_overdue.v1": "late",
    "tasks.finding_named.v1": "named",
    "tasks.appeal_ruled.v1": "appeal",
    "scoring.spot_check_drawn.v1": "drawn",
    "scoring.repair_ordered.v1": "repaired",
}


def history(moves: Iterable[Json]) -> list[Json]:
    """Each move with the key of its word."""
    return [{**one, "word": f"scores.move.{MOVES.get(one['kind'], 'other')}"} for one in moves]


class Piece(NamedTuple):
    """A band of the scale, from ``x`` on, ``width`` wide; it begins with ``first``."""

    x: float
    width: float
    first: int
    score: int
    now: bool


class Scale(NamedTuple):
    pieces: list[Piece]
    now: float
    next: float


def scale(next: Json | None, width: float) -> Scale | None:
    """The bands on one line from 0 to all of them; None where the rule has none."""
    if not next or not next["bands"] or not next["of"]:
        return None
    of = max(next["of"], next["bands"][-1]["count"], 1)
    starts = [band["count"] for band in next["bands"]]
    ends = [*starts[1:], of]
    pieces = [
        Piece(
            round(start * width / of, 1),
            round(max(0, end - start) * width / of, 1),
            start,
            band["score"],
            start <= next["done"] < end or (end == of and next["done"] >= start),
        )
        for start, end, band in zip(starts, ends, next["bands"], strict=True)
    ]
    return Scale(
        pieces,
        round(next["done"] * width / of, 1),
        round(next["steps"][0]["count"] * width / of, 1),
    )
