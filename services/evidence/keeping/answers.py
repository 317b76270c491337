"""Lists of disposal, and what became of each piece on them."""

from typing import Any

from contracts.orders.evidence import DisposalOf, Disposals
from kit.reader import Reader
from services.evidence.keeping.store import DISPOSALS
from services.evidence.piece.store import EVIDENCE

Document = dict[str, Any]


def disposals(reader: Reader, ask: Disposals) -> Document:
    """{"items", "next"}, the newest first."""
    filters = {} if ask.district is None else {"district": ask.district}
    page = reader.page(DISPOSALS, filters, ask, by=("proposed_at", -1))
    return {**page, "items": [_line(shown) for shown in page["items"]]}


def disposal_of(reader: Reader, ask: DisposalOf) -> Document:
    """One list; of what the reader may not know of, the id alone. Raises: NotFound."""
    shown = reader.show(DISPOSALS, ask.disposal)
    found = reader.many(EVIDENCE, shown["evidence"])
    pieces = [
        {
            "evidence": id,
            "title": piece.manifest.title,
            "sha256": piece.manifest.sha256,
            "state": piece.state,
            "sealed_until": piece.sealed_until,
            "held": bool(piece.holds),
            "uses": piece.uses,
        }
        for id in shown["evidence"]
        if (piece := found.get(id)) is not None
    ]
    return _line(shown) | {"pieces": pieces}


def _line(shown: Document) -> Document:
    told = {name: value for name, value in shown.items() if name != "evidence"}
    return told | {"count": len(shown["evidence"])}
