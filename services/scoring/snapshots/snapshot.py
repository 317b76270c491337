"""Snapshots: the figures of a year at one level, frozen with the facts that they follow from.

A snapshot is canonical text (JSON, sorted keys, no blanks): a head that holds the league and the
SHA-256 of every part, a part for each district, and the standard itself. Its own SHA-256 is the
head's, so that one number stands for all of it. Later versions of a standard do not touch it.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from contracts.measures import Measure
from contracts.orders.scoring import FreezeSnapshot, VerifySnapshot
from contracts.scoring import SnapshotFrozen, Standing
from contracts.words import CITY_WIDE, Level
from kit.change import Change, Knowing
from services.scoring.refusals import SnapshotTooLarge
from services.scoring.scores.item import score_item
from services.scoring.scores.position import Position
from services.scoring.scores.totals import Total, ranking, total
from services.scoring.standards.standard import Standard, decode, encode

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, zlib.error, KeyError)
MAX_SHOWN = 100
"""Differences that a verification lists."""
MAX_SIZE = 2 * 1024 * 1024
"""Bytes of a snapshot as stored (compressed): a document may hold 16 MB, a list reads many."""


class Snapshot(Struct, frozen=True, kw_only=True):
    """``head``: canonical text; ``parts``: that of each district; ``rules``: the standard.

    Parts and rules are compressed (zlib). ``places`` repeats the league for lists.
    """

    district: str = CITY_WIDE
    name: str
    year: int
    level: Level
    standard: str
    at: datetime
    by: str
    sha256: str
    head: str
    parts: dict[str, bytes]
    rules: bytes
    places: tuple[Standing, ...]

    def part(self, district: str) -> str:
        """A district's part. Raises: KeyError."""
        return zlib.decompress(self.parts[district]).decode()


class FrozenItem(Struct, frozen=True, kw_only=True):
    """``score`` and ``points`` in thousandths, ``facts`` as they counted at the level."""

    facts: dict[str, Measure]
    score: int
    points: int


class DistrictPart(Struct, frozen=True, kw_only=True):
    """``total`` is None where the level had marked nothing; ``vetoes``: topics standing."""

    district: str
    name: str
    items: dict[str, FrozenItem]
    vetoes: tuple[str, ...]
    total: Total | None


class Head(Struct, frozen=True, kw_only=True):
    """``districts``: district → SHA-256 of its part; ``rules``: SHA-256 of the standard."""

    name: str
    year: int
    level: Level
    standard: str
    rules: str
    frozen_at: datetime
    frozen_by: str
    districts: dict[str, str]
    league: tuple[Standing, ...]


def freeze(
    state: Snapshot | None,
    order: FreezeSnapshot,
    given: Knowing[tuple[Standard, Sequence[Position]]],
) -> Change[Snapshot]:
    """The districts as they stand now. Raises: SnapshotTooLarge."""
    standard, positions = given.found
    parts = {each.district: _part(each) for each in positions}
    texts = {district: _canonical(part) for district, part in parts.items()}
    rules = encode(standard)
    head = Head(
        name=order.name,
        year=order.year,
        level=order.level,
        standard=standard.version,
        rules=sha256(rules).hexdigest(),
        frozen_at=given.now,
        frozen_by=given.by.account,
        districts={district: sha256(text).hexdigest() for district, text in texts.items()},
        league=standings({district: part.total for district, part in parts.items()}),
    )
    text = _canonical(head)
    snapshot = Snapshot(
        name=order.name,
        year=order.year,
        level=order.level,
        standard=standard.version,
        at=given.now,
        by=given.by.account,
        sha256=sha256(text).hexdigest(),
        head=text.decode(),
        parts={district: zlib.compress(part, 9) for district, part in texts.items()},
        rules=zlib.compress(rules, 9),
        places=head.league,
    )
    _must_fit(snapshot)
    fact = SnapshotFrozen(
        snapshot=given.key,
        name=snapshot.name,
        year=snapshot.year,
        level=snapshot.level,
        standard=snapshot.standard,
        sha256=snapshot.sha256,
        districts=snapshot.places,
    )
    return Change(snapshot, (fact,), {"snapshot": given.key, "sha256": snapshot.sha256})


