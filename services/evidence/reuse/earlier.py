"""Something was sealed: what was sealed later with the same bytes, or looks the same, repeats it.

Only of what those who know of it may know of: a photo that is still a secret makes no other a
repetition until it is shown, which is told as its sealing was.

Looked at after the fact, so that two that were sealed in the same moment find each other: the one
whose event is handled last sees both. Nothing is refused for it, and nothing is taken instead of
bytes: it is recorded, raised once, and a person judges.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from contracts.evidence import EvidenceSealed
from contracts.sight import covers
from kit.change import Change, Knowing
from services.evidence.piece import telling
from services.evidence.piece.fingerprint import distance
from services.evidence.piece.piece import CopyOf, NearOf, Piece

MOST_LATER = 100
"""Pictures that are told in one go to be like one that was sealed before them."""

Held = tuple[str, Piece]


@dataclass(frozen=True, slots=True)
class Uses:
    """What is sealed: ``same``, with these bytes and not yet known as a copy (the first is never
    marked, so it is always among them); ``alike``, by its look, or None where that could not be
    compared yet. The one that this is about is among both. The first sealed stands in front.
    """

    same: tuple[Held, ...] = ()
    alike: tuple[Held, ...] | None = None


def in_order(found: Iterable[Held]) -> tuple[Held, ...]:
    return tuple(sorted(found, key=_order))


def later(fact: EvidenceSealed, uses: Uses) -> list[str]:
    """What may repeat something that is known by now."""
    ids = [id for id, _ in uses.same[1:]]
    if uses.alike:
        at = next((n for n, (id, _) in enumerate(uses.alike) if id == fact.evidence), 0)
        behind = [id for id, one in uses.alike[at + 1 :] if one.near_of is None]
        ids += [fact.evidence, *behind[:MOST_LATER]]
    return ids


def mark(state: Piece, fact: EvidenceSealed, given: Knowing[Uses]) -> Change[Piece] | None:
    """What this one repeats: of the same bytes the first; else of what looks the same the nearest,
    and of equally near ones the first."""
    if state.state != "SEALED":
        return None
    uses, own = given.found, given.key == fact.evidence
    after = state.but(compared=state.compared or (own and bool(uses.alike)))
    if copy := _copied(state, given.key, uses):
        after = after.noted("reused", given.now, {"code": "evidence-reused", "of": copy.evidence})
        after = after.but(duplicate=copy)
        return Change(after, (telling.reused(after, copy, given.key),))
    if like := _like(state, fact, given.key, uses):
        bits = str(like.distance)
        after = after.noted("resembles", given.now, {"of": like.evidence, "distance": bits})
        after = after.but(near_of=like)
        return Change(after, (telling.reused(after, like, given.key),))
    return Change(after) if after != state else None


def _copied(state: Piece, id: str, uses: Uses) -> CopyOf | None:
    if state.duplicate is not None or id not in dict(uses.same):
        return None
    known = (one for one in uses.same if covers(one[1].confidants, state.confidants))
    first_id, first = next(known, (id, state))
    return None if first_id == id else copy_of(first_id, first)


def _like(state: Piece, fact: EvidenceSealed, id: str, uses: Uses) -> NearOf | None:
    """Of others than the one just sealed only that one is news."""
    if state.near_of is not None or state.duplicate is not None:
        return None
    before = [
        (bits, one)
        for bits, one in _before(state, id, uses.alike or ())
        if id == fact.evidence or one[0] == fact.evidence
    ]
    if not before:
        return None
    bits, (first_id, first) = min(before, key=lambda pair: (pair[0], _order(pair[1])))
    return copy_of(first_id, first).at(bits)


def _before(state: Piece, id: str, alike: Iterable[Held]) -> Iterator[tuple[int, Held]]:
    """What was sealed before, with other bytes, and may be known to who knows of this."""
    for held in alike:
        if _order(held) >= _order((id, state)):
            return
        other = held[1]
        if other.manifest.sha256 == state.manifest.sha256:
            continue
        if covers(other.confidants, state.confidants):
            yield distance(look_of(state), look_of(other)), held


def look_of(piece: Piece) -> int:
    """Its fingerprint as bits; 0 where it has none."""
    return int(fingerprint_of(piece) or "0", 16)


def fingerprint_of(piece: Piece) -> str | None:
    return piece.verdict.facts.fingerprint if piece.verdict else None


def copy_of(id: str, piece: Piece) -> CopyOf:
    return CopyOf(
        evidence=id,
        district=piece.district,
        items=piece.manifest.items,
        unit=piece.unit,
        sealed_at=piece.sealed_at,
    )


def _order(held: Held) -> tuple[datetime, str]:
    id, piece = held
    return piece.sealed_at or piece.declared_at, id
