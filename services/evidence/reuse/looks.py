"""What else is sealed with the same bytes, or looks the same."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.evidence import EvidenceSealed
from kit import crashing
from kit.change import Given, Knowing
from kit.errors import Unavailable
from kit.reader import Reader
from services.evidence.piece.piece import DONE, Piece
from services.evidence.piece.store import EVIDENCE
from services.evidence.reuse.earlier import Held, Uses, fingerprint_of, in_order, later
from services.evidence.reuse.index import INDEX

MOST_LOOKS = 200
"""The nearest of the fingerprints that are alike."""

MOST_ALIKE = 500
"""Pictures that have one of them."""


def for_uses(reader: Reader, fact: EvidenceSealed, given: Given) -> Uses:
    """Raises: Unavailable."""
    piece = reader.find(EVIDENCE, fact.evidence)
    same = with_bytes(reader, fact.sha256, {"duplicate": None})
    uses = Uses(in_order(same), None if piece is None else _alike(reader, fact, piece, given))
    crashing.point("compared")
    return uses


def _alike(
    reader: Reader, fact: EvidenceSealed, piece: Piece, given: Given
) -> tuple[Held, ...] | None:
    fingerprint = fingerprint_of(piece)
    if not fingerprint:
        return ()
    found = looking_like(reader, fingerprint, given.now)
    if found is None:
        return None
    return in_order({**dict(found), fact.evidence: piece}.items())


def with_bytes(reader: Reader, sha256: str, more: Mapping[str, Any]) -> list[Held]:
    return reader.all(EVIDENCE, {"manifest.sha256": sha256, "state": {"$in": list(DONE)}, **more})


def looking_like(reader: Reader, fingerprint: str, now: datetime) -> list[Held] | None:
    """None until the fingerprints were read. Raises: Unavailable."""
    near = INDEX.near(reader, fingerprint, now)
    if not near:
        return None if near is None else []
    nearest = sorted(near, key=lambda one: (near[one], one))[:MOST_LOOKS]
    filters = {"verdict.facts.fingerprint": {"$in": nearest}, "state": {"$in": list(DONE)}}
    return reader.all(EVIDENCE, filters, MOST_ALIKE)


def to_be_marked(fact: EvidenceSealed, given: Knowing[Uses], _reader: Reader) -> list[str]:
    return later(fact, given.found)


def must_be_compared(_fact: EvidenceSealed, given: Knowing[Uses], _reader: Reader) -> None:
    """Raises: Unavailable: the event comes again, so that nothing stays without comparison."""
    if given.found.alike is None:
        raise Unavailable("the fingerprints of what is sealed are still being read")
