"""Who uploaded a file learns why it cannot prove anything."""

from contracts.evidence import EvidenceRejected
from services.notify.domain.audience import Audience, Named


def tells(fact: EvidenceRejected) -> Audience:
    return (Named(fact.by),)
