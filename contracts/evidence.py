"""Facts that the evidence service publishes: what was stored, sealed, refused, or seen before."""

from datetime import date, datetime

from msgspec import Struct

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


@fact("evidence.evidence_expired.v1")
class EvidenceExpired(Fact, frozen=True, kw_only=True):
    """Declared, and not all of it sent in seven days: what came of it is given up."""

    evidence: str
    by: str
    unit: str
    tasks: tuple[str, ...]
    items: tuple[str, ...]


@fact("evidence.evidence_quarantined.v1")
class EvidenceQuarantined(Fact, frozen=True, kw_only=True):
    """Set aside, for no check could judge it: a person decides, and it is checked again the next
    day."""

    evidence: str
    by: str
    unit: str
    tasks: tuple[str, ...]
    items: tuple[str, ...]
    reason: str


@fact("evidence.quarantine_released.v1")
class QuarantineReleased(Fact, frozen=True, kw_only=True):
    """A person let pass what no check could judge; it is checked once more and locked."""

    evidence: str
    by: str
    unit: str
    reason: str


@fact("evidence.evidence_held.v1")
class EvidenceHeld(Fact, frozen=True, kw_only=True):
    """Under legal hold (冻结保管) for the matter that ``reference`` names."""

    evidence: str
    by: str
    unit: str
    reference: str


@fact("evidence.evidence_released.v1")
class EvidenceReleased(Fact, frozen=True, kw_only=True):
    """One legal hold is lifted; others may stand."""

    evidence: str
    by: str
    unit: str
    reference: str


@fact("evidence.evidence_disposed.v1")
class EvidenceDisposed(Fact, frozen=True, kw_only=True):
    """Disposed of (销毁) by two persons; its bytes are deleted from now on, its record stays."""

    evidence: str
    unit: str
    tasks: tuple[str, ...]
    items: tuple[str, ...]
    sha256: str
    disposal: str
    proposed_by: str
    approved_by: str


@fact("evidence.evidence_missing.v1")
class EvidenceMissing(Fact, frozen=True, kw_only=True):
    """A look found what was sealed not as it was. ``fault``: missing (its object), altered (its
    bytes) or custody-broken (its record)."""

    evidence: str
    unit: str
    tasks: tuple[str, ...]
    items: tuple[str, ...]
    fault: str


@fact("evidence.disposal_proposed.v1")
class DisposalProposed(Fact, frozen=True, kw_only=True):
    """A list (销毁清册) waits for the second person. ``count``: pieces on it."""

    disposal: str
    by: str
    count: int
    reason: str


@fact("evidence.disposal_refused.v1")
class DisposalRefused(Fact, frozen=True, kw_only=True):
    disposal: str
    by: str
    reason: str


@fact("evidence.disposal_approved.v1")
class DisposalApproved(Step, frozen=True, kw_only=True):
    """Each piece on the list now decides for itself whether it may go."""

    disposal: str
    evidence: tuple[str, ...]
    proposed_by: str
    approved_by: str
    used_too: bool


class FaultOf(Struct, frozen=True, kw_only=True):
    """``fault`` as in ``EvidenceMissing``; empty: it is as it was sealed again."""

    evidence: str
    fault: str


@fact("evidence.faults_found.v1")
class FaultsFound(Step, frozen=True, kw_only=True):
    """What a round found of pieces that stood otherwise before."""

    faults: tuple[FaultOf, ...]


class Orphan(Struct, frozen=True, kw_only=True):
    """An object that no record knows, as the store tells of it."""

    orphan: str
    district: str
    evidence: str
    object: str
    version_id: str
    size: int
    stored_at: datetime


@fact("evidence.orphans_found.v1")
class OrphansFound(Step, frozen=True, kw_only=True):
    """Objects that no record knows: the database may be of an older backup."""

    orphans: tuple[Orphan, ...]


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
