"""An item of a snapshot explained, from what was frozen alone."""

import zlib
from typing import Any

import msgspec

from contracts.refusals import NotFound
from services.scoring.scores.item import score_item
from services.scoring.snapshots.snapshot import DistrictPart, Snapshot
from services.scoring.standards.standard import decode


def explained(snapshot: Snapshot, district: str, code: str) -> dict[str, Any]:
    """The frozen score, and the lines that its frozen facts give under the frozen standard.

    Raises: NotFound.
    """
    if district not in snapshot.parts:
        raise NotFound("快照中没有这个县区", field="$.district")
    part = msgspec.json.decode(snapshot.part(district), type=DistrictPart)
    standard = decode(zlib.decompress(snapshot.rules))
    item, frozen = standard.item(code), part.items.get(code)
    if item is None or frozen is None:
        raise NotFound("快照所附的标准没有这一项", field="$.item")
    again = score_item(item, frozen.facts, standard.period(snapshot.year))
    return {
        "district": district,
        "district_name": part.name,
        "year": snapshot.year,
        "level": snapshot.level,
        "standard": snapshot.standard,
        "item": item.code,
        "title": item.title,
        "category": item.category,
        "rule_text": item.rule_text,
        "evidence": msgspec.to_builtins(item.evidence),
        "inputs": msgspec.to_builtins(item.inputs),
        "lead": item.lead,
        "points": frozen.points,
        "score": frozen.score,
        "marked": part.total is not None,
        "line": msgspec.to_builtins(again.line),
        "signals": msgspec.to_builtins(again.signals),
        "facts": msgspec.to_builtins(frozen.facts),
    }
