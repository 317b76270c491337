"""Orders and questions that the evidence service answers."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import force_setattr

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import door, export, only
from contracts.places import Position
from contracts.roles import (
    CITY,
    DISPOSERS,
    EVERYONE,
    JUDGES_OF_LIKENESS,
    MARKERS,
    OFFICES,
    READERS,
    STEERING,
    UPLOADERS,
    VERIFIERS,
)
from contracts.texts import AS_FILE, AS_NAME, straightened
from contracts.words import Id, ItemCode, LikenessRuling, Reason, RowKey, Sha256, Slug, Title

PART_SIZE = 5 * 1024 * 1024
"""Bytes of every part but the last of a multipart upload (S3's minimum)."""

SINGLE_PUT = 8 * 1024 * 1024
"""Bytes up to which a file goes up in one PUT; above, in parts that can be resumed."""

MAX_SIZE = 2 * 1024 * 1024 * 1024
MAX_OFFSET = 100 * 366 * 24 * 3600
"""Seconds that a phone's clock may be wrong by, either way."""
MAX_PARTS = 410
"""Enough parts of ``PART_SIZE`` for ``MAX_SIZE``."""
MOST_DISPOSED = 200
"""Pieces on one list of disposal."""

EvidenceId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
]
"""A UUIDv7, made by the phone at capture."""

PrintCode = Annotated[str, Meta(pattern=r"^[A-Z2-7]{16}\Z")]
"""80 bits in base32 (RFC 4648)."""

ALIASES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/heif": "image/heic",
    "image/heic-sequence": "image/heic",
    "image/heif-sequence": "image/heic",
    "application/x-pdf": "application/pdf",
    "video/x-m4v": "video/mp4",
    "video/3gpp": "video/mp4",
}
"""What phones and browsers say for what the register of media types calls otherwise."""

Reference = Annotated[str, Meta(min_length=1, max_length=100, extra=AS_NAME)]
"""The file number of a matter, as its letters write it."""
Mode = Literal["camera", "gallery", "file"]
CaptionText = Annotated[str, Meta(max_length=200)]


