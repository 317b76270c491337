"""What is shown of a lead's photo: its preview, to the office."""

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.orders.evidence import LeadPhotoOf
from kit.reader import Reader
from services.evidence.bucket.client import bucket
from services.evidence.leads.store import LEAD_PHOTOS
from services.evidence.piece import media
from services.evidence.piece.piece import thumbnail_key
from services.evidence.refusals import NoThumbnail
from services.evidence.settings import DOWNLOAD_SECONDS


def lead_photo_of(reader: Reader, ask: LeadPhotoOf) -> dict[str, Any]:
    """{"url", "expires_at"}. Raises: NotFound, NoThumbnail (not checked yet, or deleted)."""
    photo = reader.get(LEAD_PHOTOS, ask.photo)
    if photo.state not in ("HELD", "KEPT"):
        raise NoThumbnail("照片还没有查过，或已经删除")
    seconds = DOWNLOAD_SECONDS()
    url = bucket().addresses.download(
        thumbnail_key(photo.object),
        filename=f"{ask.photo}.jpg",
        media_type=media.JPEG,
        seconds=seconds,
    )
    return {"url": url, "expires_at": datetime.now(UTC) + timedelta(seconds=seconds)}
