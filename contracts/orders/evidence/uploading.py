"""A file is declared and goes up."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import force_setattr

from contracts.orders.base import Order
from contracts.orders.doors import door
from contracts.orders.evidence.ids import EvidenceId
from contracts.places import Position
from contracts.roles import UPLOADERS
from contracts.texts import AS_FILE, straightened
from contracts.words import Id, ItemCode, RowKey, Sha256, Slug, Title

PART_SIZE = 5 * 1024 * 1024
"""Bytes of every part but the last of a multipart upload (S3's minimum)."""
SINGLE_PUT = 8 * 1024 * 1024
"""Bytes up to which a file goes up in one PUT; above, in parts that can be resumed."""
MAX_SIZE = 2 * 1024 * 1024 * 1024
MAX_OFFSET = 100 * 366 * 24 * 3600
"""Seconds that a phone's clock may be wrong by, either way."""
MAX_PARTS = 410
"""Enough parts of ``PART_SIZE`` for ``MAX_SIZE``."""
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


def _media_type(said: str) -> str:
    plain = said.partition(";")[0].strip().lower()
    return ALIASES.get(plain, plain)
