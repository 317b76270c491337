"""Findings in each of their states, for the tests of supervision."""

from datetime import UTC, date, datetime
from typing import Any

from contracts.caller import Caller
from contracts.orders.tasks import (
    CloseRectification,
    PlanInspection,
    PublishInspection,
    RaiseFinding,
    Rectify,
)
from contracts.tasks import InspectionPublished
from services.tasks.supervision.finding import Finding
from services.tasks.supervision.inspection import (
    Inspection,
    Party,
    plan_inspection,
    publish_inspection,
)
from services.tasks.supervision.raising import Scene, raise_finding, release
from services.tasks.supervision.rectifying import Proof, close_rectification, rectify
from services.tasks.supervision.slips import USUAL, SlipRules
from tests.unit.tasks.cast import CAMPAIGN, NOW, SUN, ZHENG, caller, given, heard

ON = date(2026, 5, 6)
BY = date(2026, 5, 20)
BY_ENDS = datetime(2026, 5, 20, 16, tzinfo=UTC)
ONE = frozenset({"e-1"})
PROVED = Proof(sealed=ONE)
PARTY = Party(
    campaign=CAMPAIGN,
    inspectors=frozenset({"zheng", "chu"}),
    units=frozenset({"publicity", "education"}),
)
CITY_ZHENG = caller("zheng", "inspector", "*")
REPLY = Rectify(finding="f-1", note="已重新制作标语", evidence=("e-1",))


def plan(kind: str = "routine", **changes: Any) -> PlanInspection:
    usual: dict[str, Any] = {
        "district": "ganzhou",
        "campaign": "c-2026",
        "kind": kind,
        "title": "检查广场",
        "on": ON,
    }
    return PlanInspection(**{**usual, **changes})


def inspection(kind: str = "routine", by: Caller = ZHENG, **changes: Any) -> Inspection:
    return plan_inspection(None, plan(kind, **changes), given(by, PARTY)).state


def published(covert: Inspection, now: datetime = NOW) -> tuple[Inspection, InspectionPublished]:
    order = PublishInspection(inspection="i-1")
    change = publish_inspection(covert, order, given(ZHENG, now=now, key="i-1"))
    (fact,) = change.events
    assert isinstance(fact, InspectionPublished)
    return change.state, fact


def scene(
    of: Inspection | None = None,
    rules: SlipRules = USUAL,
    raised: int = 0,
    reserved: frozenset[str] = frozenset(),
) -> Scene:
    return Scene(
        inspection=of or inspection(),
        items=frozenset({"A01", "B04"}),
        units=frozenset({"publicity", "army"}),
        garrisons=frozenset({"army"}),
        sealed=ONE,
        reserved=reserved,
        rules=rules,
        raised=raised,
    )


def fault(**changes: Any) -> RaiseFinding:
    usual: dict[str, Any] = {
        "inspection": "i-1",
        "item": "B04",
        "unit": "publicity",
        "kind": "found",
        "fault": "标语破损",
        "evidence": ("e-1",),
        "rectify_by": BY,
    }
    return RaiseFinding(**{**usual, **changes})


def found(
    of: Inspection | None = None,
    rules: SlipRules = USUAL,
    now: datetime = NOW,
    by: Caller = ZHENG,
    **changes: Any,
) -> Finding:
    return raise_finding(
        None, fault(**changes), given(by, scene(of, rules), now=now, key="f-1")
    ).state


def held(by: Caller = ZHENG, **changes: Any) -> Finding:
    return found(inspection("covert", by), by=by, **changes)


def released(now: datetime = NOW, **changes: Any) -> Finding:
    _, fact = published(inspection("covert"), now)
    change = release(held(**changes), fact, heard(fact, key="f-1"))
    assert change
    return change.state


def replied(now: datetime = NOW) -> Finding:
    return rectify(found(), REPLY, given(SUN, PROVED, now=now)).state


def closed() -> Finding:
    order = CloseRectification(finding="f-1", accepted=True)
    return close_rectification(replied(), order, given(ZHENG)).state
