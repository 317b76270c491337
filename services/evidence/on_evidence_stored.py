"""All bytes are there: claim the check, or wait for a turn."""

from contracts.evidence import EvidenceStored
from kit.change import Change, Given
from kit.reader import Reader
from services.evidence import counting
from services.evidence.domain import checking
from services.evidence.domain.turns import Busy
from services.evidence.piece.piece import Piece


def begin(state: Piece, _fact: EvidenceStored, given: Given) -> Change[Piece] | None:
    return checking.begin(state, given)


def busy(reader: Reader, state: Piece, _fact: EvidenceStored, _given: Given) -> Busy | None:
    return counting.busy(reader, state) if state.state == "STORED" else None
