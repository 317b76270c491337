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
MAX_BOXES = 100_000


def look(file: IO[bytes], _media_type: str, _limits: Limits) -> Finding:
    """Raises: Reject (type-mismatch, unreadable)."""
    file.seek(0, 2)
    kinds = list(_boxes(file, file.tell()))
    if not {b"moov", b"mdat"} <= set(kinds):
        raise Reject("unreadable")
    if opens_as_zip(file):
        raise Reject("type-mismatch")
    return Finding(facts=Facts(members=len(kinds)), tools={"boxes": "1"})


def _boxes(file: IO[bytes], size: int) -> Iterator[bytes]:
    """The kinds of the outermost boxes, which must fill the file to its last byte."""
    at = 0
    for number in range(MAX_BOXES):
        if at == size:
            return
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            raise Reject("unreadable")
        length, kind = struct.unpack_from(">I4s", header)
        if number == 0 and (kind != b"ftyp" or header[8:12] not in BRANDS):
            raise Reject("type-mismatch")
        if length == 1 and len(header) == 16:
            (length,) = struct.unpack_from(">Q", header, 8)
        elif length == 0:
            length = size - at
        if kind not in BOXES or length < 8:
            raise Reject("unreadable")
        yield kind
        at += length
    raise Reject("unreadable")
