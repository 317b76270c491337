"""What the evidence service answers."""

from datetime import date, datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers, lists
from contracts.orders import evidence as orders
from contracts.places import Position
from contracts.words import Comparison, DisposalState, EvidenceState, LikenessRuling


@answers(orders.Declare)
class Declared(Changed, frozen=True, kw_only=True):
    """Where the piece stands. ``method``: ``put`` for one upload, ``multipart`` for parts; next:
    ``POST /evidence/{evidence}/open``."""

    state: EvidenceState
    method: str


class UploadPart(Answer, frozen=True, kw_only=True):
    """One part: PUT its bytes to ``url`` with exactly these ``headers``, and without a token."""

    number: int
    size: int
    url: str
    headers: dict[str, str]


@answers(orders.Open)
class Ticket(Changed, frozen=True, kw_only=True):
    """Where the bytes go. With ``method`` ``put``: PUT them to ``url`` with exactly these
    ``headers``; with ``multipart``: each of ``parts``, and ask again while ``missing`` is more
    than the parts given. No token is sent there. Once all bytes are sent:
    ``POST /evidence/{evidence}/uploaded``. A piece that wants no bytes has a ``state`` alone."""

    state: EvidenceState
    method: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    headers: dict[str, str] | UnsetType = UNSET
    size: int | UnsetType = UNSET
    parts: tuple[UploadPart, ...] | UnsetType = UNSET
    missing: int | UnsetType = UNSET
    expires_at: datetime | UnsetType = UNSET


@answers(orders.Uploaded)
class Seen(Changed, frozen=True, kw_only=True):
    """What the store holds: STORED, and checked next; or still OPEN with what is ``missing``, or
    the ``fault`` of bytes that were not those declared (send them again)."""

    state: EvidenceState
    missing: int | UnsetType = UNSET
    fault: str | UnsetType = UNSET


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


class Earlier(Answer, frozen=True, kw_only=True):
    """The same bytes were sealed before: by whom, in which year, for what; ``evidence``, which
    opens it, only where the reader may see it."""

    district: str
    unit: str
    year: int | None
    items: tuple[str, ...]
    evidence: str | UnsetType = UNSET


class LikenessRuled(Answer, frozen=True, kw_only=True):
    """What a person who compared both said."""

    ruling: LikenessRuling
    reason: str
    by: str
    at: datetime


class Likeness(Earlier, frozen=True, kw_only=True):
    """A picture that looks the same was sealed before; it may be the same scene."""

    distance: int
    ruled: LikenessRuled | None


class EarlierUse(Earlier, frozen=True, kw_only=True):
    """``distance`` is null where the bytes are the same."""

    distance: int | None


@answers(orders.UsedBefore)
class UsesBefore(Answer, frozen=True, kw_only=True):
    """What is known of a picture by its hashes. ``compared``: false while the service has not read
    all fingerprints yet: then what looks alike is told after the sealing."""

    compared: bool
    uses: tuple[EarlierUse, ...]


@answers(orders.RuleOnLikeness)
class Ruled(Changed, frozen=True, kw_only=True):
    ruling: LikenessRuling


class LegalHold(Answer, frozen=True, kw_only=True):
    """A legal hold (冻结保管). ``of_city``: the city placed it, and the city alone lifts it."""

    reference: str
    reason: str
    by: str
    at: datetime
    of_city: bool


class DisposedOf(Answer, frozen=True, kw_only=True):
    """By which list (销毁清册), and which two persons."""

    disposal: str
    proposed_by: str
    approved_by: str
    at: datetime


class MarkFrame(Answer, frozen=True, kw_only=True):
    """A red frame around what proves, in fractions of its page."""

    number: int
    page: int
    x: float
    y: float
    width: float
    height: float
    note: str
    by: str
    at: datetime


class FurtherUse(Answer, frozen=True, kw_only=True):
    """An item, or a task of it, that the piece serves besides those that it was declared for."""

    item: str
    task: str
    why: str
    by: str
    at: datetime


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


@answers(orders.MarkPassage)
class Marked(Changed, frozen=True, kw_only=True):
    """The frame's number, which is its own for good."""

    number: int


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


@lists(orders.Sites)
class SiteLine(Answer, frozen=True, kw_only=True):
    """An area in which nothing may be taken."""

    id: str
    version: int
    name: str
    area: orders.Area
    by: str
    at: datetime
    dropped_by: str
    dropped_at: datetime | None
    dropped_why: str
    district: str


