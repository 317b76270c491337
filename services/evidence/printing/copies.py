"""What a stamped copy says, and the code by which it is checked. Pure."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta

from contracts.clock import CHINA
from contracts.orders.evidence import StampedOf
from kit.change import Change, Knowing
from services.evidence.piece import media
from services.evidence.piece.piece import Piece
from services.evidence.refusals import EvidenceDisposedOf, NoPrint, NotSealed

CODE_BYTES = 10
"""80 bits: sixteen signs of base32, and nothing to be found by trying."""
TOLD_OF_HASH = 16
GROUP = 4
SAME_PRINT = timedelta(minutes=10)
"""A copy that the same account asks for again so soon is the same print."""
LARGEST = 64 * 1024 * 1024
"""Bytes of an original of which a copy is drawn while somebody waits."""
PRINTABLE = (media.JPEG, media.PNG, media.HEIC, media.PDF)


def code_of(evidence: str, secret: str) -> str:
    """Sixteen signs of base32 (RFC 4648); the same piece and secret give the same."""
    key = hashlib.sha256(f"evidence print key {secret}".encode()).digest()
    mac = hmac.new(key, evidence.encode(), hashlib.sha256).digest()
    return base64.b32encode(mac[:CODE_BYTES]).decode()


def must_be_printable(piece: Piece) -> None:
    """Raises: EvidenceDisposedOf, NotSealed, NoPrint."""
    if piece.state == "DISPOSED":
        raise EvidenceDisposedOf("材料已按销毁清册销毁，只留存保管记录")
    if piece.state != "SEALED":
        raise NotSealed("材料尚未封存，暂不能打印")
    if piece.manifest.media_type not in PRINTABLE or piece.manifest.size > LARGEST:
        raise NoPrint("这类文件没有加盖水印的打印件，请下载原件")


def lines(piece: Piece, id: str, code: str) -> tuple[str, ...]:
    """What stands on the copy, a line each; a caption that says nothing has none."""
    return tuple(f"{name}：{text}" for name, text in _said(piece, id, code) if text)


def _said(piece: Piece, id: str, code: str) -> Iterator[tuple[str, str]]:
    manifest, caption = piece.manifest, piece.manifest.caption
    taken = manifest.captured_at
    own = f"{taken.astimezone(CHINA):%Y-%m-%d %H:%M}" if taken else ""
    yield "时间", caption.time.strip() or own
    yield "地点", caption.place.strip()
    yield "考评项", "、".join(piece.items)
    yield "单位", f"{piece.district} / {piece.unit}" if piece.unit else piece.district
    yield "编号", id
    if piece.sealed_at is not None:
        yield "封存", f"{piece.sealed_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    yield "原件 SHA-256", f"{manifest.sha256[:TOLD_OF_HASH]}…"
    yield "核验码", "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def printed(piece: Piece, _ask: StampedOf, given: Knowing[str]) -> Change[Piece] | None:
    """Who took a copy, and when, is an entry of its custody; ``given.found``: its code."""
    last, by = piece.custody[-1] if piece.custody else None, given.by.account
    kept = piece.but(code=piece.code or given.found)
    if last and (last.what, last.by) == ("printed", by) and given.now - last.at < SAME_PRINT:
        return Change(kept) if kept != piece else None
    return Change(kept.noted("printed", given.now, {}, by))
