"""Supervision as a process: what a covert visit hides, slips by date, look-back, accountability."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from contracts import tasks as facts
from contracts.caller import Caller
from contracts.clock import CHINA
from contracts.orders import tasks as orders
from contracts.words import InspectionKind
from kit.topology import events
from tests.interface.test_tasks import (
    ELSEWHERE,
    LI,
    QIAN,
    STANDARD,
    SUN,
    TAP,
    UNITS,
    WANG,
    WU,
    YEAR,
    ZHAO,
    ZHENG,
    Office,
    appoint,
    caller,
    sealed,
)
from tests.support.calling import publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
TODAY = datetime.now(CHINA).date()
VISIT = date(YEAR, 1, 5)
CHU = caller("chu", "inspector")
HE = caller("he", "leader")
CITY_INSPECTOR = caller("shi", "inspector", "*")
OUTSIDERS = (CHU, HE, WANG, SUN, WU, LI, ELSEWHERE)


@pytest.fixture(scope="module")
def tasks(stack: Stack) -> Running:
    return stack.start(SERVICES[0], TONGXIN_DUE_SECONDS="0.2").wait_ready()


@pytest.fixture(scope="module")
def office(stack: Stack, tasks: Running) -> Iterator[Office]:
    channel: Any = stack.amqp().channel()
    channel.queue_declare(TAP, durable=True, auto_delete=False)
    channel.queue_bind(TAP, events("tasks"), "#")
    office = Office(stack)
    office.give(orders.FoundDistrict(district="ganzhou", name="甘州区"), ZHAO)
    for unit in UNITS:
        office.give(
            orders.RegisterUnit(district="ganzhou", unit=unit, name=unit, kind="department"), ZHAO
        )
    appoint(office, "sun", "publicity")
    appoint(office, "li", "education")
    office.give(
        orders.AppointPerson(account="chu", name="楚", roles=("inspector",), district="ganzhou"),
        ZHAO,
    )
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(year=YEAR, name="创建", standard="v1", districts=("ganzhou",))
    eventually(lambda: office.give(campaign, ZHAO))
    yield office


def plan(
    office: Office, kind: InspectionKind = "routine", by: Caller = ZHENG, **changes: Any
) -> str:
    order = orders.PlanInspection(
        district="ganzhou", campaign="c-2026", kind=kind, title="检查", on=VISIT, **changes
    )
    return str(office.give(order, by)["id"])


def find(
    office: Office,
    inspection: str,
    rectify_by: date | None = None,
    by: Caller = ZHENG,
    **changes: Any,
) -> str:
    usual = {"item": "B04", "unit": "publicity", "kind": "found", "fault": "标语破损"}
    fault = orders.RaiseFinding(
        **{**usual, **changes},
        inspection=inspection,
        evidence=(sealed(office),),
        rectify_by=rectify_by,
        place="火车站东广场",
    )
    return str(office.give(fault, by)["id"])


def everything(office: Office, by: Caller) -> str:
    """All that a caller's questions give, as one text."""
    found = [
        office.ask(ask, by)
        for ask in (
            orders.Findings(limit=200),
            orders.Findings(state="held", limit=200),
            orders.Findings(unit="publicity", limit=200),
            orders.Inspections(limit=200),
            orders.Inspections(kind="covert", limit=200),
            orders.Inspections(published=False, limit=200),
            orders.Slips(limit=200),
            orders.Accountabilities(limit=200),
            orders.Tasks(limit=200),
        )
    ]
    return repr(found)


def said(office: Office, *subjects: str) -> list[str]:
    """The types of all facts so far that are of these things, or name them."""
    office.facts(facts.FindingRaised, "")
    return [
        type(fact).type
        for of, fact in office._heard
        if of in subjects or any(one in repr(fact) for one in subjects)
    ]


def test_a_covert_visit_shows_nowhere_before_it_is_published(office: Office) -> None:
    visit = plan(office, "covert")
    fault = find(office, visit, rectify_by=TODAY)
    for by in OUTSIDERS:
        shown = everything(office, by)
        assert visit not in shown and fault not in shown, by
        assert office.hidden(orders.InspectionOf(inspection=visit), by)
        assert office.hidden(orders.FindingOf(finding=fault), by)
        assert office.ask(orders.Findings(inspection=visit), by)["items"] == []
    for by in (ZHENG, ZHAO, QIAN):
        shown = everything(office, by)
        assert visit in shown and fault in shown, by
        inside = office.ask(orders.InspectionOf(inspection=visit), by)
        assert inside["counts"]["states"] == {"held": 1}
    for order, by in (
        (orders.Appeal(finding=fault, reason="不属我单位"), SUN),
        (orders.Rectify(finding=fault, note="已更换", evidence=("e-1",)), SUN),
        (orders.CloseRectification(finding=fault, accepted=True), CHU),
        (orders.PublishInspection(inspection=visit), CHU),
        (
            orders.RaiseFinding(
                inspection=visit, item="B04", unit="publicity", kind="found", fault="又一处"
            ),
            CHU,
        ),
    ):
        assert office.refused(order, by).code == "not-found", order
    assert office.refused(decision(fault), QIAN).field == "findings[0]", "its unit would read of it"
    canary = find(office, plan(office))
    office.fact(facts.FindingRaised, canary)
    assert said(office, visit, fault) == [], "no event leaves, so no feed, no score, no message"
    office.give(orders.PublishInspection(inspection=visit), ZHENG)
    assert office.fact(facts.InspectionPublished, visit).published == TODAY
    assert office.fact(facts.FindingRaised, fault).inspection == visit
    assert office.ask(orders.FindingOf(finding=fault), SUN)["state"] == "ordered"
    assert office.ask(orders.InspectionOf(inspection=visit), SUN)["counts"]["findings"] == 1


