"""The cast of the evidence tests, and short ways to declare and decide."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import bson
from bson.codec_options import CodecOptions
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.orders.evidence import PART_SIZE, Declare
from kit.change import Change, Knowing
from services.evidence.piece.media import JPEG
from services.evidence.piece.piece import Piece
from services.evidence.piece.store import EVIDENCE
from services.evidence.uploading import declaring, uploading
from services.evidence.uploading.quotas import Holdings, Quota
from services.evidence.uploading.uploading import Sighting, Ticket

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
MIB = 1024 * 1024

LIN = Caller(
    account="lin", name="林", roles=("field",), district="chengguan", unit="education-bureau"
)
MA = Caller(account="ma", name="马", roles=("unit",), district="chengguan", unit="civil-affairs")
OFFICE = Caller(account="office", name="双拥办", roles=("district_office",), district="chengguan")
SUN = Caller(account="sun", name="孙", roles=("inspector",), district="chengguan")
OPERATIONS = Caller(account="ops", name="运维", roles=("operations",), district="*")


def an_id() -> str:
    return str(uuid7())


def parts_of(data: bytes) -> list[bytes]:
    return [data[at : at + PART_SIZE] for at in range(0, len(data), PART_SIZE)]


def hex_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest_of(data: bytes = b"bytes", **more: Any) -> Declare:
    """The declaration of these bytes."""
    told: dict[str, Any] = {
        "evidence": an_id(),
        "district": "chengguan",
        "filename": "校门口标语.jpg",
        "size": len(data),
        "sha256": hex_of(data),
        "media_type": JPEG,
        "title": "校门口双拥标语",
        "mode": "camera",
        "tasks": ("task-1",),
        "items": ("A01",),
    }
    if len(data) > 8 * MIB:
        told["part_sha256"] = tuple(hex_of(part) for part in parts_of(data))
    return Declare(**told | more)


def in_parts(parts: int = 3, **more: Any) -> Declare:
    """A declaration of a PDF in so many parts, the last of one byte."""
    size = (parts - 1) * PART_SIZE + 1
    hashes = tuple(f"{number:064x}" for number in range(parts))
    return manifest_of(size=size, part_sha256=hashes, media_type="application/pdf", **more)


def given(
    key: str = "", *, by: Caller | None = LIN, at: datetime = NOW, found: Any = None
) -> Knowing[Any]:
    return Knowing(key=key, now=at, cause="c", caller=by, found=found)


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


def holding(*held: Quota, today: int = 0) -> Holdings:
    """What an account and its unit hold; nothing, where nothing is said."""
    return Holdings(quotas=held, today=today, most_today=2000)


def declared(order: Declare | None = None, by: Caller = LIN) -> Piece:
    order = order or manifest_of()
    return declaring.declare(None, order, given(order.evidence, by=by, found=holding())).state


def opened(order: Declare | None = None, upload_id: str = "") -> Piece:
    ticket = Ticket(upload_id=upload_id, answer={"method": "put"})
    return uploading.open_upload(declared(order), None, given(found=ticket)).state


def stored(order: Declare | None = None) -> Piece:
    return probed(opened(order), version_id="v1").state


def probed(state: Piece, **sighting: Any) -> Change[Piece]:
    return uploading.probed(state, None, given("e-1", found=Sighting(**sighting)))


def words(state: Piece) -> list[str]:
    """The custody of a piece of evidence, told in single words."""
    return [entry.what for entry in state.custody]


def kept(state: Piece) -> Piece:
    """As it comes back from the database."""
    document = bson.encode(EVIDENCE.dump(state))
    return EVIDENCE.load(bson.decode(document, CodecOptions(tz_aware=True, tzinfo=UTC)))