@answers(orders.DownloadOf)
class Download(Answer, frozen=True, kw_only=True):
    """A short-lived address: GET it without a token."""

    url: str
    expires_at: datetime
    filename: str
    media_type: str


@answers(orders.StampedOf)
class StampedCopy(Download, frozen=True, kw_only=True):
    """A short-lived address of the stamped copy, and the code that stands on it."""

    code: str


@answers(orders.StampSaid)
class StampTold(Answer, frozen=True, kw_only=True):
    """Of the original behind a stamped copy. ``same``: whether the hash that was asked is its own;
    null where none was."""

    evidence: str
    district: str
    state: EvidenceState
    sealed_at: datetime | None
    sha256_begins: str
    same: bool | None


@lists(orders.Disposals)
class DisposalLine(Answer, frozen=True, kw_only=True):
    """A list of disposal (销毁清册). ``used_too``: also what a submission or a finding names."""

    id: str
    version: int
    district: str
    reason: str
    count: int
    used_too: bool
    proposed_by: str
    proposed_at: datetime
    state: DisposalState
    decided_by: str
    decided_at: datetime | None
    decision: str


class OnDisposal(Answer, frozen=True, kw_only=True):
    """A piece on the list as it stands now. ``held``: a legal hold keeps it."""

    evidence: str
    title: str
    sha256: str
    state: EvidenceState
    sealed_until: datetime | None
    held: bool
    uses: tuple[str, ...]


@answers(orders.DisposalOf)
class DisposalList(DisposalLine, frozen=True, kw_only=True):
    pieces: tuple[OnDisposal, ...]


@lists(orders.Orphans)
class OrphanLine(Answer, frozen=True, kw_only=True):
    """An object that no record knows. ``evidence``: the id that its phone gave it; ``delete_at``:
    when it goes, unless it is adopted."""

    id: str
    version: int
    district: str
    evidence: str
    object: str
    size: int
    stored_at: datetime
    found_at: datetime
    state: Literal["ORPHAN_REVIEW", "ADOPTED", "DELETED"]
    delete_at: datetime | None


@answers(orders.ReceiptOf)
class SignedReceipt(Answer, frozen=True, kw_only=True):
    """A compact JWS (EdDSA with Ed25519, ``typ`` receipt+jwt). Its payload is JSON: ``iss``,
    ``evidence``, ``district``, ``state`` (SEALED, REJECTED or DISPOSED), ``sha256``, ``size``,
    ``filename``, ``at``, ``codes`` (of a rejection) and ``custody`` (the hash of the entry that
    ended it). It is checked with the keys of ``GET /receipt-keys``, without this system."""

    receipt: str


@answers(orders.TreeHeadOf)
class SignedTreeHead(Answer, frozen=True, kw_only=True):
    """A Merkle tree (RFC 9162) over every entry of custody; ``head``: a compact JWS of the rest."""

    head: str
    number: int
    size: int
    root: str
    signed_at: datetime


class PublicKey(Answer, frozen=True, kw_only=True):
    """A JSON Web Key (RFC 8037); ``kid`` is its thumbprint (RFC 7638)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    alg: Literal["EdDSA"]
    use: Literal["sig"]


@answers(orders.ReceiptKeys)
class KeySet(Answer, frozen=True, kw_only=True):
    """A JSON Web Key Set: the key in force in front, and all that ever signed a receipt."""

    keys: tuple[PublicKey, ...]


LeadPhotoState = Literal["OPEN", "STORED", "HELD", "KEPT", "DROPPED", "GONE"]


@answers(orders.DeclareLeadPhoto)
class LeadTicket(Changed, frozen=True, kw_only=True):
    """PUT the bytes to ``url`` with exactly these ``headers``, without a token; then report it."""

    state: LeadPhotoState
    method: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    headers: dict[str, str] | UnsetType = UNSET
    size: int | UnsetType = UNSET


@answers(orders.LeadPhotoSent)
class LeadReport(Changed, frozen=True, kw_only=True):
    """``missing``: the store has not got the bytes, or others."""

    state: LeadPhotoState
    missing: bool


@answers(orders.LeadPhotoOf)
class LeadPhoto(Answer, frozen=True, kw_only=True):
    """A short-lived address of the preview: GET it without a token."""

    url: str
    expires_at: datetime
