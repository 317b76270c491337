"""Which photos a finding names."""

from contracts.tasks import FindingHeld, FindingRaised
from kit.change import Given
from kit.reader import Reader
from services.evidence.piece.store import EVIDENCE


def of_finding(fact: FindingHeld | FindingRaised, _given: Given, reader: Reader) -> list[str]:
    """What the finding names and is here."""
    return [id for id in fact.evidence if reader.find(EVIDENCE, id)]