def test_the_district_office_learns_of_the_citys_covert_visit_when_it_is_published(
    office: Office,
) -> None:
    visit = plan(office, "covert", by=CITY_INSPECTOR, inspectors=("chu",))
    fault = find(office, visit, by=CHU)
    for by in (QIAN, ZHENG):
        assert visit not in everything(office, by) and fault not in everything(office, by)
        assert office.hidden(orders.FindingOf(finding=fault), by)
    order = orders.NameInBulletin(finding=fault, bulletin="1期", on=TODAY)
    assert office.refused(order, QIAN).code == "not-found"
    assert office.refused(orders.PublishInspection(inspection=visit), QIAN).code == "not-found"
    account = decision(fault)
    assert office.refused(account, QIAN).field == "findings[0]"
    for by in (ZHAO, CHU, CITY_INSPECTOR):
        assert fault in everything(office, by)
    office.give(orders.PublishInspection(inspection=visit), CHU)
    eventually(lambda: fault in everything(office, QIAN))


def test_a_plan_is_seen_by_the_units_when_it_is_announced(office: Office) -> None:
    surprise = plan(office)
    told = plan(office, announced=True, units=("publicity",))
    for by in (SUN, WU):
        shown = everything(office, by)
        assert told in shown and surprise not in shown
        assert office.hidden(orders.InspectionOf(inspection=surprise), by)
    assert told not in everything(office, LI), "another unit is not inspected"
    office.give(orders.PublishInspection(inspection=surprise), QIAN)
    assert surprise in everything(office, SUN)


def colours(office: Office, finding: str) -> list[str]:
    shown = office.ask(orders.FindingOf(finding=finding), QIAN)
    return [slip["colour"] for slip in shown["slips"]]


def published_late(office: Office, overdue: date, red: date) -> tuple[str, str]:
    """Two findings of a covert visit, known only now: their days have passed, 3 and 60 days ago."""
    rules = orders.SetSlipRules(
        campaign="c-2026", district="ganzhou", orange_after=1, red_after=30, appeal_days=30
    )
    office.give(rules, ZHAO)
    visit = plan(office, "covert")
    orange = find(office, visit, rectify_by=overdue)
    long_red = find(office, visit, rectify_by=red)
    office.give(orders.PublishInspection(inspection=visit, on=red - timedelta(days=1)), ZHENG)
    eventually(lambda: colours(office, orange)[-1:] == ["orange"])
    eventually(lambda: colours(office, long_red)[-1:] == ["red"])
    # The slip is called for when a finding becomes known; overdue is said by the clock, after it.
    assert office.fact(facts.RectificationOverdue, orange).due == overdue
    assert office.fact(facts.RectificationOverdue, long_red).due == red
    return orange, long_red


