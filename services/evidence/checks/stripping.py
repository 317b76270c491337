"""A photo without what it says of itself: no position, no time, no camera, no picture within it.
It stays upright. The pixels of a JPEG or PNG are untouched; a HEIC, which few browsers show,
becomes a JPEG. Pure.
"""

import io
import struct

from PIL import ImageOps

from services.evidence.checks import heic, jpeg, png
from services.evidence.checks.protocol import Reject
from services.evidence.piece.media import HEIC, JPEG

SHOWN = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Segments without which the colours are others."""
CHUNKS = png.CRITICAL | {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
COMMENT, EXIF, SCAN, END = 0xFE, 0xE1, 0xDA, 0xD9
EXIF_HEAD = b"Exif\0\0"
ORIENTATION, SHORT = 0x0112, 3
MAX_TAGS = 512
QUALITY = 90


def stripped(data: bytes, media_type: str) -> bytes:
    """Of a file that the check found whole. Raises: Reject (broken-image)."""
    try:
        if media_type == HEIC:
            return _anew(data)
        return _jpeg(data) if media_type == JPEG else _png(data)
    except (IndexError, struct.error) as fault:
        raise Reject("broken-image") from fault


def _anew(data: bytes) -> bytes:
    """Decoded and written as a JPEG with its colour profile alone."""
    with heic.opened(data) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=QUALITY, icc_profile=image.info.get("icc_profile"))
    return _jpeg(out.getvalue())


def _jpeg(data: bytes) -> bytes:
    kept, turn, at = [jpeg.START], 1, len(jpeg.START)
    for _ in range(jpeg.MAX_SEGMENTS):
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == END:
            return b"".join([kept[0], _upright(turn), *kept[1:], data[at : at + 2]])
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if marker == EXIF and data.startswith(EXIF_HEAD, at + 4):
            turn = _turn(data[at + 4 + len(EXIF_HEAD) : end])
        if marker == SCAN:
            end = _end_of_scan(data, end)
        if _shown(marker, data[at + 4 : end]):
            kept.append(data[at:end])
        at = end
    raise Reject("broken-image")


def _end_of_scan(data: bytes, at: int) -> int:
    found = jpeg.SCAN_END.search(data, at)
    if found is None:
        raise Reject("broken-image")
    return found.start()


def _shown(marker: int, segment: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return segment.startswith(SHOWN.get(marker, b"no such segment"))
    return marker != COMMENT


def _turn(tiff: bytes) -> int:
    """The orientation, 1 where it says none that there is."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    (first,) = struct.unpack_from(f"{order}L", tiff, 4)
    (count,) = struct.unpack(f"{order}H", tiff[first : first + 2].ljust(2, b"\0"))
    for at in range(first + 2, first + 2 + 12 * min(count, MAX_TAGS), 12):
        tag, kind, _, turn = struct.unpack(f"{order}HHLH", tiff[at : at + 10].ljust(10, b"\0"))
        if (tag, kind) == (ORIENTATION, SHORT):
            return turn if 1 <= turn <= 8 else 1
    return 1


def _upright(turn: int) -> bytes:
    """A segment that says how to turn the picture, and nothing else."""
    if turn == 1:
        return b""
    tiff = struct.pack(">2sHLHHHLHHL", b"MM", 42, 8, 1, ORIENTATION, SHORT, 1, turn, 0, 0)
    body = EXIF_HEAD + tiff
    return struct.pack(">BBH", 0xFF, EXIF, len(body) + 2) + body


def _png(data: bytes) -> bytes:
    kept, at = [png.SIGNATURE], len(png.SIGNATURE)
    for _ in range(png.MAX_CHUNKS):
        length, kind = struct.unpack_from(">L4s", data, at)
        end = at + 12 + length
        if kind in CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    raise Reject("broken-image")
