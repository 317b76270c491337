"""Replies with before and after, later days, look-backs, bulletins and the time for appeals."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from contracts.clock import end_of_day
from contracts.orders import tasks as orders
from contracts.tasks import (
    FindingNamed,
    PostponementAsked,
    PostponementRuled,
    RectificationOrdered,
    RectificationOverdue,
    SlipDue,
)
from services.tasks.supervision.appealing import appeal, rule_appeal
from services.tasks.supervision.bulletin import MAX_NAMED, bulletin_number, name_in_bulletin
from services.tasks.supervision.finding import Finding, coloured
from services.tasks.supervision.postponing import postpone_rectification, rule_postponement
from services.tasks.supervision.rectifying import Proof, close_rectification, look_back, rectify
from services.tasks.supervision.slips import SlipRules
from services.tasks.supervision.store import FINDINGS
from services.tasks.supervision.ticking import fall_due
from tests.unit.tasks.cast import LI, NOW, QIAN, SUN, ZHENG, caller, given, refused
from tests.unit.tasks.supervision.supervised import (
    BY,
    BY_ENDS,
    ON,
    ONE,
    PROVED,
    REPLY,
    closed,
    found,
    released,
    replied,
)

LATER = date(2026, 6, 3)
ASK = orders.PostponeRectification(finding="f-1", rectify_by=LATER, reason="材料未到货")
GRANT = orders.RulePostponement(finding="f-1", granted=True, reason="情况属实")
DENY = orders.RulePostponement(finding="f-1", granted=False, reason="工期充足")
HOLDS = orders.LookBack(finding="f-1", holds=True, reason="标语完好")
PICTURED = Proof(sealed=frozenset({"e-1", "e-2"}), pictures=True)


def reply(**changes: tuple[str, ...]) -> orders.Rectify:
    return orders.Rectify(finding="f-1", note="已重新制作标语", **changes)  # type: ignore[arg-type]


def asked() -> Finding:
    return postpone_rectification(found(), ASK, given(SUN)).state


def test_a_reply_says_measure_result_and_who_answers_for_it() -> None:
    order = orders.Rectify(
        finding="f-1",
        note="已整改",
        before=("e-1",),
        after=("e-2",),
        measure="拆除旧标语",
        result="新标语上墙",
        responsible="li",
    )
    done = rectify(found(), order, given(SUN, PICTURED)).state.reply
    assert done and (done.measure, done.result, done.responsible) == (
        "拆除旧标语",
        "新标语上墙",
        "li",
    )
    assert (done.before, done.after, done.evidence) == (("e-1",), ("e-2",), ("e-1", "e-2"))


def test_who_replies_answers_for_it_unless_another_of_the_unit_is_named() -> None:
    done = rectify(found(), reply(evidence=("e-1",)), given(SUN, PROVED)).state.reply
    assert done and done.responsible == "sun"
    order = orders.Rectify(finding="f-1", note="已整改", evidence=("e-1",), responsible="zhou")
    with refused("invalid", "responsible"):
        rectify(found(), order, given(SUN, Proof(sealed=ONE, responsible=False)))


def test_where_the_item_asks_for_pictures_the_pair_is_needed() -> None:
    bare = found(evidence=())
    with refused("pair-missing", "before"):
        rectify(bare, reply(after=("e-1",)), given(SUN, PICTURED))
    with refused("pair-missing", "after"):
        rectify(bare, reply(before=("e-1",)), given(SUN, PICTURED))
    rectify(bare, reply(before=("e-1",), after=("e-2",)), given(SUN, PICTURED))


def test_the_findings_own_photo_is_the_before_and_the_evidence_the_after() -> None:
    done = rectify(found(), reply(evidence=("e-2",)), given(SUN, PICTURED)).state.reply
    assert done and (done.before, done.after) == (("e-1",), ("e-2",))


def test_a_reply_without_any_evidence_is_refused() -> None:
    for proof in (PROVED, PICTURED):
        with refused("pair-missing"):
            rectify(found(evidence=()), reply(), given(SUN, proof))


def test_both_photos_must_be_sealed() -> None:
    with refused("evidence-not-sealed"):
        rectify(found(), reply(before=("e-1",), after=("e-9",)), given(SUN, PICTURED))


def test_a_unit_asks_for_a_later_day_before_the_day() -> None:
    change = postpone_rectification(found(), ASK, given(SUN, key="f-1"))
    (fact,) = change.events
    assert isinstance(fact, PostponementAsked) and fact.due == LATER
    assert change.state.next_due() == BY_ENDS, "the clock runs on"
    with refused("wrong-state"):
        postpone_rectification(change.state, ASK, given(SUN))
    for late in (BY_ENDS, BY_ENDS + timedelta(days=1)):
        with refused("wrong-state"):
            postpone_rectification(found(), ASK, given(SUN, now=late))
    earlier = orders.PostponeRectification(finding="f-1", rectify_by=BY, reason="材料未到货")
    with refused("invalid", "rectify_by"):
        postpone_rectification(found(), earlier, given(SUN))
    with refused("not-found"):
        postpone_rectification(found(), ASK, given(LI))


def test_a_granted_day_moves_the_deadline_and_the_colours() -> None:
    change = rule_postponement(asked(), GRANT, given(ZHENG, key="f-1"))
    (fact,) = change.events
    assert isinstance(fact, PostponementRuled) and (fact.granted, fact.due) == (True, LATER)
    assert change.state.next_due() == end_of_day(LATER)
    assert (change.state.delay, change.state.history[-1].became) == (None, "2026-06-03")


def test_a_refused_day_leaves_the_day() -> None:
    change = rule_postponement(asked(), DENY, given(QIAN))
    (fact,) = change.events
    assert isinstance(fact, PostponementRuled) and (fact.granted, fact.due) == (False, BY)
    assert change.state.next_due() == BY_ENDS


def test_a_day_granted_after_it_fell_overdue_stays_overdue() -> None:
    late = fall_due(asked(), None, given(now=BY_ENDS))
    assert late
    granted = rule_postponement(late.state, GRANT, given(ZHENG)).state
    assert (granted.overdue, granted.deadline) == (True, None)


def test_nobody_grants_their_own_request() -> None:
    for own in (caller("sun", "inspector"), caller("hu", "district_office", unit="publicity")):
        with refused("own-work"):
            rule_postponement(asked(), GRANT, given(own))
    with refused("wrong-state"):
        rule_postponement(found(), GRANT, given(ZHENG))


def test_a_rectification_that_holds_stays_closed() -> None:
    change = look_back(closed(), HOLDS, given(ZHENG, frozenset()))
    assert (change.state.state, change.events) == ("closed", ())
    assert change.state.history[-1].what == "looked-back"


def test_what_does_not_hold_is_ordered_anew_by_a_day() -> None:
    order = orders.LookBack(
        finding="f-1", holds=False, reason="标语再次脱落", evidence=("e-1",), rectify_by=LATER
    )
    change = look_back(closed(), order, given(ZHENG, ONE, key="f-1"))
    assert [type(fact) for fact in change.events] == [RectificationOrdered, SlipDue]
    state = change.state
    assert (state.state, state.rectify_by, state.overdue, state.in_time) == (
        "ordered",
        LATER,
        False,
        None,
    )
    assert state.next_due() == end_of_day(LATER)
    assert fall_due(state, None, given(now=end_of_day(LATER)))


def test_a_look_back_that_reopens_needs_a_day_ahead() -> None:
    for day in (None, date(2026, 5, 5), date(2030, 1, 1)):
        order = orders.LookBack(finding="f-1", holds=False, reason="反弹", rectify_by=day)
        with refused("invalid", "rectify_by"):
            look_back(closed(), order, given(ZHENG, ONE))


def test_only_a_closed_one_is_looked_back_at_and_not_by_the_unit() -> None:
    with refused("wrong-state"):
        look_back(replied(), HOLDS, given(ZHENG, ONE))
    for own in (caller("sun", "inspector"), caller("hu", "inspector", unit="publicity")):
        with refused("own-work"):
            look_back(closed(), HOLDS, given(own, ONE))


def named(finding: Finding, bulletin: str, on: date = ON) -> Finding:
    order = orders.NameInBulletin(finding="f-1", bulletin=bulletin, on=on)
    change = name_in_bulletin(finding, order, given(QIAN, key="f-1"))
    assert change
    return change.state


def test_each_bulletin_counts_once_for_a_finding() -> None:
    once = named(found(), "督查通报〔2026〕3号")
    order = orders.NameInBulletin(finding="f-1", bulletin="督查通报 [2026]3 号", on=ON)
    assert name_in_bulletin(once, order, given(QIAN)) is None
    second = orders.NameInBulletin(finding="f-1", bulletin="督查通报(2026)4号", on=ON)
    change = name_in_bulletin(once, second, given(QIAN, key="f-1"))
    assert change and change.events == (
        FindingNamed(
            finding="f-1",
            year=2026,
            standard="v1",
            item="B04",
            unit="publicity",
            bulletin="督查通报〔2026〕4号",
            times=2,
            fault="标语破损",
        ),
    )


@pytest.mark.parametrize("written", ["(2023)18号", "[2023] 18号", "【2023】18号", "（2023）１８号"])
def test_a_bulletins_number_has_one_spelling(written: str) -> None:
    assert bulletin_number(written) == "〔2023〕18号"


def test_a_bulletin_is_of_a_day_between_the_inspection_and_today() -> None:
    for day in (ON - timedelta(days=1), ON + timedelta(days=1)):
        order = orders.NameInBulletin(finding="f-1", bulletin="1期", on=day)
        with refused("invalid", "on"):
            name_in_bulletin(found(), order, given(QIAN))


def test_a_withdrawn_finding_is_not_named() -> None:
    plea = orders.Appeal(finding="f-1", reason="不属我单位")
    upheld = orders.RuleAppeal(finding="f-1", upheld=True, reason="属实")
    gone = rule_appeal(appeal(found(), plea, given(SUN)).state, upheld, given(QIAN)).state
    with refused("wrong-state"):
        named(gone, "1期")


def test_an_appeal_comes_within_its_days_from_when_the_unit_could_know() -> None:
    plea = orders.Appeal(finding="f-1", reason="不属我单位", evidence=("e-1",))
    last = datetime(2026, 5, 21, 15, 59, tzinfo=UTC)  # 15 days after 6 May, in China
    assert appeal(found(), plea, given(SUN, ONE, now=last)).state.appeal
    with refused("appeal-too-late"):
        appeal(found(), plea, given(SUN, ONE, now=last + timedelta(minutes=1)))
    short = found(rules=SlipRules(appeal_days=1))
    with refused("appeal-too-late"):
        appeal(short, plea, given(SUN, ONE, now=last))
    assert appeal(released(), plea, given(SUN, ONE, now=last)).state.appeal


def test_an_appeals_evidence_is_sealed() -> None:
    plea = orders.Appeal(finding="f-1", reason="不属我单位", evidence=("e-9",))
    with refused("evidence-not-sealed"):
        appeal(found(), plea, given(SUN, ONE))


def test_none_of_its_inspectors_rules_on_an_appeal() -> None:
    finding = appeal(found(), orders.Appeal(finding="f-1", reason="不属我单位"), given(SUN)).state
    order = orders.RuleAppeal(finding="f-1", upheld=False, reason="责任清楚")
    for own in finding.inspectors:
        with refused("own-work"):
            rule_appeal(finding, order, given(caller(own, "district_office")))


def test_a_finding_kept_before_there_were_slips_still_falls_overdue_and_gets_none() -> None:
    new = {
        "place",
        "level",
        "inspectors",
        "rules",
        "known",
        "ordered",
        "called",
        "slips",
        "delay",
        "named",
        "look",
    }
    kept = {name: value for name, value in FINDINGS.dump(found()).items() if name not in new}
    old = FINDINGS.load(kept)
    assert (old.next_due(), old.held) == (BY_ENDS, False)
    change = fall_due(old, None, given(now=BY_ENDS))
    assert change and [type(fact) for fact in change.events] == [RectificationOverdue]
    assert appeal(old, orders.Appeal(finding="f-1", reason="不属我单位"), given(SUN)).state.appeal


def test_a_finding_is_named_in_a_bounded_number_of_bulletins() -> None:
    finding = found()
    for number in range(1, MAX_NAMED + 1):
        finding = named(finding, f"督查通报（2026）{number}号")
    with refused("limit-exceeded", "bulletin"):
        named(finding, "督查通报（2026）999号")


def test_a_reply_to_a_finding_without_a_day_goes_back_and_no_day_is_told() -> None:
    without = found(rectify_by=None)
    waiting = rectify(replace(without, state="ordered"), REPLY, given(SUN, PROVED)).state
    order = orders.CloseRectification(finding="f-1", accepted=False, reason="照片不清")
    change = close_rectification(waiting, order, given(ZHENG))
    assert (change.state.state, change.events) == ("ordered", ())


def test_before_its_first_colour_no_slip_is_due() -> None:
    assert coloured(found(), given(now=NOW)) == (found(), ())