class Caption(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The six caption fields of an archive photo (时间 地点 人物 主题 背景 原因)."""

    time: CaptionText = ""
    place: CaptionText = ""
    people: CaptionText = ""
    theme: CaptionText = ""
    background: CaptionText = ""
    cause: CaptionText = ""


@door("POST /evidence", "申报佐证材料", UPLOADERS, status=201)
class Declare(Order, frozen=True, kw_only=True):
    """The manifest of a file about to be uploaded.

    The same id with the same manifest answers the current state; with another one it is refused.
    ``part_sha256`` lists the hashes of the 5 MiB parts and is needed above 8 MiB.
    ``captured_at`` is what the phone's clock said, and ``clock_offset`` by how many seconds the
    server was ahead of it at their last contact: both are kept, neither is corrected.
    ``dated``: the day that it is about, where that is not the day of its capture (evidence of
    March that is handed in in June). ``supersedes``: the returned piece that this one is made
    for, which stays in the record. ``before``: the photo of the same place before the work.

    Taken as phones write it: ``IMAGE/JPG; q=1`` is image/jpeg (RFC 9110 §8.3.1: no case; the
    content is judged anyway), 0° N 0° E is no position, and signs that turn or hide parts of a
    file's name are left out of it.
    """

    evidence: EvidenceId
    district: Slug
    filename: Annotated[str, Meta(min_length=1, max_length=200, extra=AS_FILE)]
    size: Annotated[int, Meta(ge=1, le=MAX_SIZE)]
    sha256: Sha256
    media_type: Annotated[str, Meta(max_length=100)]
    title: Title
    mode: Mode
    captured_at: datetime | None = None
    clock_offset: Annotated[int, Meta(ge=-MAX_OFFSET, le=MAX_OFFSET)] | None = None
    position: Position | None = None
    caption: Caption = Caption()
    tasks: Annotated[tuple[Id, ...], Meta(max_length=20)] = ()
    items: Annotated[tuple[ItemCode, ...], Meta(max_length=20)] = ()
    register: Id | None = None
    row: RowKey | None = None
    part_sha256: Annotated[tuple[Sha256, ...], Meta(max_length=MAX_PARTS)] = ()
    dated: date | None = None
    supersedes: EvidenceId | None = None
    before: EvidenceId | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "media_type", _media_type(self.media_type))
        force_setattr(self, "filename", straightened(self.filename) or self.filename)
        if self.position is not None and self.position.is_null:
            force_setattr(self, "position", None)


@door("POST /evidence/{evidence}/open", "领取上传地址", UPLOADERS)
class Open(Order, frozen=True, kw_only=True):
    """Ask for upload addresses: one PUT, or the next ``parts`` that are still missing."""

    evidence: EvidenceId
    parts: Annotated[int, Meta(ge=1, le=100)] = 20


@door("POST /evidence/{evidence}/uploaded", "报告上传完毕", UPLOADERS)
class Uploaded(Order, frozen=True, kw_only=True):
    """The phone says that all bytes are sent; the service looks for itself (probe)."""

    evidence: EvidenceId


MAX_PAGE_NUMBER = 5000
Fraction = Annotated[float, Meta(ge=0, le=1)]
Extent = Annotated[float, Meta(ge=0.002, le=1)]


@door("POST /evidence/{evidence}/marks", "标出关键内容（红框）", MARKERS, status=201)
class MarkPassage(Order, frozen=True, kw_only=True):
    """Frame the passage that proves; it is drawn over what pages show, never into the file.
    ``page`` counts from 1; the box is in fractions of the page as it is seen, from its upper left
    corner."""

    evidence: EvidenceId
    page: Annotated[int, Meta(ge=1, le=MAX_PAGE_NUMBER)] = 1
    x: Fraction
    y: Fraction
    width: Extent
    height: Extent
    note: Annotated[str, Meta(max_length=100)] = ""


@door("POST /evidence/{evidence}/marks/{number}/remove", "删去一个红框", MARKERS)
class UnmarkPassage(Order, frozen=True, kw_only=True):
    """Take a frame away: one's own, or as an office any."""

    evidence: EvidenceId
    number: Annotated[int, Meta(ge=1, le=100_000)]


@door("POST /evidence/{evidence}/links", "一件多用", UPLOADERS, status=201)
class LinkPiece(Order, frozen=True, kw_only=True):
    """The same file proves another item too, or another task of it: nothing is uploaded again."""

    evidence: EvidenceId
    item: ItemCode
    task: Id | None = None
    reason: Reason


@door("GET /evidence/{evidence}", "一件佐证材料", EVERYONE)
class EvidenceOf(Ask, frozen=True, kw_only=True):
    evidence: EvidenceId


@door("GET /evidence/{evidence}/download", "领取下载地址", READERS)
class DownloadOf(Ask, frozen=True, kw_only=True):
    """A short-lived address of the sealed original or of its thumbnail."""

    evidence: EvidenceId
    thumbnail: bool = False


@door("GET /evidence/{evidence}/stamped", "领取加盖水印的打印件", READERS)
class StampedOf(Ask, frozen=True, kw_only=True):
    """A short-lived address of a copy for paper: time, place, items, number, a code that anybody
    can check, and the red frames; drawn anew each time. The original stays as it is."""

    evidence: EvidenceId


@only(EVERYONE)
class StampSaid(Ask, frozen=True, kw_only=True):
    """What a stamped copy's code stands for; asked without an account. ``sha256``: of a file that
    is compared with the original."""

    code: PrintCode
    sha256: Sha256 | None = None


@door("GET /evidence/{evidence}/receipt", "领取签名回执", READERS)
class ReceiptOf(Ask, frozen=True, kw_only=True):
    """What became of a piece, signed; the same bytes each time. A phone deletes its copy of the
    file on this alone."""

    evidence: EvidenceId


@only(EVERYONE)
class ReceiptKeys(Ask, frozen=True, kw_only=True):
    """The public keys; asked for without an account."""


@door("GET /tree-head", "保管记录的签名树头", EVERYONE)
class TreeHeadOf(Ask, frozen=True, kw_only=True):
    """The newest signed head of the tree of all custody: mailed or printed, it lets anybody tell
    later whether anything before it was changed."""


@door("POST /evidence/{evidence}/hold", "冻结保管", VERIFIERS)
class HoldEvidence(Order, frozen=True, kw_only=True):
    """Nothing of it is disposed of while the hold stands. ``reference`` names the matter (a file
    number, a letter); the same one again changes nothing."""

    evidence: EvidenceId
    reference: Reference
    reason: Reason


@door("POST /evidence/{evidence}/hold/lift", "解除冻结", OFFICES)
class LiftHold(Order, frozen=True, kw_only=True):
    """Lift the hold that ``reference`` names. One that the city placed, the city lifts."""

    evidence: EvidenceId
    reference: Reference
    reason: Reason


@door("POST /disposals", "提出销毁清册", OFFICES, status=201)
class ProposeDisposal(Order, frozen=True, kw_only=True):
    """A list of what is to be disposed of (销毁): sealed, its retention over, under no hold.

    ``used_too``: also what a submission or a finding names; without it, such pieces are refused.
    """

    district: Slug
    reason: Reason
    evidence: Annotated[tuple[EvidenceId, ...], Meta(min_length=1, max_length=MOST_DISPOSED)]
    used_too: bool = False


@door("POST /disposals/{disposal}/decide", "审批销毁清册", DISPOSERS)
class DecideDisposal(Order, frozen=True, kw_only=True):
    """By another person than proposed it. What is under a hold by then stays."""

    disposal: Id
    approve: bool
    reason: Reason


@door("GET /disposals/{disposal}", "一份销毁清册", STEERING)
class DisposalOf(Ask, frozen=True, kw_only=True):
    """One list, and each of its pieces as it stands now."""

    disposal: Id


@door("GET /disposals", "销毁清册列表", STEERING)
class Disposals(PageAsk, frozen=True, kw_only=True):
    """The lists of disposal, the newest in front."""

    district: Slug | None = None


@door("POST /evidence/{evidence}/quarantine", "处理隔离待查的材料", CITY)
class DecideQuarantined(Order, frozen=True, kw_only=True):
    """Let pass what no check could judge (``release``), or reject it. The city's office decides: it
    answers for what files show, which operations never sees; and it is no unit that wants its
    points."""

    evidence: EvidenceId
    release: bool
    reason: Reason


@door("GET /orphans", "无登记的文件", OFFICES)
class Orphans(PageAsk, frozen=True, kw_only=True):
    """Objects that no record knows, the newest found in front: after the database was restored from
    a backup, what was sent since. Each is deleted on its day, unless an office adopts it."""

    district: Slug | None = None


@door("POST /orphans/{orphan}/adopt", "认领无登记的文件", OFFICES)
class AdoptOrphan(Order, frozen=True, kw_only=True):
    """Make evidence of it, under the id that its phone gave it: checked and sealed as any other."""

    orphan: Id
    title: Title
    media_type: Annotated[str, Meta(max_length=100)]
    reason: Reason


@export("GET /exports/evidence", "佐证材料列表")
@door("GET /evidence", "佐证材料列表", EVERYONE)
class EvidenceList(PageAsk, frozen=True, kw_only=True):
    """Filters are joined by "and". ``repeated``: whether the same bytes were sealed before.
    ``similar``: whether a picture that looks the same was; of nothing that was not compared.
    ``linked``: what serves this item by a link, beside what was declared for it (``item``)."""

    district: Slug | None = None
    task: Id | None = None
    item: ItemCode | None = None
    state: Annotated[str, Meta(max_length=20)] | None = None
    unit: Slug | None = None
    mode: Mode | None = None
    repeated: bool | None = None
    similar: bool | None = None
    linked: ItemCode | None = None


Fingerprint = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]


