"""What is known of a piece."""

from datetime import date, datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, answers, lists
from contracts.answers.evidence.keeping import DisposedOf, LegalHold
from contracts.answers.evidence.marking import FurtherUse, MarkFrame
from contracts.answers.evidence.reuse import Earlier, Likeness
from contracts.orders import evidence as orders
from contracts.places import Position
from contracts.words import Comparison, EvidenceState


class Found(Answer, frozen=True, kw_only=True):
    """What the check found in the file itself; each only where there is such a thing."""

    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET
    taken_at: datetime | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    zoned: bool | UnsetType = UNSET
    camera: str | UnsetType = UNSET
    software: str | UnsetType = UNSET
    seconds: float | UnsetType = UNSET
    pages: int | UnsetType = UNSET
    members: int | UnsetType = UNSET
    fingerprint: str | UnsetType = UNSET
    malware: str | UnsetType = UNSET


@lists(orders.EvidenceList)
class EvidenceLine(Answer, frozen=True, kw_only=True):
    """A piece of evidence; operations see its technical side alone (the first fields)."""

    id: str
    version: int
    district: str
    state: EvidenceState
    declared_at: datetime
    stored_at: datetime | None
    sealed_at: datetime | None
    size: int
    sha256: str
    media_type: str
    code: str
    filename: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    mode: str | UnsetType = UNSET
    captured_at: datetime | UnsetType | None = UNSET
    clock_offset: int | UnsetType | None = UNSET
    position: Position | UnsetType | None = UNSET
    caption: orders.Caption | UnsetType = UNSET
    tasks: tuple[str, ...] | UnsetType = UNSET
    items: tuple[str, ...] | UnsetType = UNSET
    register: str | UnsetType = UNSET
    row: str | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    by: str | UnsetType = UNSET
    sealed_until: datetime | UnsetType | None = UNSET
    reason: str | UnsetType = UNSET
    facts: Found | UnsetType = UNSET
    thumbnail: bool | UnsetType = UNSET
    doubts: tuple[str, ...] | UnsetType = UNSET
    duplicate: Earlier | UnsetType | None = UNSET
    comparison: Comparison | UnsetType | None = UNSET
    near_of: Likeness | UnsetType | None = UNSET
    dated: date | UnsetType | None = UNSET
    supersedes: str | UnsetType = UNSET
    before: str | UnsetType = UNSET
    holds: tuple[LegalHold, ...] | UnsetType = UNSET
    disposed: DisposedOf | UnsetType | None = UNSET
    fault: str | UnsetType = UNSET
    marks: tuple[MarkFrame, ...] | UnsetType = UNSET
    links: tuple[FurtherUse, ...] | UnsetType = UNSET


class Custody(Answer, frozen=True, kw_only=True):
    """A link of the chain of custody; ``h`` is the hash over it and all before it. ``stripped``:
    what the photo said of itself was taken out before it was kept."""

    what: str
    at: datetime
    by: str
    h: str
    stripped: bool


@answers(orders.EvidenceOf)
class Evidence(EvidenceLine, frozen=True, kw_only=True):
    """A piece with its custody; ``custody_broken_at`` is null while the chain is whole."""

    custody: tuple[Custody, ...] | UnsetType = UNSET
    custody_broken_at: int | UnsetType | None = UNSET


@answers(orders.DownloadOf)
class Download(Answer, frozen=True, kw_only=True):
    """A short-lived address: GET it without a token."""

    url: str
    expires_at: datetime
    filename: str
    media_type: str
