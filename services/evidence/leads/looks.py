"""What a lead's photo asks of the store before it is decided. Every look repeats without harm."""

from hashlib import sha256

from contracts.evidence import LeadPhotoStored
from contracts.orders.evidence import DeclareLeadPhoto, LeadPhotoSent
from contracts.tasks import LeadPhotoKept
from kit.change import Given
from kit.reader import Reader
from services.evidence import settings
from services.evidence.bucket.client import bucket
from services.evidence.leads.photo import Looked, Photo, Plain, Room, object_of, plain_of
from services.evidence.leads.store import LEAD_PHOTOS
from services.evidence.piece import media
from services.evidence.piece.piece import Piece, thumbnail_key
from services.evidence.piece.store import EVIDENCE
from services.evidence.piece.verdict import refused
from services.evidence.sealing import examination
from services.evidence.uploading.uploading import Sighting, unlike


def for_declare(reader: Reader, state: Photo | None, order: DeclareLeadPhoto, given: Given) -> Room:
    address = bucket().addresses.put(
        state.object if state else object_of(order.district, given.key, given.now),
        size=order.size,
        media_type=order.media_type,
        sha256=order.sha256,
        seconds=settings.UPLOAD_SECONDS(),
    )
    open_ = 0 if state else reader.count(LEAD_PHOTOS, {"state": "OPEN", "district": order.district})
    taken = state is None and reader.everywhere().find(EVIDENCE, given.key) is not None
    return Room(open=open_, taken=taken, address={"method": "put", **address})


def for_sent(reader: Reader, state: Photo, order: LeadPhotoSent, given: Given) -> Sighting | None:
    return _sighting(state) if state.state == "OPEN" else None


def _sighting(state: Photo) -> Sighting:
    """What is there in another size or with another checksum is deleted."""
    found = bucket().head(state.object)
    if found is None:
        return Sighting(missing=(1,))
    if fault := unlike(state.as_piece(), found.size, found.sha256):
        bucket().delete(state.object, found.version_id)
        return Sighting(missing=(1,), fault=fault)
    return Sighting(version_id=found.version_id)


def for_check(reader: Reader, state: Photo, fact: LeadPhotoStored, given: Given) -> Looked | None:
    """The verdict; of a photo it is stored without what it says of itself, and its preview.

    Raises: Unavailable.
    """
    if state.state != "STORED":
        return None
    verdict, thumbnail, data = examination.reply_of(state.as_piece(), strip=True)
    if not verdict.ok:
        return Looked(verdict=verdict)
    if not data:
        return Looked(verdict=refused("broken-image"))
    key, media_type = plain_of(state.object), media.stripped(state.media_type)
    if thumbnail is not None:
        bucket().put_thumbnail(thumbnail_key(key), thumbnail)
    there = bucket().head(key)
    held = there.version_id if there is not None and there.size == len(data) else ""
    plain = Plain(
        object=key,
        version_id=held or bucket().put(key, data, media_type),
        size=len(data),
        sha256=sha256(data).hexdigest(),
    )
    return Looked(verdict=verdict, plain=plain)


def for_due(reader: Reader, state: Photo, _due: None, given: Given) -> None:
    """The bytes and their preview are deleted, before that is written down. Raises: Unavailable."""
    if state.state == "STORED":
        return
    held = state.state in ("HELD", "KEPT")
    keys = () if held else (state.object, thumbnail_key(state.object))
    for key in filter(None, (*keys, state.raw)):
        if found := bucket().head(key):
            bucket().delete(key, found.version_id)


def of_photo(
    reader: Reader, state: Piece | None, fact: LeadPhotoKept, given: Given
) -> Photo | None:
    return reader.everywhere().find(LEAD_PHOTOS, fact.evidence)
