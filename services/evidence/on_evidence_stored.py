"""All bytes are there: claim the check, or wait for a turn."""

from contracts.evidence import EvidenceStored
from kit.change import Change, Given
from kit.reader import Reader
from services.evidence import counting
from services.evidence.domain import checking
from services.evidence.domain.model import Evidence
from services.evidence.domain.turns import Busy


def begin(state: Evidence, _fact: EvidenceStored, given: Given) -> Change[Evidence] | None:
    return checking.begin(state, given)


def busy(reader: Reader, state: Evidence, _fact: EvidenceStored, _given: Given) -> Busy | None:
    return counting.busy(reader, state) if state.state == "STORED" else None
