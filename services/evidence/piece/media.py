"""Which kinds of file may be evidence, and how large each may be."""

from contracts.orders.evidence import MAX_SIZE, PART_SIZE, SINGLE_PUT
from services.evidence.refusals import FileTooLarge, TypeNotAllowed

MIB = 1024 * 1024

JPEG = "image/jpeg"
PNG = "image/png"
HEIC = "image/heic"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MP4 = "video/mp4"

# CSV is not here: it has no content by which it could be told from others.
LARGEST = {
    JPEG: 64 * MIB,
    PNG: 64 * MIB,
    HEIC: 64 * MIB,
    PDF: 256 * MIB,
    XLSX: 64 * MIB,
    DOCX: 256 * MIB,
    MP4: MAX_SIZE,
}
"""Bytes per media type; the keys are all that is allowed."""

ENDINGS = {
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    HEIC: (".heic", ".heif"),
    PDF: (".pdf",),
    XLSX: (".xlsx",),
    DOCX: (".docx",),
    MP4: (".mp4", ".m4v"),
}


def stripped(media_type: str) -> str:
    """What a photo is when it was stripped of what it says of itself."""
    return JPEG if media_type == HEIC else media_type


def with_ending(filename: str, media_type: str) -> str:
    """The name under which a file is handed out: its ending says what it was checked to be."""
    endings = ENDINGS[media_type]
    return filename if filename.lower().endswith(endings) else filename + endings[0]


def must_be_allowed(media_type: str, size: int) -> None:
    """Raises: TypeNotAllowed, FileTooLarge."""
    largest = LARGEST.get(media_type)
    if largest is None:
        raise TypeNotAllowed(
            "不接受这种文件：请上传 JPEG、PNG 或 HEIC 图片、PDF、XLSX、DOCX 或 MP4",
            field="$.media_type",
        )
    if size > largest:
        raise FileTooLarge(f"文件过大：这种文件最多 {largest // MIB} MiB", field="$.size")


def in_parts(size: int) -> bool:
    return size > SINGLE_PUT


def part_count(size: int) -> int:
    return -(-size // PART_SIZE)


def part_size(size: int, number: int) -> int:
    """Bytes of a part; ``number`` counts from 1, the last part is the rest."""
    return min(PART_SIZE, size - (number - 1) * PART_SIZE)
