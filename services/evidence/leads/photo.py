"""A lead's photo: OPEN → STORED → HELD → KEPT; what is not kept is DROPPED, and when its bytes are
deleted GONE. No lock and no custody before it is kept: until then it proves nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from contracts.evidence import EvidenceStored, LeadPhotoChecked, LeadPhotoStored
from contracts.orders.evidence import DeclareLeadPhoto, LeadPhotoSent
from contracts.tasks import LeadPhotoDropped, LeadPhotoKept
from kit.change import Change, Given, Knowing
from services.evidence.piece import media, schedule
from services.evidence.piece.piece import Manifest, Piece, object_key
from services.evidence.piece.verdict import CHECK_FAILED, Verdict
from services.evidence.refusals import ManifestDiffers, QuotaOpen
from services.evidence.uploading.uploading import Sighting

SENDING = timedelta(days=1)
"""An upload that nobody finished is given up."""
ADDRESS = timedelta(hours=1)
"""Longer than an address for the bytes holds."""
CHECK_AGAIN = timedelta(minutes=5)
MAX_FAILURES = 3
MOST_OPEN = 200
"""Photos of one district that are on their way at once."""
PUBLIC = "public"

State = Literal["OPEN", "STORED", "HELD", "KEPT", "DROPPED", "GONE"]


class Photo(Struct, frozen=True, kw_only=True):
    """Its id is that of the evidence that it may become. ``due``: when a sweeper must look.

    ``raw``: where the bytes lie as they came, until they are deleted for good; ``received``: their
    SHA-256. What is held is without them what a photo says of itself (``stripping``).
    """

    district: str
    snap: str
    object: str
    size: int
    sha256: str
    media_type: str
    declared_at: datetime
    state: State = "OPEN"
    due: datetime | None = None
    version_id: str = ""
    failures: int = 0
    raw: str = ""
    received: str = ""

    def as_piece(self, title: str = "随手拍", by: str = PUBLIC) -> Piece:
        """As what looks for bytes and checks them knows files."""
        manifest = Manifest(
            filename=f"随手拍{media.ENDINGS[self.media_type][0]}",
            size=self.size,
            sha256=self.sha256,
            media_type=self.media_type,
            title=title[:200],
            mode="camera",
        )
        return Piece(
            district=self.district,
            unit="",
            by=by,
            manifest=manifest,
            object=self.object,
            state="STORED",
            declared_at=self.declared_at,
            expires_at=self.declared_at + SENDING,
            version_id=self.version_id,
        )


class Room(Struct, frozen=True, kw_only=True):
    """``open``: photos of the district that are on their way; ``address``: of the PUT; ``taken``:
    the id is a file's already."""

    open: int
    taken: bool
    address: Mapping[str, Any]


class Plain(Struct, frozen=True, kw_only=True):
    """The photo without what it says of itself, as it lies in the store."""

    object: str
    version_id: str
    size: int
    sha256: str


class Looked(Struct, frozen=True, kw_only=True):
    """``plain``: of what is a photo."""

    verdict: Verdict
    plain: Plain | None = None


def declare(state: Photo | None, order: DeclareLeadPhoto, given: Knowing[Room]) -> Change[Photo]:
    """Raises: ManifestDiffers, QuotaOpen."""
    if state is None:
        if given.found.taken:
            raise ManifestDiffers("这个编号已登记过另一份文件", field="$.photo")
        if given.found.open >= MOST_OPEN:
            raise QuotaOpen("现在上传的人太多，请过一会再试", limit=MOST_OPEN, whose="district")
        state = opened(order, given.key, given.now)
    elif (state.snap, state.received or state.sha256) != (order.snap, order.sha256):
        raise ManifestDiffers("这个编号已登记过另一张照片", field="$.photo")
    answer = {"state": state.state, **(given.found.address if state.state == "OPEN" else {})}
    return Change(state, answer=answer)


def opened(order: DeclareLeadPhoto, key: str, now: datetime) -> Photo:
    return Photo(
        district=order.district,
        snap=order.snap,
        object=object_of(order.district, key, now),
        size=order.size,
        sha256=order.sha256,
        media_type=order.media_type,
        declared_at=now,
        due=now + SENDING,
    )


