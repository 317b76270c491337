"""Facts that the evidence service publishes: what was stored, sealed, refused, or seen before."""

from datetime import date, datetime

from contracts.envelope import Fact, Step, fact


@fact("evidence.evidence_stored.v1")
class EvidenceStored(Step, frozen=True, kw_only=True):
    """All bytes are in the store; the check comes next."""

    evidence: str
    size: int
    media_type: str


@fact("evidence.check_begun.v1")
class CheckBegun(Step, frozen=True, kw_only=True):
    """A check was claimed; the evidence service itself does the work. ``attempt`` counts from 1."""

    evidence: str
    attempt: int


@fact("evidence.evidence_sealed.v1")
class EvidenceSealed(Fact, frozen=True, kw_only=True):
    """Checked and under object lock: from now on it may prove something.

    ``register`` and ``row`` name the sign post (点位) that a photo shows, or are empty.
    ``captions``: those that are filled in; None where that was not told yet. ``supersedes``: the
    returned piece that it is made for; ``before``: the photo of before. ``dated``: the day that it
    is about.
    """

    evidence: str
    by: str
    unit: str
    tasks: tuple[str, ...]
    items: tuple[str, ...]
    sha256: str
    size: int
    media_type: str
    mode: str
    captured_at: datetime | None
    has_position: bool
    register: str
    row: str
    sealed_until: datetime
    captions: tuple[str, ...] | None = None
    supersedes: str = ""
    before: str = ""
    dated: date | None = None


@fact("evidence.evidence_rejected.v1")
class EvidenceRejected(Fact, frozen=True, kw_only=True):
    """``code`` is stable (sha256-mismatch, type-not-allowed …); ``reason`` is for people."""

    evidence: str
    by: str
    unit: str
    tasks: tuple[str, ...]
    items: tuple[str, ...]
    code: str
    reason: str


@fact("evidence.evidence_reused.v1")
class EvidenceReused(Fact, frozen=True, kw_only=True):
    """The same bytes are already held under another id; or, with a ``distance`` (bits of 64 in
    which their fingerprints differ), a picture that looks the same."""

    evidence: str
    by: str
    unit: str
    tasks: tuple[str, ...]
    items: tuple[str, ...]
    sha256: str
    duplicate_of: str
    duplicate_district: str
    duplicate_items: tuple[str, ...]
    distance: int | None = None


@fact("evidence.lead_photo_stored.v1")
class LeadPhotoStored(Step, frozen=True, kw_only=True):
    """All bytes of a lead's photo are in the store; the check comes next."""

    photo: str


@fact("evidence.lead_photo_checked.v1")
class LeadPhotoChecked(Fact, frozen=True, kw_only=True):
    """``ok``: it is a photo, and held apart from evidence until the office settles its lead; else
    ``code`` says why it is none."""

    photo: str
    snap: str
    ok: bool
    code: str = ""
