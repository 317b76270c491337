"""What declaring counts, and what opening and probing ask of the object store before they decide.

Every look repeats without harm: a decision that meets another writer gathers again.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from contracts.clock import as_written
from contracts.orders.evidence import Declare, Open
from kit import crashing
from kit.change import Given
from kit.reader import Reader
from services.evidence import settings
from services.evidence.bucket.client import Part, bucket
from services.evidence.piece import media
from services.evidence.piece.piece import Piece
from services.evidence.piece.store import EVIDENCE, LEAD_IDS
from services.evidence.sites.looks import forbidden
from services.evidence.uploading.declaring import adds
from services.evidence.uploading.quotas import UNCOUNTED, UNFINISHED, Holdings, Quota, midnight
from services.evidence.uploading.uploading import Sighting, Ticket, unlike
from services.evidence.wanting.looks import captions_for

Filters = dict[str, Any]


def for_declare(reader: Reader, state: Piece | None, order: Declare, given: Given) -> Holdings:
    """What the account, its unit and the district hold; uncounted where no file would be added."""
    if not adds(state):
        return UNCOUNTED
    if forbidden(reader, order.position):
        return replace(UNCOUNTED, forbidden=True)
    everywhere, by = reader.everywhere(), given.by
    quotas = [
        _quota(everywhere, "account", {"by": by.account}),
        # What the caller may know of: a count would tell of the inspectors' photos.
        _quota(reader, "district", {"district": order.district}),
    ]
    if by.unit:
        quotas.append(_quota(everywhere, "unit", {"district": order.district, "unit": by.unit}))
    since = {"by": by.account, "declared_at": {"$gte": midnight(given.now)}}
    return Holdings(
        quotas=tuple(quotas),
        today=everywhere.count(EVIDENCE, since),
        most_today=settings.DECLARED_PER_DAY(),
        taken=everywhere.find(LEAD_IDS, given.key) is not None,
        captions=captions_for(reader, order.district, order.tasks),
    )


def _quota(reader: Reader, whose: str, filters: Filters) -> Quota:
    filters = {"state": {"$in": list(UNFINISHED)}} | filters
    files, size = reader.total(EVIDENCE, filters, "manifest.size")
    most_files, most_bytes = settings.UNFINISHED[whose]
    return Quota(
        whose=whose, files=files, bytes=size, most_files=most_files(), most_bytes=most_bytes()
    )


def for_open(_reader: Reader, state: Piece, order: Open, given: Given) -> Ticket | None:
    """Addresses for what is missing; creates the multipart upload where there is none.

    Raises: NotFound (another unit's): before the store is asked.
    """
    state.must_be_own(given.by, given.key)
    if state.state not in ("DECLARED", "OPEN"):
        return None
    expires_at = as_written(given.now + timedelta(seconds=settings.UPLOAD_SECONDS()))
    if not state.in_parts:
        manifest = state.manifest
        address = bucket().addresses.put(
            state.object,
            size=manifest.size,
            media_type=manifest.media_type,
            sha256=manifest.sha256,
            seconds=settings.UPLOAD_SECONDS(),
        )
        return Ticket(upload_id="", answer={"method": "put", **address, "expires_at": expires_at})
    upload_id, missing = _upload(state)
    answer = {
        "method": "multipart",
        "parts": [_part(state, upload_id, number) for number in missing[: order.parts]],
        "missing": len(missing),
        "expires_at": expires_at,
    }
    return Ticket(upload_id=upload_id, answer=answer)


def _upload(state: Piece) -> tuple[str, tuple[int, ...]]:
    """The multipart upload to go on with, and the parts that it lacks."""
    if state.upload_id:
        parts = bucket().parts(state.object, state.upload_id)
        if parts is not None:
            return state.upload_id, missing_parts(state, parts)
    # The upload is gone: either it was completed and the object is there, or it was given up.
    if bucket().head(state.object) is not None:
        return state.upload_id, ()
    upload_id = bucket().create_upload(state.object, state.manifest.media_type)
    crashing.point("upload begun")
    return upload_id, all_parts(state)


def _part(state: Piece, upload_id: str, number: int) -> dict[str, Any]:
    return bucket().addresses.part(
        state.object,
        upload_id,
        number,
        size=media.part_size(state.manifest.size, number),
        sha256=state.manifest.part_sha256[number - 1],
        seconds=settings.UPLOAD_SECONDS(),
    )


def all_parts(state: Piece) -> tuple[int, ...]:
    """The numbers of its parts; a file that goes up in one PUT is one part."""
    count = media.part_count(state.manifest.size) if state.in_parts else 1
    return tuple(range(1, count + 1))


def missing_parts(state: Piece, parts: dict[int, Part]) -> tuple[int, ...]:
    """Numbers of the parts that are not there, or not in their right size."""
    size = state.manifest.size
    return tuple(
        number
        for number in all_parts(state)
        if number not in parts or parts[number].size != media.part_size(size, number)
    )


def for_uploaded(_reader: Reader, state: Piece, _order: Any, given: Given) -> Sighting | None:
    """Raises: NotFound (another unit's): before the store is asked."""
    state.must_be_own(given.by, given.key)
    return sighting_of(state) if state.state == "OPEN" else None


def sighting_of(state: Piece) -> Sighting:
    """Look for all bytes; complete the upload where every part is there; delete what is wrong."""
    found = bucket().head(state.object)
    if found is None and state.upload_id:
        missing = _complete(state)
        if missing:
            return Sighting(missing=missing)
        found = bucket().head(state.object)
    if found is None:
        return Sighting(missing=all_parts(state))
    if fault := unlike(state, found.size, found.sha256):
        bucket().delete(state.object, found.version_id)
        return Sighting(missing=all_parts(state), fault=fault)
    return Sighting(version_id=found.version_id)


def _complete(state: Piece) -> tuple[int, ...]:
    """Complete the upload; the parts that it still lacks. Whether it is complete, ``head`` says."""
    parts = bucket().parts(state.object, state.upload_id)
    if parts is None:
        return ()
    missing = missing_parts(state, parts)
    if not missing:
        hashes = dict(enumerate(state.manifest.part_sha256, start=1))
        crashing.point("completing")
        bucket().complete(state.object, state.upload_id, parts, hashes)
        crashing.point("completed")
    return missing
