"""What a sweeper does with evidence whose hour has come; nothing stays stuck in any state."""

from kit.change import Change, Given
from services.evidence.piece.piece import Piece
from services.evidence.sealing import checking
from services.evidence.uploading import uploading


def sweep(state: Piece, _due: None, given: Given) -> Change[Piece] | None:
    """Look again, check (again), give up, or delete what was rejected.

    ``given.found``: for OPEN the ``Sighting``, for STORED ``Busy``; for REJECTED the bytes are
    deleted by then.
    """
    match state.state:
        case "DECLARED":
            return Change(uploading.expired(state, given.now))
        case "OPEN":
            return uploading.looked(state, given)
        case "STORED":
            return checking.begin(state, None, given)
        case "CHECKING":
            return checking.lease_ended(state, given)
        case "QUARANTINED":
            return checking.attempt(state, given)
        case "REJECTED":
            return Change(state.but(due=None).noted("deleted", given.now, {}))
    return None
