"""Something was sealed: whichever holds the same bytes and was sealed later is a copy.

Only of what those who know of it may know of: a photo that is still a secret makes no other a copy
until it is shown, which is told as its sealing was.

Looked at after the fact, so that two copies sealed in the same moment find each other: the one
whose event is handled last sees both.
"""

from contracts.evidence import EvidenceSealed
from contracts.sight import covers
from kit.change import Change, Given
from kit.reader import Reader
from services.evidence.domain import checking
from services.evidence.piece.piece import Piece
from services.evidence.piece.store import EVIDENCE

Copies = list[tuple[str, Piece]]


def copies(reader: Reader, sha256: str) -> Copies:
    """Sealed with these bytes and not yet known as a copy, the first sealed in front.

    The first is never marked, so it is always among them.
    """
    filters = {"manifest.sha256": sha256, "state": "SEALED", "duplicate": None}
    found = reader.all(EVIDENCE, filters)
    return sorted(found, key=lambda pair: (pair[1].sealed_at or pair[1].declared_at, pair[0]))


def later_copies(fact: EvidenceSealed, _given: Given, reader: Reader) -> list[str]:
    return [id for id, _ in copies(reader, fact.sha256)[1:]]


def first(
    reader: Reader, state: Piece, fact: EvidenceSealed, _given: Given
) -> tuple[str, Piece] | None:
    found = copies(reader, fact.sha256)
    return next((one for one in found if covers(one[1].confidants, state.confidants)), None)


def mark(state: Piece, _fact: EvidenceSealed, given: Given) -> Change[Piece] | None:
    return checking.is_copy(state, given)
