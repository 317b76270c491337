"""A covert visit's finding lets those of the visit know of the photos that it names."""

from contracts.tasks import FindingHeld
from kit.change import Given
from kit.reader import Reader
from services.evidence.domain.showing import confide
from services.evidence.piece.store import EVIDENCE

__all__ = ["confide", "named"]


def named(fact: FindingHeld, _given: Given, reader: Reader) -> list[str]:
    """What the finding names and is here."""
    return [id for id in fact.evidence if reader.find(EVIDENCE, id)]
