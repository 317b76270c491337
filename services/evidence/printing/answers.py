"""The address of a stamped copy, and what its code says to whoever holds one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.orders.evidence import StampedOf, StampSaid
from contracts.refusals import Forbidden, absent
from kit.reader import Reader
from services.evidence import settings
from services.evidence.bucket.client import bucket
from services.evidence.piece import media
from services.evidence.piece.piece import print_key
from services.evidence.piece.store import EVIDENCE
from services.evidence.printing import copies, looks

Document = dict[str, Any]


def stamped_of(reader: Reader, ask: StampedOf) -> Document:
    """{"url", "expires_at", "filename", "media_type", "code"} of the copy.

    Raises: NotFound (also another unit's), NotSealed, EvidenceDisposedOf, NoPrint, Unavailable.
    """
    if reader.caller is None:
        raise Forbidden("缺少查询者身份")
    piece = reader.get(EVIDENCE, ask.evidence)
    piece.must_be_seen_by(reader.caller, ask.evidence)
    copies.must_be_printable(piece)
    key, code = print_key(piece.object), looks.code_of(piece, ask.evidence)
    media_type = media.PDF if piece.manifest.media_type == media.PDF else media.JPEG
    lines = copies.lines(piece, ask.evidence, code)
    data = looks.drawn(piece, reader.caller.account, lines, looks.link_of(code))
    bucket().erase(key)
    bucket().put(key, data, media_type)
    seconds = settings.DOWNLOAD_SECONDS()
    filename = media.with_ending(f"{ask.evidence}-stamped", media_type)
    url = bucket().addresses.download(
        key, filename=filename, media_type=media_type, seconds=seconds
    )
    expires_at = datetime.now(UTC) + timedelta(seconds=seconds)
    said = {"url": url, "expires_at": expires_at, "filename": filename}
    return said | {"media_type": media_type, "code": code}


def stamp_said(reader: Reader, ask: StampSaid) -> Document:
    """To anybody with the code, what the copy says already, and whether a hash is the original's.

    Raises: NotFound: no such code, or a piece that is still a secret.
    """
    found = reader.everywhere().all(EVIDENCE, {"code": ask.code}, limit=1)
    if not found or found[0][1].reserved:
        raise absent("核验码")
    id, piece = found[0]
    whole = piece.manifest.sha256
    return {
        "evidence": id,
        "district": piece.district,
        "state": piece.state,
        "sealed_at": piece.sealed_at,
        "sha256_begins": whole[: copies.TOLD_OF_HASH],
        "same": None if ask.sha256 is None else ask.sha256 == whole,
    }