@door("POST /evidence/{evidence}/likeness", "判断相近照片", JUDGES_OF_LIKENESS)
class RuleOnLikeness(Order, frozen=True, kw_only=True):
    """Say of a picture that resembles an earlier one whether it may stand. Nobody is asked again
    for this pair; another word later replaces this one, and the custody keeps both."""

    evidence: EvidenceId
    ruling: LikenessRuling
    reason: Reason


@door("GET /used-before", "照片以前用过吗", UPLOADERS)
class UsedBefore(Ask, frozen=True, kw_only=True):
    """Asked with hashes alone, before anything is sent: of the bytes, of the picture's look, or
    both. At most 120 times a minute."""

    sha256: Sha256 | None = None
    fingerprint: Fingerprint | None = None


MAX_RING = 200
MAX_RINGS = 5

Degrees = Annotated[float, Meta(ge=-180, le=180)]
Point = Annotated[tuple[Degrees, ...], Meta(min_length=2, max_length=2)]
"""Longitude and latitude, as in GeoJSON (RFC 7946 §3.1.1): degrees, WGS 84."""


class Polygon(Struct, frozen=True, tag_field="type", tag="Polygon", forbid_unknown_fields=True):
    """A polygon of GeoJSON (RFC 7946 §3.1.6): the outer ring, then its holes."""

    coordinates: Annotated[
        tuple[Annotated[tuple[Point, ...], Meta(min_length=4, max_length=MAX_RING)], ...],
        Meta(min_length=1, max_length=MAX_RINGS),
    ]


