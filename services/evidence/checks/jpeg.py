"""JPEG, walked marker by marker: where it ends, and what its decoding will cost."""

import re
import struct
from dataclasses import dataclass, field

from services.evidence.checks.protocol import Reject

START = b"\xff\xd8"
SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends the coded data of a scan: a marker that is neither stuffing nor a restart."""

FRAMES = {0xC0, 0xC1, 0xC2}
"""Baseline, extended, progressive: what cameras write."""

OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, 0xDC}
MAX_SCANS = 64
"""A progressive picture has about ten; each costs a walk over every block."""

MAX_SEGMENTS = 4096
MAX_FILL = 4096
"""Fill bytes before markers."""

MAX_COMMENTS = 64


@dataclass(slots=True)
class Walk:
    """``at``: the offset behind the end marker. ``comments``: places of free text."""

    at: int
    width: int = 0
    height: int = 0
    scans: int = 0
    segments: int = 0
    fill: int = 0
    comments: list[bytes] = field(default_factory=list)


def walk(data: bytes, start: int, pixels: int) -> Walk:
    """The picture that begins at ``start``. Raises: Reject (broken-image, too-costly, …)."""
    if data[start : start + 2] != START:
        raise Reject("broken-image")
    found = Walk(start + 2)
    try:
        while _step(data, found):
            if found.width * found.height > pixels:
                raise Reject("decompression-bomb")
    except (IndexError, struct.error) as fault:
        raise Reject("broken-image") from fault
    if not found.scans:
        raise Reject("broken-image")
    return found


def _step(data: bytes, walk: Walk) -> bool:
    """Go behind the next marker and what belongs to it; False behind the end marker."""
    marker = _marker(data, walk)
    if marker == 0xD9:
        return False
    if marker == 0x01 or 0xD0 <= marker <= 0xD7:
        return True
    (length,) = struct.unpack_from(">H", data, walk.at)
    segment = data[walk.at + 2 : walk.at + length]
    if length < 2 or len(segment) != length - 2 or marker in (0x00, 0xD8):
        raise Reject("broken-image")
    walk.at += length
    if marker in FRAMES:
        _frame(segment, walk)
    elif marker in OTHER_FRAMES:
        raise Reject("broken-image", "JPEG: SOF")
    elif marker == 0xFE:
        walk.comments.append(segment)
    elif marker == 0xDA:
        _scan(data, walk)
    if len(walk.comments) > MAX_COMMENTS:
        raise Reject("too-costly", "JPEG: COM")
    return True


def _marker(data: bytes, walk: Walk) -> int:
    if data[walk.at] != 0xFF:
        raise Reject("broken-image")
    begin = walk.at
    while data[walk.at + 1] == 0xFF:
        walk.at += 1
        if walk.at - begin + walk.fill > MAX_FILL:
            raise Reject("too-costly", "JPEG: 0xFF")
    walk.fill += walk.at - begin
    walk.segments += 1
    if walk.segments > MAX_SEGMENTS:
        raise Reject("too-costly", f"JPEG: > {MAX_SEGMENTS}")
    walk.at += 2
    return data[walk.at - 1]


def _frame(segment: bytes, walk: Walk) -> None:
    if walk.width or walk.scans:
        raise Reject("broken-image", "JPEG: SOF")
    _bits, walk.height, walk.width = struct.unpack_from(">BHH", segment)
    if not walk.width or not walk.height:
        raise Reject("broken-image")


def _scan(data: bytes, walk: Walk) -> None:
    walk.scans += 1
    if not walk.width:
        raise Reject("broken-image")
    if walk.scans > MAX_SCANS:
        raise Reject("too-costly", f"JPEG: > {MAX_SCANS} SOS")
    end = SCAN_END.search(data, walk.at)
    if end is None:
        raise Reject("broken-image")
    walk.at = end.start()
