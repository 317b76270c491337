"""For leads."""

from typing import Any

from contracts.orders.tasks import BringLead, SetSnapping
from contracts.tasks import FindingRaised
from kit.change import Given
from kit.reader import Reader
from services.tasks.leads.codes import code_of
from services.tasks.leads.snapping import Snapping, snapping_id
from services.tasks.leads.store import LEADS, SNAPPINGS
from services.tasks.organisation.store import DISTRICTS

MOST = 20
"""Photos of one finding."""


def for_bring(reader: Reader, state: Any, order: BringLead, given: Given) -> Snapping | None:
    return reader.find(SNAPPINGS, snapping_id(order.district))


def of_lead(order: BringLead, given: Given, reader: Reader) -> str:
    return code_of(order.photo)


def of_district(order: SetSnapping, given: Given, reader: Reader) -> str:
    """Raises: NotFound (no such district)."""
    reader.get(DISTRICTS, order.district)
    return snapping_id(order.district)


def of_finding(fact: FindingRaised, given: Given, reader: Reader) -> list[str]:
    """The leads whose photos it names."""
    if not fact.evidence:
        return []
    wanted = {"photo": {"$in": list(fact.evidence)}}
    return [id for id, _ in reader.all(LEADS, wanted, limit=MOST)]
