"""Who names a piece: what is used is not disposed of by oversight."""

from contracts.tasks import TaskSubmitted
from kit.change import Change, Given
from services.evidence.piece.piece import Piece, used


def submitted(state: Piece | None, fact: TaskSubmitted, given: Given) -> Change[Piece] | None:
    if state is None or given.heard.district != state.district or fact.task in state.uses:
        return None
    return Change(used(state, fact.task))
