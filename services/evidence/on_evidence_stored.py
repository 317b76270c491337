"""All bytes are there: claim the check. Also heard again when a sweeper says it anew."""

from contracts.evidence import EvidenceStored
from kit.change import Change, Given
from services.evidence.domain import checking
from services.evidence.domain.model import Evidence


def begin(state: Evidence, _fact: EvidenceStored, given: Given) -> Change[Evidence] | None:
    return checking.begin(state, given)