def object_of(district: str, id: str, now: datetime) -> str:
    """Apart from evidence by its first part."""
    return f"leads/{object_key(district, now, id)}"


def sent(state: Photo, order: LeadPhotoSent, given: Knowing[Sighting | None]) -> Change[Photo]:
    """What the store says of it."""
    seen = given.found
    if seen is None or not seen.version_id:
        return Change(state, answer={"state": state.state, "missing": state.state == "OPEN"})
    new = replace(
        state, state="STORED", version_id=seen.version_id, due=given.now + schedule.STORED_LEASE
    )
    stored = LeadPhotoStored(photo=given.key)
    return Change(new, (stored,), {"state": new.state, "missing": False})


def checked(
    state: Photo, fact: LeadPhotoStored, given: Knowing[Looked | None]
) -> Change[Photo] | None:
    """Held, stripped, where it is a photo; else its bytes go, and its lead is told."""
    if given.found is None or state.state != "STORED":
        return None
    verdict, plain = given.found.verdict, given.found.plain
    if verdict.code == CHECK_FAILED and state.failures + 1 < MAX_FAILURES:
        due = given.now + CHECK_AGAIN
        return Change(replace(state, failures=state.failures + 1, due=due))
    code = "" if verdict.ok else verdict.code
    told = LeadPhotoChecked(photo=given.key, snap=state.snap, ok=verdict.ok, code=code)
    new = _held(state, plain, given) if plain is not None else _dropped(state, given)
    return Change(new, (told,))


def plain_of(object: str) -> str:
    """Where a photo lies without what it says of itself."""
    return f"{object}.plain"


def _held(state: Photo, plain: Plain, given: Given) -> Photo:
    return replace(
        state,
        state="HELD",
        due=given.now,
        raw=state.object,
        received=state.sha256,
        object=plain.object,
        version_id=plain.version_id,
        size=plain.size,
        sha256=plain.sha256,
        media_type=media.stripped(state.media_type),
    )


def drop(state: Photo, fact: LeadPhotoDropped, given: Given) -> Change[Photo] | None:
    if state.state in ("KEPT", "DROPPED", "GONE"):
        return None
    return Change(_dropped(state, given))


def fall_due(state: Photo, _due: None, given: Given) -> Change[Photo] | None:
    """Announce again what waits for its check; of what is held or kept the bytes as they came are
    deleted by then, of all else all bytes, and once more when no address holds by which they could
    come again."""
    if state.state == "STORED":
        later = replace(state, due=given.now + schedule.CHECK_LEASE)
        return Change(later, (LeadPhotoStored(photo=given.key),))
    closed = state.declared_at + SENDING + ADDRESS
    if state.state in ("HELD", "KEPT"):
        over = given.now >= closed
        return Change(replace(state, raw="" if over else state.raw, due=None if over else closed))
    again = closed if state.state != "GONE" and given.now < closed else None
    return Change(replace(state, state="GONE", due=again))


def keep(state: Photo, fact: LeadPhotoKept, given: Given) -> Change[Photo] | None:
    return Change(replace(state, state="KEPT")) if state.state == "HELD" else None


def adopt(
    state: Piece | None, fact: LeadPhotoKept, given: Knowing[Photo | None]
) -> Change[Piece] | None:
    """The photo as evidence, kept by the office: checked and locked as any other.

    Raises: ManifestDiffers (another file has its id: who looks after the system must see it).
    """
    photo = given.found
    if photo is None or photo.state not in ("HELD", "KEPT"):
        return None
    if state is not None:
        if state.object != photo.object:
            raise ManifestDiffers("这个编号已登记过另一份文件", field="$.photo")
        return None
    piece = photo.as_piece(fact.title, fact.by).but(
        declared_at=given.now, stored_at=given.now, due=given.now + schedule.STORED_LEASE
    )
    facts = {"evidence": given.key, "snap": fact.snap, "manifest": piece.manifest.digest}
    if photo.received:
        facts |= {"received": photo.received, "stripped": "position, time, camera"}
    piece = piece.noted("declared", given.now, facts, fact.by)
    stored = EvidenceStored(evidence=given.key, size=photo.size, media_type=photo.media_type)
    return Change(piece, (stored,))


def _dropped(state: Photo, given: Given) -> Photo:
    return replace(state, state="DROPPED", due=given.now)
