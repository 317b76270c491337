"""Inspections: special, routine or covert; the plan is the inspectors' own until it is told."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import day_of, near
from contracts.orders.tasks import PlanInspection, PublishInspection
from contracts.refusals import Invalid
from contracts.tasks import InspectionPublished
from contracts.words import InspectionKind, Level
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.planning.campaign import Campaign
from services.tasks.refusals import WrongState
from services.tasks.supervision.covert import must_know


class Inspection(Struct, frozen=True, kw_only=True):
    """``level``: who planned it. ``inspectors``: the planner and those named.

    ``units`` empty: the whole district. ``published``: the day, None before; ``published_by``: who
    did.
    """

    district: str
    campaign: str
    year: int
    standard: str
    kind: InspectionKind
    title: str
    on: date
    by: str
    announced: bool = False
    inspectors: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    level: Level = "district"
    published: date | None = None
    published_by: str = ""

    @property
    def held(self) -> bool:
        """Whether all of it is a secret still."""
        return self.kind == "covert" and self.published is None


class Party(Struct, frozen=True, kw_only=True):
    """What a plan is checked against: those of its names that exist."""

    campaign: Campaign
    inspectors: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


def plan_inspection(
    inspection: Inspection | None, order: PlanInspection, given: Knowing[Party]
) -> Change[Inspection]:
    """No fact is published: nobody inspected may learn of the plan.

    Raises: DistrictNotInCampaign, Invalid (a date years away, an unknown name, a covert visit that
    is announced).
    """
    party = given.found
    campaign = party.campaign
    campaign.must_include(order.district)
    if not near(order.on, campaign.year):
        raise Invalid(f"日期 {order.on} 与{campaign.year}年度相差过远。", field="on")
    _must_fit(order, party)
    new = alike(
        Inspection,
        order,
        **campaign.header(),
        by=given.by.account,
        inspectors=tuple(dict.fromkeys((given.by.account, *order.inspectors))),
        units=tuple(dict.fromkeys(order.units)),
        level=given.by.level,
    )
    return Change(new)


def publish_inspection(
    inspection: Inspection, order: PublishInspection, given: Given
) -> Change[Inspection]:
    """Raises: NotFound (no concern of the caller's), WrongState, Invalid (the day)."""
    must_know(given.by, inspection, given.key)
    if inspection.published is not None:
        raise WrongState(f"这次检查已于{inspection.published}公布。", "published")
    today = day_of(given.now)
    day = order.on or today
    if not inspection.on <= day <= today:
        raise Invalid(f"公布日期 {day} 须在检查日期 {inspection.on} 与今天之间。", field="on")
    new = replace(inspection, published=day, published_by=given.by.account)
    fact = alike(InspectionPublished, new, inspection=given.key, by=new.published_by)
    return Change(new, (fact,))


def _must_fit(order: PlanInspection, party: Party) -> None:
    if order.announced and order.kind == "covert":
        raise Invalid("明察暗访不得预先通知，请去掉 announced。", field="announced")
    for at, account in enumerate(order.inspectors):
        if account not in party.inspectors:
            raise Invalid(f"{account} 不是本区或市级督查人员。", field=f"inspectors[{at}]")
    for at, unit in enumerate(order.units):
        if unit not in party.units:
            raise Invalid(f"单位 {unit} 不是本区单位。", field=f"units[{at}]")
