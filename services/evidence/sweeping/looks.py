"""What a sweep must know, and does in the store before it is written down."""

from kit import crashing
from kit.change import Given
from kit.reader import Reader
from services.evidence import metrics
from services.evidence.bucket.client import bucket
from services.evidence.piece.piece import Piece, derived
from services.evidence.sealing.busy import Busy
from services.evidence.sealing.looks import busy
from services.evidence.uploading.looks import sighting_of
from services.evidence.uploading.uploading import Sighting


def for_sweep(reader: Reader, state: Piece, _due: None, given: Given) -> Sighting | Busy | None:
    """Look for the bytes of an open upload; give up what expires; delete what the record says goes.

    Raises: Unavailable, also for a check that did not end while the store is away: its lease then
    counts for nothing.
    """
    metrics.SWEPT.labels(state.state).inc()
    if state.state == "OPEN":
        sighting = sighting_of(state)
        if not sighting.version_id and given.now >= state.expires_at:
            bucket().abort_uploads(state.object)
        return sighting
    if state.state == "DECLARED" and state.in_parts:
        bucket().abort_uploads(state.object)
    if state.erasing:
        _erase(state)
    if state.state == "CHECKING":
        bucket().check()
    return busy(reader, state) if state.state == "STORED" else None


def _erase(state: Piece) -> None:
    """The object and all that was made of it. Twice is as once."""
    crashing.point("erasing")
    if state.version_id:
        bucket().hold(state.object, state.version_id, on=False)
    for key in (*derived(state.object), state.object):
        bucket().erase(key)
    crashing.point("erased")
