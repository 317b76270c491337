"""Inspections, findings, rectification and appeals."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from contracts.orders.tasks import (
    Appeal,
    CloseRectification,
    PlanInspection,
    RaiseFinding,
    Rectify,
    RuleAppeal,
)
from contracts.tasks import (
    AppealRaised,
    AppealRuled,
    FindingRaised,
    RectificationClosed,
    RectificationOrdered,
    RectificationOverdue,
    RectificationReported,
    RectificationReturned,
)
from services.tasks.supervision.appealing import appeal, rule_appeal
from services.tasks.supervision.finding import Finding
from services.tasks.supervision.inspection import Inspection, Party, plan_inspection
from services.tasks.supervision.raising import Scene, raise_finding
from services.tasks.supervision.rectifying import Proof, close_rectification, rectify
from services.tasks.supervision.ticking import fall_due
from tests.unit.tasks.cast import (
    CAMPAIGN,
    LI,
    NOW,
    QIAN,
    SUN,
    ZHENG,
    caller,
    given,
    refused,
)

ON = date(2026, 5, 6)
BY = date(2026, 5, 20)
BY_ENDS = datetime(2026, 5, 20, 16, tzinfo=UTC)
ONE = frozenset({"e-1"})
PARTY = Party(campaign=CAMPAIGN)
PROVED = Proof(sealed=ONE)

PLAN = PlanInspection(
    district="ganzhou", campaign="c-2026", kind="routine", title="检查广场", on=ON
)
REPLY = Rectify(finding="f-1", note="已重新制作标语", evidence=("e-1",))
GOOD = CloseRectification(finding="f-1", accepted=True)
BAD = CloseRectification(finding="f-1", accepted=False, reason="仍有破损")
PLEA = Appeal(finding="f-1", reason="该点位不属我单位")
UPHELD = RuleAppeal(finding="f-1", upheld=True, reason="属实，撤销")
DISMISSED = RuleAppeal(finding="f-1", upheld=False, reason="责任清楚")


def inspection() -> Inspection:
    return plan_inspection(None, PLAN, given(ZHENG, PARTY)).state


def scene(sealed: frozenset[str] = ONE) -> Scene:
    return Scene(
        inspection=inspection(),
        items=frozenset({"A01", "B04"}),
        units=frozenset({"publicity"}),
        sealed=sealed,
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


def found(**changes: Any) -> Finding:
    return raise_finding(None, fault(**changes), given(ZHENG, scene())).state


def replied(now: datetime = NOW) -> Finding:
    return rectify(found(), REPLY, given(SUN, PROVED, now=now)).state


def appealed() -> Finding:
    return appeal(found(), PLEA, given(SUN)).state


def test_an_inspection_is_planned_without_telling_anyone() -> None:
    change = plan_inspection(None, PLAN, given(ZHENG, PARTY))
    assert change.events == ()
    assert (change.state.kind, change.state.by, change.state.year) == ("routine", "zheng", 2026)


def test_an_inspection_is_in_the_campaign() -> None:
    order = PlanInspection(district="shandan", campaign="c-2026", kind="routine", title="查", on=ON)
    with refused("district-not-in-campaign"):
        plan_inspection(None, order, given(ZHENG, PARTY))


def test_an_inspection_is_near_its_campaign_in_time() -> None:
    day = date(2206, 1, 1)
    order = PlanInspection(
        district="ganzhou", campaign="c-2026", kind="routine", title="查", on=day
    )
    with refused("invalid", "on"):
        plan_inspection(None, order, given(ZHENG, PARTY))


def test_a_finding_deducts_and_orders_rectification_by_a_day() -> None:
    change = raise_finding(None, fault(), given(ZHENG, scene(), key="f-1"))
    assert change.events[:2] == (
        FindingRaised(
            finding="f-1",
            inspection="i-1",
            year=2026,
            standard="v1",
            item="B04",
            unit="publicity",
            kind="found",
            fault="标语破损",
            on=ON,
            evidence=("e-1",),
        ),
        RectificationOrdered(
            finding="f-1",
            year=2026,
            item="B04",
            unit="publicity",
            fault="标语破损",
            due=BY,
        ),
    )
    assert change.state.next_due() == BY_ENDS


def test_a_finding_without_a_day_orders_nothing() -> None:
    change = raise_finding(None, fault(rectify_by=None), given(ZHENG, scene()))
    assert [type(fact) for fact in change.events] == [FindingRaised]
    assert (change.state.state, change.state.next_due()) == ("raised", None)


def test_a_finding_names_a_known_item_unit_and_day() -> None:
    for field, value in (
        ("item", "Z99"),
        ("unit", "nobody"),
        ("rectify_by", date(2026, 5, 5)),
        ("rectify_by", date(2206, 5, 5)),
    ):
        with refused("invalid", field):
            raise_finding(None, fault(**{field: value}), given(ZHENG, scene()))


def test_rectification_may_be_ordered_for_the_same_day() -> None:
    assert found(rectify_by=ON).rectify_by == ON


def test_a_finding_is_proved_by_sealed_evidence() -> None:
    with refused("evidence-not-sealed", "evidence") as no:
        raise_finding(None, fault(), given(ZHENG, scene(frozenset())))
    assert no.value.extra["evidence"] == ["e-1"]


def test_the_unit_at_fault_replies_with_evidence() -> None:
    finding = replied()
    assert finding.state == "rectified"
    assert finding.reply and finding.reply.evidence == ("e-1",)
    assert finding.next_due() is None


def test_another_unit_sees_no_finding_to_reply_to() -> None:
    for outsider in (LI, caller("lost", "unit")):
        with refused("not-found"):
            rectify(found(), REPLY, given(outsider, PROVED))
        with refused("not-found"):
            appeal(found(), PLEA, given(outsider))


def test_a_reply_is_proved_by_sealed_evidence() -> None:
    with refused("evidence-not-sealed"):
        rectify(found(), REPLY, given(SUN, Proof(sealed=frozenset())))


def test_only_an_order_is_replied_to() -> None:
    for finding in (found(rectify_by=None), replied()):
        with refused("wrong-state"):
            rectify(finding, REPLY, given(SUN, PROVED))


def test_an_accepted_reply_closes_the_order_in_time() -> None:
    change = close_rectification(replied(), GOOD, given(ZHENG, key="f-1"))
    assert change.state.state == "closed"
    assert change.events == (
        RectificationClosed(
            finding="f-1", year=2026, item="B04", unit="publicity", in_time=True, fault="标语破损"
        ),
    )


def test_slow_verifying_does_not_make_a_timely_reply_late() -> None:
    change = close_rectification(replied(), GOOD, given(ZHENG, now=BY_ENDS + timedelta(days=9)))
    assert change.state.in_time is True


def test_a_reply_after_the_day_closes_the_order_late() -> None:
    change = close_rectification(replied(now=BY_ENDS), GOOD, given(ZHENG, now=BY_ENDS))
    assert change.state.in_time is False


def test_a_reply_that_is_not_accepted_goes_back_with_the_reason_and_the_day_stands() -> None:
    change = close_rectification(replied(), BAD, given(ZHENG))
    assert change.state.state == "ordered"
    (fact,) = change.events
    assert isinstance(fact, RectificationReturned)
    assert (fact.due, fact.reason) == (BY, "仍有破损")
    assert change.state.history[-1].why == "仍有破损"
    assert change.state.next_due() == BY_ENDS


def test_a_refusal_of_the_reply_needs_a_reason() -> None:
    for reason in ("", "否"):
        order = CloseRectification(finding="f-1", accepted=False, reason=reason)
        with refused("reason-missing", "reason"):
            close_rectification(replied(), order, given(ZHENG))
    two = CloseRectification(finding="f-1", accepted=False, reason="重做")
    assert close_rectification(replied(), two, given(ZHENG)).state.state == "ordered"


def test_nobody_verifies_their_own_rectification() -> None:
    for own in (caller("sun", "inspector"), caller("hu", "inspector", unit="publicity")):
        with refused("own-work"):
            close_rectification(replied(), GOOD, given(own))


def test_only_a_reply_is_verified() -> None:
    with refused("wrong-state"):
        close_rectification(found(), GOOD, given(ZHENG))


def test_an_order_falls_overdue_once_when_its_day_has_ended() -> None:
    assert fall_due(found(), None, given(now=BY_ENDS - timedelta(milliseconds=1))) is None
    change = fall_due(found(), None, given(now=BY_ENDS, key="f-1"))
    assert change and change.state.overdue
    assert change.events[:1] == (
        RectificationOverdue(
            finding="f-1",
            year=2026,
            standard="v1",
            item="B04",
            unit="publicity",
            fault="标语破损",
            due=BY,
        ),
    )
    assert change.state.deadline is None
    assert fall_due(change.state, None, given(now=BY_ENDS)) is None


def test_an_overdue_order_can_still_be_rectified_late() -> None:
    late = fall_due(found(), None, given(now=BY_ENDS))
    assert late
    reply = rectify(late.state, REPLY, given(SUN, PROVED, now=BY_ENDS)).state
    assert close_rectification(reply, GOOD, given(ZHENG, now=BY_ENDS)).state.in_time is False


def test_an_answered_order_does_not_fall_due() -> None:
    assert fall_due(replied(), None, given(now=BY_ENDS)) is None


def test_an_upheld_appeal_takes_the_occurrence_away_and_the_history_stays() -> None:
    change = rule_appeal(appealed(), UPHELD, given(QIAN, key="f-1"))
    assert change.state.state == "withdrawn"
    assert change.state.next_due() is None
    assert [e.why for e in change.state.history] == [
        "标语破损",
        "该点位不属我单位",
        "属实，撤销",
    ]
    assert change.events == (
        AppealRuled(
            finding="f-1",
            year=2026,
            standard="v1",
            item="B04",
            unit="publicity",
            upheld=True,
            reason="属实，撤销",
            fault="标语破损",
        ),
    )


def test_who_verifies_and_who_rules_is_told_what_waits() -> None:
    (reply,) = rectify(found(), REPLY, given(SUN, PROVED)).events
    assert isinstance(reply, RectificationReported)
    assert (reply.inspector, reply.note) == ("zheng", REPLY.note)
    (plea,) = appeal(found(), PLEA, given(SUN)).events
    assert isinstance(plea, AppealRaised) and plea.reason == PLEA.reason


def test_a_dismissed_appeal_leaves_the_order_as_it_was() -> None:
    change = rule_appeal(appealed(), DISMISSED, given(QIAN))
    assert (change.state.state, change.state.next_due()) == ("ordered", BY_ENDS)
    fact = change.events[0]
    assert isinstance(fact, AppealRuled) and not fact.upheld


def test_a_finding_is_appealed_once() -> None:
    for finding in (appealed(), rule_appeal(appealed(), DISMISSED, given(QIAN)).state):
        with refused("appeal-settled"):
            appeal(finding, PLEA, given(SUN))


def test_only_a_waiting_appeal_is_ruled() -> None:
    for finding in (found(), rule_appeal(appealed(), DISMISSED, given(QIAN)).state):
        with refused("wrong-state"):
            rule_appeal(finding, UPHELD, given(QIAN))


def test_nobody_rules_on_their_own_appeal_or_their_own_finding() -> None:
    for own in (
        caller("sun", "district_office"),
        caller("zheng", "district_office"),
        caller("hu", "district_office", unit="publicity"),
    ):
        with refused("own-work"):
            rule_appeal(appealed(), UPHELD, given(own))


def test_a_withdrawn_finding_is_not_rectified() -> None:
    gone = rule_appeal(appealed(), UPHELD, given(QIAN)).state
    with refused("wrong-state"):
        rectify(gone, REPLY, given(SUN, PROVED))


def test_the_history_says_who_what_and_why() -> None:
    finding = close_rectification(replied(), BAD, given(ZHENG)).state
    late = fall_due(finding, None, given(now=BY_ENDS))
    assert late
    finding = rectify(late.state, REPLY, given(SUN, PROVED)).state
    finding = close_rectification(finding, GOOD, given(ZHENG)).state
    finding = appeal(finding, PLEA, given(SUN)).state
    finding = rule_appeal(finding, DISMISSED, given(QIAN)).state
    assert {e.unit for e in finding.history} == {"publicity"}
    assert [(e.what, e.by, e.why) for e in finding.history] == [
        ("raised", "zheng", "标语破损"),
        ("rectified", "sun", "已重新制作标语"),
        ("refused", "zheng", "仍有破损"),
        ("overdue", "", "期限 2026-05-20"),
        ("rectified", "sun", "已重新制作标语"),
        ("closed", "zheng", ""),
        ("appealed", "sun", "该点位不属我单位"),
        ("dismissed", "qian", "责任清楚"),
    ]
    upheld = rule_appeal(appealed(), UPHELD, given(QIAN)).state
    assert upheld.history[-1].what == "upheld"
