"""What the service and the checking process say to one another."""

from msgspec import Struct

from services.evidence.domain.verdict import Facts, Verdict


class Limits(Struct, frozen=True, kw_only=True):
    """``memory`` and ``unpacked`` in bytes, ``seconds`` of wall clock, and counts."""

    memory: int
    seconds: int
    pixels: int
    unpacked: int
    members: int
    pdf_objects: int


class Request(Struct, frozen=True, kw_only=True):
    """``url`` gives the pinned version; the rest is the manifest's claim."""

    url: str
    size: int
    sha256: str
    media_type: str
    limits: Limits


class Reply(Struct, frozen=True, kw_only=True):
    """``away`` says why the file could not be read from the store; then there is no verdict."""

    verdict: Verdict | None = None
    thumbnail: bytes | None = None
    away: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """What a look inside gives where nothing is wrong. ``thumbnail`` is a JPEG."""

    facts: Facts
    tools: dict[str, str]
    thumbnail: bytes | None = None


class Reject(Exception):
    """The file is refused; ``code`` is one of ``verdict.REASONS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
