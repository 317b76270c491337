"""Who uploaded a file and the district office learn that it was used before."""

from contracts.evidence import EvidenceReused
from services.notify.domain.audience import OFFICE, Audience, Named


def tells(fact: EvidenceReused) -> Audience:
    return Named(fact.by), OFFICE
