"""For inspections and findings."""

from typing import Any

from contracts.orders.tasks import PlanInspection, RaiseFinding, Rectify
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.planning.campaign import Campaign
from services.tasks.domain.supervision.finding import Finding, Scene
from services.tasks.lookups.known import sealed_of, units_of
from services.tasks.store import CAMPAIGNS, INSPECTIONS, STANDARDS


def for_plan_inspection(
    reader: Reader, state: Any, order: PlanInspection, given: Given
) -> Campaign:
    return reader.get(CAMPAIGNS, order.campaign)


def for_raise_finding(reader: Reader, state: Any, order: RaiseFinding, given: Given) -> Scene:
    inspection = reader.get(INSPECTIONS, order.inspection)
    standard = reader.get(STANDARDS, inspection.standard)
    return Scene(
        inspection=inspection,
        items=frozenset(standard.by_code()),
        units=units_of(reader, inspection.district),
        sealed=sealed_of(reader, inspection.district, order.evidence),
    )


def for_rectify(reader: Reader, state: Finding, order: Rectify, given: Given) -> frozenset[str]:
    return sealed_of(reader, state.district, order.evidence)
