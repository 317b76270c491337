"""Evidence that is sealed, as the evidence service told it: what may prove something here."""

from datetime import datetime

from msgspec import Struct

from contracts.evidence import EvidenceSealed
from kit.change import Change, Given


class Sealed(Struct, frozen=True, kw_only=True):
    """Its id is that of the evidence. Kept apart from tasks, so that it may arrive before them."""

    district: str
    evidence: str
    by: str
    unit: str
    tasks: tuple[str, ...]
    media_type: str
    mode: str
    captured_at: datetime | None
    sha256: str


def keep_sealed(sealed: Sealed | None, fact: EvidenceSealed, given: Given) -> Change[Sealed] | None:
    if sealed is not None or given.event is None:
        return None
    new = Sealed(
        district=given.event.district,
        evidence=fact.evidence,
        by=fact.by,
        unit=fact.unit,
        tasks=fact.tasks,
        media_type=fact.media_type,
        mode=fact.mode,
        captured_at=fact.captured_at,
        sha256=fact.sha256,
    )
    return Change(new)
