"""What a sweep must know, and does in the store before it is written down."""

from kit.change import Given
from kit.reader import Reader
from services.evidence import metrics
from services.evidence.bucket.client import bucket
from services.evidence.piece.piece import Piece
from services.evidence.sealing.busy import Busy
from services.evidence.sealing.looks import busy
from services.evidence.uploading.looks import sighting_of
from services.evidence.uploading.uploading import Sighting


def for_sweep(reader: Reader, state: Piece, _due: None, given: Given) -> Sighting | Busy | None:
    """Look for the bytes of an open upload; give up what expires; delete what was rejected.

    Raises: Unavailable, also for a check that did not end while the store is away: its lease then
    counts for nothing.
    """
    metrics.SWEPT.labels(state.state).inc()
    if state.state == "OPEN":
        sighting = sighting_of(state)
        if not sighting.version_id and given.now >= state.expires_at:
            bucket().abort_uploads(state.object)
        return sighting
    if state.state == "REJECTED" and state.version_id:
        bucket().delete(state.object, state.version_id)
    if state.state == "CHECKING":
        bucket().check()
    return busy(reader, state) if state.state == "STORED" else None
