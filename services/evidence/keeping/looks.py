"""What holds and disposals need of database and store. A hold is set in the store before it is
written down; a change that meets another writer sets it anew, so the last one stands."""

from contracts.evidence import DisposalApproved
from contracts.orders.evidence import HoldEvidence, LiftHold, ProposeDisposal
from kit import crashing
from kit.change import Given
from kit.reader import Reader
from services.evidence.bucket.client import bucket
from services.evidence.keeping.disposal import Disposal
from services.evidence.keeping.holding import held_for, may_lift
from services.evidence.piece.piece import Piece
from services.evidence.piece.store import EVIDENCE


def for_hold(reader: Reader, state: Piece, order: HoldEvidence, given: Given) -> None:
    """Raises: NotFound (before the store is asked), Unavailable."""
    state.must_be_seen_by(given.by, given.key)
    if state.holdable:
        bucket().hold(state.object, state.version_id, on=True)
        crashing.point("held")


def for_lift(reader: Reader, state: Piece, order: LiftHold, given: Given) -> None:
    """Raises: NotFound, Unavailable."""
    state.must_be_seen_by(given.by, given.key)
    found = held_for(state, order.reference)
    if found is not None and state.holdable and may_lift(found, given.by):
        bucket().hold(state.object, state.version_id, on=len(state.holds) > 1)


def for_proposal(
    reader: Reader, state: Disposal | None, order: ProposeDisposal, given: Given
) -> dict[str, Piece]:
    return reader.many(EVIDENCE, order.evidence)


def for_disposal(reader: Reader, state: Piece | None, fact: DisposalApproved, given: Given) -> bool:
    """Whether the store's lock is over, whatever the record says. Raises: Unavailable."""
    if state is None or not state.version_id:
        return False
    crashing.point("disposing")
    until = bucket().locked_until(state.object, state.version_id)
    return until is None or until <= given.now
