"""Inspections: special, routine or covert; the plan is the inspectors' own."""

from datetime import date

from msgspec import Struct

from contracts.orders.tasks import InspectionKind, PlanInspection
from contracts.refusals import Invalid
from kit.change import Change, Given
from services.tasks.domain.clock import near
from services.tasks.domain.planning.campaign import Campaign


class Inspection(Struct, frozen=True, kw_only=True):
    district: str
    campaign: str
    year: int
    standard: str
    kind: InspectionKind
    title: str
    on: date
    by: str


def plan_inspection(
    inspection: Inspection | None, order: PlanInspection, given: Given
) -> Change[Inspection]:
    """``given.found``: Campaign. No fact is published: nobody inspected may learn of the plan.

    Raises: DistrictNotInCampaign, Invalid (a date years away).
    """
    campaign: Campaign = given.found
    campaign.must_include(order.district)
    if not near(order.on, campaign.year):
        raise Invalid(f"日期 {order.on} 与{campaign.year}年度相差过远。", field="on")
    new = Inspection(
        district=order.district,
        campaign=order.campaign,
        year=campaign.year,
        standard=campaign.standard,
        kind=order.kind,
        title=order.title,
        on=order.on,
        by=given.by.account,
    )
    return Change(new)