class Circle(Struct, frozen=True, tag_field="type", tag="Circle", forbid_unknown_fields=True):
    """``radius`` in metres. (GeoJSON itself has no circle.)"""

    center: Point
    radius: Annotated[int, Meta(ge=10, le=20_000)]


Area = Polygon | Circle


@door("POST /sensitive-sites", "登记敏感场所", CITY, status=201)
class KeepSite(Order, frozen=True, kw_only=True):
    """An area in which nothing may be taken. The list is shown to the city's office alone: on a
    phone it would be the leak."""

    name: Title
    area: Area


@door("POST /sensitive-sites/{site}/drop", "撤销敏感场所", CITY)
class DropSite(Order, frozen=True, kw_only=True):
    """Give a site up; it stays in the record."""

    site: Id
    reason: Reason


@door("GET /sensitive-sites", "敏感场所", CITY)
class Sites(PageAsk, frozen=True, kw_only=True):
    """Those that stand, the newest first."""


MAX_LEAD_PHOTO = 10 * 1024 * 1024
"""Bytes of a photo that somebody without an account sends."""


@only(EVERYONE)
class DeclareLeadPhoto(Order, frozen=True, kw_only=True):
    """The photo of a lead (随手拍) that is about to come; the answer is the address of its PUT."""

    photo: EvidenceId
    snap: Id
    district: Slug
    size: Annotated[int, Meta(ge=1, le=MAX_LEAD_PHOTO)]
    sha256: Sha256
    media_type: Literal["image/jpeg", "image/png", "image/heic"]


@only(EVERYONE)
class LeadPhotoSent(Order, frozen=True, kw_only=True):
    """The phone says that all bytes are sent; the service looks for itself."""

    photo: EvidenceId


@door("GET /lead-photos/{photo}", "看随手拍照片", OFFICES)
class LeadPhotoOf(Ask, frozen=True, kw_only=True):
    """A short-lived address of the preview, which holds no position."""

    photo: EvidenceId


def _media_type(said: str) -> str:
    plain = said.partition(";")[0].strip().lower()
    return ALIASES.get(plain, plain)