def standings(totals: Mapping[str, Total | None]) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            district=place.district, rank=place.rank, total=place.score, eligible=place.eligible
        )
        for place in ranking(totals)
    )


def verify(ask: VerifySnapshot, found: Snapshot) -> dict[str, Any]:
    """The figures worked out again from the frozen facts and rules alone."""
    wrong = list(unproven(found))
    return {
        "snapshot": ask.snapshot,
        "sha256": found.sha256,
        "equal": not wrong,
        "differing": len(wrong),
        "differences": wrong[:MAX_SHOWN],
    }


def unproven(snapshot: Snapshot) -> Iterator[str]:
    """What does not follow from the frozen facts and rules, in Chinese; nothing if sound."""
    if sha256(snapshot.head.encode()).hexdigest() != snapshot.sha256:
        yield "快照正文与其 SHA-256 不符"
    try:
        head = msgspec.json.decode(snapshot.head, type=Head)
        rules = zlib.decompress(snapshot.rules)
        standard = decode(rules)
    except _UNREADABLE:
        yield "快照正文或所附考评标准已损坏，无法读取"
        return
    if sha256(rules).hexdigest() != head.rules:
        yield "所附考评标准与其 SHA-256 不符"
    totals: dict[str, Total | None] = {}
    for district, expected in head.districts.items():
        try:
            text = snapshot.part(district).encode()
            part = msgspec.json.decode(text, type=DistrictPart)
        except _UNREADABLE:
            yield f"{district} 的内容已损坏，无法读取"
            continue
        if sha256(text).hexdigest() != expected:
            yield f"{district} 的内容与其 SHA-256 不符"
        again = _worked_out(standard, part, head.year)
        totals[district] = again.total
        yield from _differing(district, msgspec.json.decode(text), msgspec.to_builtins(again))
    if not _follows(msgspec.json.decode(snapshot.head)["league"], standings(totals)):
        yield "排名与重新计算的不符"


def _part(position: Position) -> DistrictPart:
    standard = position.standard
    part = DistrictPart(
        district=position.district,
        name=position.name,
        items={
            item.code: FrozenItem(facts=position.facts(item), score=0, points=item.points)
            for item in standard.items
        },
        vetoes=tuple(sorted(position.raised)),
        total=total(standard, {}) if position.marked else None,
    )
    return _worked_out(standard, part, position.year)


def _worked_out(standard: Standard, part: DistrictPart, year: int) -> DistrictPart:
    """The part with the figures that follow from its facts."""
    period = standard.period(year)
    scores = {
        item.code: score_item(item, part.items[item.code].facts, period)
        for item in standard.items
        if item.code in part.items
    }
    items = {
        code: FrozenItem(facts=part.items[code].facts, score=each.score, points=each.points)
        for code, each in scores.items()
    }
    whole = None if part.total is None else total(standard, scores, part.vetoes)
    return msgspec.structs.replace(part, items=items, total=whole)


def _differing(district: str, frozen: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[str]:
    for code, item in frozen["items"].items():
        made = again["items"].get(code, {})
        if not _follows(item, made):
            shown = made.get("score")
            yield f"{district} {code}：快照 {item['score']}，重新计算 {shown}（千分之一分）"
    if not _follows(frozen["total"], again["total"]):
        yield f"{district} 的总分与重新计算的不符"


def _follows(frozen: Any, made: Any) -> bool:
    """Whether all that was frozen is made again; a field that came later was not frozen."""
    if isinstance(frozen, dict):
        made = msgspec.to_builtins(made)
        return isinstance(made, dict) and all(
            name in made and _follows(value, made[name]) for name, value in frozen.items()
        )
    if isinstance(frozen, list):
        return (
            isinstance(made, list | tuple)
            and len(made) == len(frozen)
            and all(map(_follows, frozen, made))
        )
    return bool(frozen == made)


def _must_fit(snapshot: Snapshot) -> None:
    size = len(snapshot.head) + len(snapshot.rules) + sum(map(len, snapshot.parts.values()))
    if size > MAX_SIZE:
        raise SnapshotTooLarge(f"快照为 {size} 字节，上限为 {MAX_SIZE} 字节，请联系运维")


def _canonical(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")
