"""MP4, by its boxes alone: nothing is decoded. Enough to refuse what is another kind of file."""

import struct
from collections.abc import Iterator, Set
from typing import IO

from services.evidence.checks import films
from services.evidence.checks.protocol import Finding, Limits, Reject
from services.evidence.checks.sniff import opens_as_zip
from services.evidence.piece.verdict import Facts

BRANDS = {b"isom", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"mmp4", b"MSNV", b"XAVC"} | {
    *(b"iso%d" % number for number in range(2, 10)),
    *(b"3gp%d" % number for number in range(4, 10)),
}
"""Of these one is the film's own or one that it says it can be played as."""
MAX_BRANDS = 64
NEEDED = {b"moov", b"mdat"}
MAX_BOXES = 100_000
MAX_PADDING = 64 * 1024


def look(file: IO[bytes], _media_type: str, _limits: Limits) -> Finding:
    """Raises: Reject (type-mismatch, unreadable)."""
    count = must_be_film(file, 0, file.seek(0, 2))
    if opens_as_zip(file):
        raise Reject("type-mismatch")
    seconds = films.seconds(_movie(file))
    return Finding(
        facts=Facts(members=count, seconds=seconds),
        tools={"boxes": "1"},
        thumbnail=films.placeholder(seconds),
    )


def _movie(file: IO[bytes]) -> bytes:
    """The beginning of the box that describes the film, wherever it stands."""
    for kind, at, length in _boxes(file, 0, file.seek(0, 2), BRANDS):
        if kind == b"moov":
            file.seek(at)
            return file.read(min(length, films.ENOUGH))
    return b""


def must_be_film(file: IO[bytes], at: int, end: int) -> int:
    """The number of outermost boxes, which fill the bytes from ``at`` to ``end``.

    A box of an unknown kind is passed over, as players do (ISO/IEC 14496-12 §4.2): every maker
    writes its own. So are zeros behind the last.
    Raises: Reject.
    """
    kinds = box_kinds(file, at, end, BRANDS)
    if NEEDED - set(kinds):
        raise Reject("unreadable", "MP4: moov, mdat")
    return len(kinds)


def box_kinds(file: IO[bytes], at: int, end: int, brands: Set[bytes]) -> list[bytes]:
    """The kinds of the outermost boxes. Raises: Reject (type-mismatch, unreadable)."""
    return [kind for kind, _, _ in _boxes(file, at, end, brands)]


def _boxes(
    file: IO[bytes], at: int, end: int, brands: Set[bytes]
) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and length of each."""
    for number in range(MAX_BOXES):
        if at == end:
            return
        file.seek(at)
        header = file.read(min(16, end - at))
        if number and not header.strip(b"\0") and _are_zeros(file, at, end):
            return
        if len(header) < 8:
            raise Reject("unreadable", "MP4")
        length, kind = struct.unpack_from(">I4s", header)
        least = 8
        if length == 1 and len(header) == 16:
            (length,) = struct.unpack_from(">Q", header, 8)
            least = 16
        elif length == 0:
            length = end - at
        named = kind.removeprefix(b"\xa9").isascii() and b"\0" not in kind
        if not least <= length <= end - at or not named:
            raise Reject("unreadable", "MP4")
        if number == 0 and (kind != b"ftyp" or brands.isdisjoint(_brands(file, at, length))):
            raise Reject("type-mismatch")
        yield kind, at, length
        at += length
    raise Reject("unreadable", f"MP4: > {MAX_BOXES}")


def _brands(file: IO[bytes], at: int, length: int) -> list[bytes]:
    """The film's own brand, its version, and those that it can be played as."""
    file.seek(at + 8)
    body = file.read(min(length - 8, 4 * MAX_BRANDS))
    return [body[n : n + 4] for n in range(0, len(body), 4)]


def _are_zeros(file: IO[bytes], at: int, end: int) -> bool:
    if end - at > MAX_PADDING:
        return False
    file.seek(at)
    return not file.read(end - at).strip(b"\0")
