"""What a stamped copy needs: its code, and the drawing, which is done in a process of its own."""

from collections.abc import Sequence

from contracts.orders.evidence import StampedOf
from kit.change import Given
from kit.errors import Unavailable
from kit.reader import Reader
from services.evidence import settings
from services.evidence.bucket.client import bucket
from services.evidence.checks.protocol import BEGUN, Framed, Print
from services.evidence.piece.piece import Piece, print_key
from services.evidence.printing import copies
from services.evidence.refusals import NoPrint
from services.evidence.sealing import examination

MOST = 24 * 1024 * 1024
"""Bytes of a copy."""


def drawn(piece: Piece, account: str, lines: Sequence[str], link: str) -> bytes:
    """A JPEG or a PDF. ``account``: whose turn it takes.

    Raises: NoPrint, Unavailable (the store is away, or every place is taken).
    """
    with examination.place(account, f"print {account}", slow=False):
        file = examination.request_of(piece)
        asked = Print(
            file=file,
            lines=tuple(lines),
            frames=framed(piece),
            link=link,
            font=settings.FONT(),
        )
        code, said = examination.ended("draw", asked, file, MOST + 1)
    if not said.startswith(BEGUN):
        raise Unavailable("the copy could not be begun")
    copy = said.removeprefix(BEGUN)
    if code != 0 or not copy or len(copy) > MOST:
        raise NoPrint("这份材料画不出打印件，请下载原件")
    return copy


def framed(piece: Piece) -> tuple[Framed, ...]:
    return tuple(
        Framed(page=one.page, box=(one.x, one.y, one.width, one.height)) for one in piece.marks
    )


def for_printed(_reader: Reader, piece: Piece, ask: StampedOf, _given: Given) -> str:
    """Its code. Of a piece that was disposed of meanwhile the copy goes again.

    Raises: EvidenceDisposedOf, NotSealed, NoPrint, Unavailable.
    """
    if piece.state != "SEALED":
        bucket().erase(print_key(piece.object))
    copies.must_be_printable(piece)
    return code_of(piece, ask.evidence)


def code_of(piece: Piece, id: str) -> str:
    """What was printed once stays good under another key."""
    return piece.code or copies.code_of(id, settings.PROOF_KEY())


def link_of(code: str) -> str:
    base = settings.PUBLIC_URL()
    return f"{base.rstrip('/')}/v/{code}" if base else ""
