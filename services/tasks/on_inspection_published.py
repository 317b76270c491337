"""A published inspection raises the findings that were held for it."""

from contracts.tasks import InspectionPublished
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.supervision.raising import MAX_FINDINGS
from services.tasks.domain.supervision.raising import release as raise_held
from services.tasks.store import FINDINGS

__all__ = ["held", "raise_held"]


def held(fact: InspectionPublished, given: Given, reader: Reader) -> list[str]:
    wanted = {"district": given.heard.district, "inspection": fact.inspection, "state": "held"}
    return [id for id, _ in reader.all(FINDINGS, wanted, limit=MAX_FINDINGS + 100)]
