"""A ZIP laid out before a byte of it is sent, so that any part of it can be sent at any time. Pure.

Everything is stored as it is (photos and PDFs are packed already). Sizes and checksums are known,
so all that is not a file's own bytes is known too: the standard library writes it, into a file with
holes where the files will stand. Libraries that stream a ZIP write it from its beginning alone: to
go on at a byte they would have to read all that comes before.
"""

import io
import zipfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from contracts.clock import CHINA

READABLE = 0o100644 << 16
UNIX = 3


class Member(NamedTuple):
    """``crc``: CRC-32 of its bytes."""

    path: str
    size: int
    crc: int


class Span(NamedTuple):
    """Bytes ``first`` to ``end`` (not included) of what stands between files, given as ``text``, or
    of the ``member``-th file."""

    first: int
    end: int
    text: bytes = b""
    member: int = -1


class Layout(NamedTuple):
    """``starts``: of each span in the whole; ``size`` in bytes."""

    starts: tuple[int, ...]
    spans: tuple[Span, ...]
    size: int

    def between(self, first: int, end: int) -> Iterator[Span]:
        """What stands from ``first`` to ``end`` (not included)."""
        at = max(0, bisect_right(self.starts, first) - 1)
        for start, span in zip(self.starts[at:], self.spans[at:], strict=True):
            if start >= end:
                return
            low = span.first + max(0, first - start)
            high = min(span.end, span.first + end - start)
            if low < high:
                yield span._replace(first=low, end=high)


class _Holes(io.RawIOBase):
    """Takes what the library writes, and leaves out the files."""

    def __init__(self) -> None:
        self.at = 0
        self.starts: list[int] = []
        self.spans: list[Span] = []

    def write(self, data: object) -> int:
        text = bytes(data)  # type: ignore[call-overload]
        self._add(Span(0, len(text), text))
        return len(text)

    def leave(self, member: int, size: int) -> None:
        self._add(Span(0, size, member=member))

    def _add(self, span: Span) -> None:
        if span.end:
            self.starts.append(self.at)
            self.spans.append(span)
            self.at += span.end

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Only to where it stands: nothing is written twice."""
        assert (offset, whence) in ((self.at, 0), (0, 2))
        return self.at

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True


def layout(members: Sequence[Member], at: datetime) -> Layout:
    """Every file bears the moment ``at``, in China's time: the same members, the same bytes."""
    stamp = at.astimezone(CHINA).timetuple()[:6]
    holes = _Holes()
    with zipfile.ZipFile(holes, "w") as made:
        for n, member in enumerate(members):
            info = _info(member, stamp)
            info.header_offset = holes.tell()
            holes.write(info.FileHeader())
            holes.leave(n, member.size)
            made.filelist.append(info)
        made.start_dir = holes.tell()
        made.comment = b""  # it marks the archive as changed, so that its directory is written
    return Layout(tuple(holes.starts), tuple(holes.spans), holes.tell())


def _info(member: Member, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(member.path, stamp)  # type: ignore[arg-type]
    info.compress_type = zipfile.ZIP_STORED
    info.create_system, info.external_attr = UNIX, READABLE
    info.file_size = info.compress_size = member.size
    info.CRC = member.crc
    return info
