"""A finding shows its photos to those whom it concerns."""

from contracts.tasks import FindingRaised
from kit.change import Given
from kit.reader import Reader
from services.evidence.domain.showing import show
from services.evidence.piece.store import EVIDENCE

__all__ = ["named", "show"]


def named(fact: FindingRaised, _given: Given, reader: Reader) -> list[str]:
    """What the finding names and is here."""
    return [id for id in fact.evidence if reader.find(EVIDENCE, id)]
