"""What is told of sealed evidence: when it is sealed, and anew to those who come to know of it."""

from contracts.envelope import Fact
from contracts.evidence import EvidenceReused, EvidenceSealed
from services.evidence.piece.piece import CopyOf, NearOf, Piece


def what_stands(state: Piece, id: str) -> tuple[Fact, ...]:
    """That it is sealed, and what it repeats if it does; nothing of what is not sealed."""
    if state.state != "SEALED" or state.verdict is None or state.sealed_until is None:
        return ()
    manifest, found = state.manifest, state.verdict.facts
    sealed = EvidenceSealed(
        evidence=id,
        by=state.by,
        unit=state.unit,
        tasks=state.tasks,
        items=state.items,
        sha256=manifest.sha256,
        size=manifest.size,
        media_type=manifest.media_type,
        mode=manifest.mode,
        captured_at=manifest.captured_at or found.taken_at,
        has_position=bool(manifest.position or found.position),
        register=manifest.register,
        row=manifest.row,
        sealed_until=state.sealed_until,
        captions=manifest.captioned,
        supersedes=manifest.supersedes,
        before=manifest.before,
        dated=manifest.dated,
    )
    earlier = state.duplicate or state.near_of
    return (sealed, reused(state, earlier, id)) if earlier else (sealed,)


def reused(state: Piece, first: CopyOf, id: str) -> EvidenceReused:
    return EvidenceReused(
        evidence=id,
        by=state.by,
        unit=state.unit,
        tasks=state.manifest.tasks,
        items=state.manifest.items,
        sha256=state.manifest.sha256,
        duplicate_of=first.evidence,
        duplicate_district=first.district,
        duplicate_items=first.items,
        distance=first.distance if isinstance(first, NearOf) else None,
    )