def test_from_the_covert_visit_to_the_look_back_and_the_account(office: Office) -> None:
    overdue, red = TODAY - timedelta(days=3), TODAY - timedelta(days=60)
    orange, long_red = published_late(office, overdue, red)
    listed = office.ask(orders.Slips(unit="publicity", colour="orange", open=True), SUN)["items"]
    (row,) = [one for one in listed if one["finding"] == orange]
    assert row["number"].startswith(f"甘州督〔{YEAR}〕") and row["overdue"] is True
    assert long_red not in [one["finding"] for one in listed]
    late = office.ask(orders.Findings(overdue=True, limit=200), QIAN)["items"]
    assert {orange, long_red} <= {one["id"] for one in late}

    before, after = sealed(office), sealed(office)
    reply = orders.Rectify(
        finding=orange,
        note="已整改",
        before=(before,),
        after=(after,),
        measure="更换标语",
        result="新标语上墙",
        responsible="sun",
    )
    stranger = orders.Rectify(finding=orange, note="已整改", after=(after,), responsible="li")
    assert office.refused(stranger, SUN).field == "responsible"
    office.give(reply, SUN)
    office.give(orders.CloseRectification(finding=orange, accepted=True), QIAN)
    assert office.fact(facts.RectificationClosed, orange).in_time is False
    anew = orders.LookBack(
        finding=orange, holds=False, reason="标语再次脱落", rectify_by=TODAY + timedelta(days=9)
    )
    office.give(anew, ZHENG)
    eventually(lambda: colours(office, orange)[-1:] == ["blue"])
    assert office.ask(orders.FindingOf(finding=orange), SUN)["state"] == "ordered"

    for bulletin in ("督查通报〔2026〕1号", "督查通报（2026）1号", "督查通报〔2026〕2号"):
        order = orders.NameInBulletin(finding=orange, bulletin=bulletin, on=TODAY)
        office.give(order, QIAN)
    named = eventually(lambda: office.facts(facts.FindingNamed, orange)[1:]) and office.facts(
        facts.FindingNamed, orange
    )
    assert [fact.times for fact in named] == [1, 2]

    record = office.give(decision(orange), QIAN)["id"]
    assert office.fact(facts.AccountabilityRecorded, record).unit == "publicity"
    answer = orders.ReplyAccountability(accountability=record, text="已作出书面检查")
    assert office.refused(answer, LI).code == "not-found"
    office.give(answer, SUN)
    assert office.fact(facts.AccountabilityReplied, record).reply == "已作出书面检查"
    for by in (SUN, QIAN, ZHAO, HE):
        shown = office.ask(orders.AccountabilityOf(accountability=record), by)
        assert shown["measures_in_words"] == ["通报批评"]
        assert record in repr(office.ask(orders.Accountabilities(replied=True), by))
    for by in (LI, WANG, ZHENG, ELSEWHERE):
        assert office.hidden(orders.AccountabilityOf(accountability=record), by)
        assert record not in repr(office.ask(orders.Accountabilities(), by))


def decision(*findings: str) -> orders.RecordAccountability:
    return orders.RecordAccountability(
        district="ganzhou",
        campaign="c-2026",
        unit="publicity",
        ground="两次被通报仍未整改到位",
        measures=("criticism",),
        decision="予以通报批评",
        decided_by="区双拥工作领导小组",
        document="甘双办〔2026〕7号",
        on=TODAY,
        findings=findings,
    )


def test_slip_numbers_run_without_a_gap_however_many_come_at_once(office: Office) -> None:
    visit = plan(office, "covert")
    made = [find(office, visit, rectify_by=TODAY) for _ in range(12)]
    before = office.ask(orders.SlipBookOf(campaign="c-2026", district="ganzhou"), QIAN)["last"]
    office.give(orders.PublishInspection(inspection=visit), ZHENG)
    eventually(lambda: all(colours(office, one) == ["blue"] for one in made))
    numbers = {
        office.ask(orders.FindingOf(finding=one), QIAN)["slips"][0]["number"] for one in made
    }
    assert numbers == {f"甘州督〔{YEAR}〕{before + n}号" for n in range(1, 13)}


def test_an_upheld_appeal_withdraws_the_slip_and_nothing_falls_overdue(office: Office) -> None:
    finding = find(office, plan(office), rectify_by=TODAY)
    eventually(lambda: colours(office, finding) == ["blue"])
    until = office.ask(orders.FindingOf(finding=finding), SUN)["appeal_until"]
    assert until > TODAY.isoformat()
    other = find(office, plan(office))
    office.give(orders.Appeal(finding=finding, reason="不属我单位"), SUN)
    assert finding in appealed(office, "waiting") and other not in appealed(office, "waiting")
    office.give(orders.RuleAppeal(finding=finding, upheld=True, reason="属实"), QIAN)
    assert finding not in appealed(office, "waiting") and other not in appealed(office, "ruled")
    assert finding in appealed(office, "ruled")
    shown = office.ask(orders.FindingOf(finding=finding), QIAN)
    assert [slip["withdrawn"] for slip in shown["slips"]] == [True]
    kept = office.stack.mongo("tasks").findings.find_one({"_id": finding})
    assert kept and kept.get("due") is None, "the clock no longer looks at it"


def appealed(office: Office, how: Any) -> set[str]:
    found = office.ask(orders.Findings(district="ganzhou", appeal=how, limit=200), QIAN)
    return {one["id"] for one in found["items"]}


def test_a_day_is_postponed_on_request(office: Office) -> None:
    finding = find(office, plan(office), rectify_by=TODAY)
    later = TODAY + timedelta(days=7)
    ask = orders.PostponeRectification(finding=finding, rectify_by=later, reason="未到货")
    office.give(ask, SUN)
    assert office.fact(facts.PostponementAsked, finding).due == later
    office.give(orders.RulePostponement(finding=finding, granted=True, reason="同意"), ZHENG)
    assert office.fact(facts.PostponementRuled, finding).due == later
    assert office.ask(orders.FindingOf(finding=finding), SUN)["rectify_by"] == later.isoformat()


def test_no_event_failed_or_was_parked(office: Office, tasks: Running) -> None:
    parked = [queue for queue in office.stack.api.queues() if queue.endswith(".parked")]
    assert parked and all(office.stack.api.depth(queue) == 0 for queue in parked)
    assert [line for line in tasks.log() if line.get("level") == "error"] == []
