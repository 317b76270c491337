"""Questions about snapshots: their text, their proof, their order over time."""

from hashlib import sha256
from typing import Any

from contracts.clock import as_written
from contracts.orders.base import PageAsk
from contracts.orders.scoring import FrozenItemOf, SnapshotOf, Snapshots, Trend, VerifySnapshot
from contracts.refusals import NotFound
from contracts.scoring import Standing
from contracts.words import CITY_WIDE
from kit.reader import Reader
from services.scoring.snapshots import explaining
from services.scoring.snapshots.snapshot import Snapshot
from services.scoring.snapshots.store import SNAPSHOTS

MAX_TREND = 24
"""Snapshots in one trend, the newest."""


def snapshot_of(reader: Reader, ask: SnapshotOf) -> dict[str, Any]:
    """``text`` has the SHA-256 ``sha256``; ``part`` that which the text gives its district.

    A caller of one district sees its own part and not the text, which ranks all districts.
    Raises: NotFound.
    """
    found = reader.get(SNAPSHOTS, ask.snapshot)
    wide = reader.caller is None or reader.caller.district == CITY_WIDE
    district = ask.district
    if not wide and reader.caller:
        district = reader.caller.district if district == CITY_WIDE else district
    answer = {**_line(ask.snapshot, found), "by": found.by, "text": found.head if wide else ""}
    if district == CITY_WIDE:
        return answer
    if district not in found.parts or (reader.caller and not reader.caller.sees(district)):
        raise NotFound("快照中没有这个县区", field="$.district")
    part = found.part(district)
    digest = sha256(part.encode()).hexdigest()
    return {**answer, "district": district, "part": part, "part_sha256": digest}


def frozen_item_of(reader: Reader, ask: FrozenItemOf) -> dict[str, Any]:
    """Raises: NotFound (also another's district)."""
    found = reader.get(SNAPSHOTS, ask.snapshot)
    if reader.caller and not reader.caller.sees(ask.district):
        raise NotFound("快照中没有这个县区", field="$.district")
    return {"snapshot": ask.snapshot, **explaining.explained(found, ask.district, ask.item)}


def frozen(reader: Reader, ask: VerifySnapshot) -> Snapshot:
    """Raises: NotFound."""
    return reader.get(SNAPSHOTS, ask.snapshot)


def snapshots(reader: Reader, ask: Snapshots) -> dict[str, Any]:
    filters = {} if ask.year is None else {"year": ask.year}
    page = reader.page(SNAPSHOTS, filters, ask, by=("at", -1))
    return {**page, "items": [_line(id, found) for id, found in _loaded(page)]}


def trend(reader: Reader, ask: Trend) -> dict[str, Any]:
    """Each district's totals, oldest first, with the change since the snapshot before."""
    newest = PageAsk(limit=MAX_TREND)
    filters = {"year": ask.year, "level": ask.level}
    page = reader.page(SNAPSHOTS, filters, newest, by=("at", -1))
    found = list(reversed(_loaded(page)))
    every = dict.fromkeys(p.district for _, snapshot in found for p in snapshot.places)
    wanted = [d for d in every if reader.caller is None or reader.caller.sees(d)]
    return {
        "year": ask.year,
        "level": ask.level,
        "snapshots": [_line(id, snapshot) for id, snapshot in found],
        "districts": [
            {"district": district, "points": _points(district, found)} for district in wanted
        ],
    }


def _points(district: str, found: list[tuple[str, Snapshot]]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = []
    before: int | None = None
    for id, snapshot in found:
        place = next((p for p in snapshot.places if p.district == district), None)
        total = place.total if place else None
        moved = None if total is None or before is None else total - before
        shown = _place(place)
        points.append({"snapshot": id, "at": as_written(snapshot.at), **shown, "change": moved})
        before = total if total is not None else before
    return points


def _place(place: Standing | None) -> dict[str, Any]:
    if place is None:
        return {"total": None, "rank": None, "eligible": False}
    return {"total": place.total, "rank": place.rank, "eligible": place.eligible}


def _loaded(page: dict[str, Any]) -> list[tuple[str, Snapshot]]:
    return [
        (
            document["id"],
            SNAPSHOTS.load({k: v for k, v in document.items() if k not in ("id", "version")}),
        )
        for document in page["items"]
    ]


def _line(id: str, found: Snapshot) -> dict[str, Any]:
    return {
        "snapshot": id,
        "name": found.name,
        "year": found.year,
        "level": found.level,
        "standard": found.standard,
        "at": as_written(found.at),
        "sha256": found.sha256,
    }
