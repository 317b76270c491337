"""What the service and the checking process say to one another."""

from msgspec import Struct

from services.evidence.piece.verdict import Facts, Verdict


class Limits(Struct, frozen=True, kw_only=True):
    """``memory`` and ``unpacked`` in bytes, ``seconds`` of processor time, and counts.

    ``fetch_seconds``: by the clock, for the store to give all bytes.
    """

    memory: int
    seconds: int
    fetch_seconds: int
    pixels: int
    unpacked: int
    members: int
    pdf_objects: int


class Scanner(Struct, frozen=True, kw_only=True):
    """``address``: ``host:port`` or the path of a socket; empty: there is none. ``most``: bytes of
    the largest file that it takes; ``seconds`` by the clock for its answer.
    """

    address: str = ""
    most: int = 0
    seconds: int = 0


class Request(Struct, frozen=True, kw_only=True):
    """``url`` gives the pinned version; the rest is the manifest's claim. ``strip``: a photo is to
    be answered too, without what it says of itself."""

    url: str
    size: int
    sha256: str
    media_type: str
    limits: Limits
    scanner: Scanner = Scanner()
    strip: bool = False


class Framed(Struct, frozen=True, kw_only=True):
    """``page`` from 1; ``box``: left, top, width, height, in fractions of the page."""

    page: int
    box: tuple[float, float, float, float]


class Print(Struct, frozen=True, kw_only=True):
    """A stamped copy of a file. ``font``: its path; ``link``: what the code to scan says, or
    nothing."""

    file: Request
    lines: tuple[str, ...]
    frames: tuple[Framed, ...]
    link: str
    font: str


class Reply(Struct, frozen=True, kw_only=True):
    """``away`` says why the file could not be read or kept; then there is no verdict. ``plain``: a
    good photo, stripped, where that was asked for."""

    verdict: Verdict | None = None
    thumbnail: bytes | None = None
    plain: bytes | None = None
    away: str = ""


BEGUN = b"\n"
"""Stands before the reply as soon as the bytes are here: what ends the process from then on says
something about the file. (White space before JSON is none of it.)"""


class Finding(Struct, frozen=True, kw_only=True):
    """What a look inside gives where nothing is wrong. ``thumbnail`` is a JPEG; ``unpacked``:
    bytes of all members of an archive.
    """

    facts: Facts
    tools: dict[str, str]
    thumbnail: bytes | None = None
    unpacked: int = 0


class Reject(Exception):
    """The file is refused; ``code`` is one of ``verdict.REASONS``.

    ``where``: the place in the file, or a tool's words, for the person who made it.
    """

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(code, where)
        self.code = code
        self.where = where
