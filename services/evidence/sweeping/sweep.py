"""What a sweeper does with evidence whose hour has come; nothing stays stuck in any state."""

from kit.change import Change, Knowing
from services.evidence.piece.piece import Piece
from services.evidence.sealing import checking
from services.evidence.sealing.busy import Busy
from services.evidence.uploading import uploading
from services.evidence.uploading.uploading import Sighting


def sweep(state: Piece, _due: None, given: Knowing[Sighting | Busy | None]) -> Change[Piece] | None:
    """Look again, check (again), give up, or delete what was rejected or disposed of: the record
    says so first, and what it says goes by the next look.
    """
    if state.erasing:
        return Change(_erased(state))
    match state.state, given.found:
        case "DECLARED", _:
            return uploading.expired(state, given)
        case "OPEN", Sighting() as sighting:
            return uploading.looked(state, sighting, given)
        case "STORED", Busy() as busy:
            return checking.begin(state, None, given.knowing(busy))
        case "CHECKING", _:
            return checking.lease_ended(state, given)
        case "QUARANTINED", _:
            return checking.attempt(state, given)
        case "REJECTED", _ if state.holds:
            return Change(state.but(due=None))
        case "REJECTED", _:
            return Change(state.but(erasing=True, due=given.now).noted("deleted", given.now, {}))
    return None


def _erased(state: Piece) -> Piece:
    """Of what was sealed the version stays named, for its custody names it."""
    version = state.version_id if state.state == "DISPOSED" else ""
    return state.but(erasing=False, due=None, version_id=version)
