"""The districts in a row, with what moved since the last snapshot. Pure; thousandths."""

from typing import Any, NamedTuple

from gateway.console.frame.bars import scaled

Json = dict[str, Any]


class Place(NamedTuple):
    """``change``: since the last snapshot, None where there is none; ``vetoes``: titles."""

    district: str
    name: str
    rank: int | None
    total: int | None
    eligible: bool | None
    vetoes: list[str]
    bar: float
    change: int | None


class Table(NamedTuple):
    ranked: list[Place]
    apart: list[Place]
    """Not marked, so without a figure and without a rank."""


def table(rows: list[Json], trend: Json | None, width: float) -> Table:
    most = max((row["total"] or 0 for row in rows), default=0)
    before = last(trend)
    places = [
        Place(
            row["district"],
            row["name"],
            row["rank"],
            row["total"],
            row["eligible"],
            [str(v.get("title") or v.get("topic", "")) for v in row["vetoes"]],
            scaled(row["total"] or 0, most, width),
            _change(row["total"], before.get(row["district"])),
        )
        for row in rows
    ]
    return Table([p for p in places if p.rank], [p for p in places if not p.rank])


def last(trend: Json | None) -> dict[str, int | None]:
    """Each district's total in the newest snapshot."""
    if not trend:
        return {}
    return {
        one["district"]: one["points"][-1]["total"] for one in trend["districts"] if one["points"]
    }


def _change(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before


def newest(trend: Json | None) -> Json | None:
    return trend["snapshots"][-1] if trend and trend["snapshots"] else None
