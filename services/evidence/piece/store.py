"""How evidence is kept."""

import bson
from bson.errors import BSONError
from msgspec import Struct

from kit.aggregate import Aggregate, Index
from services.evidence.piece.piece import Piece

EVIDENCE = Aggregate(
    "evidence",
    Piece,
    due=lambda evidence: evidence.due,
    confidants=lambda evidence: evidence.confidants,
    indexes=(
        Index("state.declared_at", of_tenant=True),
        Index("state.unit", "state.declared_at"),
        # Turns and quotas: who has what under way.
        Index("state.by", "state.state", across_tenants=True),
        Index("state.by", "state.declared_at", across_tenants=True),
        Index("state.unit", "state.state"),
        Index("state.state", "state.declared_at"),
        Index("state.manifest.tasks", "state.declared_at"),
        Index("state.manifest.items", "state.declared_at"),
        Index("state.linked", "state.declared_at"),
        Index("state.manifest.mode", "state.declared_at"),
        Index("state.duplicate.evidence", "state.declared_at"),
        Index("state.near_of.evidence", "state.declared_at"),
        # The code on a stamped copy, looked up by whoever holds one.
        Index("state.code", across_tenants=True),
        # The tree of custody: what has grown.
        Index("state.grown", across_tenants=True),
        # Copies are looked for in the whole city: a photo used before was used somewhere else.
        Index("state.manifest.sha256", "state.state", across_tenants=True),
        Index("state.verdict.facts.fingerprint", "state.state", across_tenants=True),
        # All fingerprints are read from here, by the time of the seal.
        Index("state.sealed_at", "state.verdict.facts.fingerprint", across_tenants=True),
    ),
)


class LeadPhotoId(Struct, frozen=True, kw_only=True):
    """Of a lead's photo, that it is there: it may become evidence under its own id."""

    snap: str


LEAD_IDS = Aggregate("lead_photos", LeadPhotoId)
"""Read alone; the photos themselves are kept by ``leads``."""


def can_be_kept(evidence: Piece) -> bool:
    """Whether a document can hold this state: no time beyond the calendar, no number too large."""
    try:
        bson.encode(EVIDENCE.dump(evidence))
    except (BSONError, OverflowError, ValueError):
        return False
    return True
