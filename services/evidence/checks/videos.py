"""MP4, by its boxes alone: nothing is decoded. Enough to refuse what is another kind of file."""

import struct
from collections.abc import Iterator
from typing import IO

from services.evidence.checks.protocol import Finding, Limits, Reject
from services.evidence.checks.sniff import opens_as_zip
from services.evidence.domain.verdict import Facts

BRANDS = {b"isom", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"} | {
    b"iso%d" % number for number in range(2, 10)
}
BOXES = {
    *(b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"udta", b"meta"),
    *(b"moof", b"mfra", b"sidx", b"styp", b"pdin", b"emsg", b"prft"),
}
NEEDED = {b"moov", b"mdat"}
MAX_BOXES = 100_000


def look(file: IO[bytes], _media_type: str, _limits: Limits) -> Finding:
    """Raises: Reject (type-mismatch, unreadable)."""
    count = must_be_film(file, 0, file.seek(0, 2))
    if opens_as_zip(file):
        raise Reject("type-mismatch")
    return Finding(facts=Facts(members=count), tools={"boxes": "1"})


def must_be_film(file: IO[bytes], at: int, end: int) -> int:
    """The number of outermost boxes, which fill the bytes from ``at`` to ``end``.

    Raises: Reject.
    """
    kinds = list(_boxes(file, at, end))
    if NEEDED - set(kinds):
        raise Reject("unreadable", "MP4: moov, mdat")
    return len(kinds)


def _boxes(file: IO[bytes], at: int, end: int) -> Iterator[bytes]:
    for number in range(MAX_BOXES):
        if at == end:
            return
        file.seek(at)
        header = file.read(min(16, end - at))
        if len(header) < 8:
            raise Reject("unreadable", "MP4")
        length, kind = struct.unpack_from(">I4s", header)
        least = 8
        if number == 0 and (kind != b"ftyp" or header[8:12] not in BRANDS):
            raise Reject("type-mismatch")
        if length == 1 and len(header) == 16:
            (length,) = struct.unpack_from(">Q", header, 8)
            least = 16
        elif length == 0:
            length = end - at
        if kind not in BOXES or not least <= length <= end - at:
            raise Reject("unreadable", "MP4")
        yield kind
        at += length
    raise Reject("unreadable", f"MP4: > {MAX_BOXES}")
