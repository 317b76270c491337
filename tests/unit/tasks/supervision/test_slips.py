"""Slips (督办单): blue, orange, red by rule and date; numbers without a gap, never twice."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given as drawn
from hypothesis import strategies as st

from contracts.clock import end_of_day
from contracts.orders import tasks as orders
from contracts.tasks import RectificationOverdue, SlipDue, SlipIssued
from kit.change import Change
from services.tasks.supervision.appealing import appeal, rule_appeal
from services.tasks.supervision.finding import Finding
from services.tasks.supervision.raising import raise_finding
from services.tasks.supervision.rectifying import close_rectification, rectify
from services.tasks.supervision.slip_book import SlipBook, number_slip, set_slip_rules
from services.tasks.supervision.slips import COLOURS, SlipRules, colour_at, starts, why
from services.tasks.supervision.ticking import fall_due, keep_slip
from tests.unit.tasks.cast import CAMPAIGN, NOW, QIAN, SUN, ZHAO, ZHENG, given, heard, refused
from tests.unit.tasks.supervision.supervised import (
    BY,
    BY_ENDS,
    PROVED,
    REPLY,
    fault,
    found,
    replied,
    scene,
)

DAY = timedelta(days=1)
ORANGE, RED = BY_ENDS, BY_ENDS + 7 * DAY


def tick(finding: Finding, now: datetime) -> Change[Finding]:
    change = fall_due(finding, None, given(now=now, key="f-1"))
    assert change
    return change


def colours(change: Change[Finding]) -> list[str]:
    return [fact.colour for fact in change.events if isinstance(fact, SlipDue)]


def issued(colour: str = "blue", number: str = "督〔2026〕1号") -> SlipIssued:
    return SlipIssued(
        finding="f-1",
        year=2026,
        item="B04",
        unit="publicity",
        fault="标语破损",
        number=number,
        colour=colour,
        due=BY,
        reason="责令整改",
    )


def test_a_slip_is_blue_when_ordered_orange_the_day_after_the_day_and_red_a_week_later() -> None:
    change = raise_finding(None, fault(), given(ZHENG, scene()))
    assert colours(change) == ["blue"]
    assert change.state.next_due() == ORANGE
    orange = tick(change.state, ORANGE)
    assert [type(fact) for fact in orange.events] == [RectificationOverdue, SlipDue]
    assert (colours(orange), orange.state.next_due()) == (["orange"], RED)
    red = tick(orange.state, RED)
    assert (colours(red), red.state.next_due()) == (["red"], None)


def test_blue_may_wait_until_some_days_before_the_day() -> None:
    rules = SlipRules(blue_before=3)
    change = raise_finding(None, fault(), given(ZHENG, scene(rules=rules)))
    assert colours(change) == []
    start = end_of_day(date(2026, 5, 16))  # 17 May begins
    assert change.state.next_due() == start
    assert colours(tick(change.state, start)) == ["blue"]


def test_a_colour_that_was_missed_is_skipped() -> None:
    assert colours(tick(found(), RED)) == ["red"]


def test_an_answered_order_gets_no_slip_and_a_returned_one_goes_on_where_the_clock_stands() -> None:
    finding = replied()
    assert finding.next_due() is None
    back = orders.CloseRectification(finding="f-1", accepted=False, reason="仍有破损")
    again = close_rectification(finding, back, given(ZHENG, now=RED)).state
    assert colours(tick(again, RED)) == ["red"]


def test_a_returned_rectification_may_get_a_new_day() -> None:
    day = date(2026, 6, 10)
    back = orders.CloseRectification(
        finding="f-1", accepted=False, reason="仍有破损", rectify_by=day
    )
    again = close_rectification(replied(), back, given(ZHENG)).state
    assert (again.rectify_by, again.next_due()) == (day, end_of_day(day))
    yesterday = orders.CloseRectification(
        finding="f-1", accepted=False, reason="仍有破损", rectify_by=date(2026, 5, 5)
    )
    with refused("invalid", "rectify_by"):
        close_rectification(replied(), yesterday, given(ZHENG))


def test_what_was_said_overdue_is_not_in_time_after_a_new_day() -> None:
    late = tick(found(), ORANGE).state
    reply = rectify(late, REPLY, given(SUN, PROVED, now=ORANGE)).state
    back = orders.CloseRectification(
        finding="f-1", accepted=False, reason="仍有破损", rectify_by=date(2026, 6, 10)
    )
    again = close_rectification(reply, back, given(ZHENG, now=ORANGE)).state
    assert again.next_due() == end_of_day(date(2026, 6, 17)), "orange was said; red comes"
    reply = rectify(again, REPLY, given(SUN, PROVED, now=ORANGE)).state
    good = orders.CloseRectification(finding="f-1", accepted=True)
    assert close_rectification(reply, good, given(ZHENG, now=ORANGE)).state.in_time is False


def test_the_book_numbers_one_after_another_from_the_first() -> None:
    due = SlipDue(
        finding="f-1",
        year=2026,
        item="B04",
        unit="publicity",
        fault="标语破损",
        colour="blue",
        due=BY,
        reason="责令整改",
    )
    book: SlipBook | None = None
    numbers = []
    for _ in range(3):
        change = number_slip(book, due, heard(due, found="甘州"))
        book = change.state
        (fact,) = change.events
        assert isinstance(fact, SlipIssued)
        numbers.append(fact.number)
    assert numbers == ["甘州督〔2026〕1号", "甘州督〔2026〕2号", "甘州督〔2026〕3号"]
    assert book and (book.district, book.year, book.last) == ("ganzhou", 2026, 3)


def test_a_finding_keeps_its_slips_each_once() -> None:
    change = keep_slip(found(), issued(), heard(issued()))
    assert change and change.state.history[-1].why == "蓝色督办单 督〔2026〕1号"
    assert keep_slip(change.state, issued(), heard(issued())) is None
    two = keep_slip(change.state, issued("orange", "督〔2026〕7号"), heard(issued()))
    assert two and [slip.colour for slip in two.state.slips] == ["blue", "orange"]


def test_an_upheld_appeal_withdraws_the_slips_and_the_overdue_never_comes() -> None:
    kept = keep_slip(found(), issued(), heard(issued()))
    assert kept
    plea = orders.Appeal(finding="f-1", reason="不属我单位")
    appealed = appeal(kept.state, plea, given(SUN)).state
    upheld = orders.RuleAppeal(finding="f-1", upheld=True, reason="属实")
    gone = rule_appeal(appealed, upheld, given(QIAN)).state
    assert [slip.withdrawn for slip in gone.slips] == [True]
    assert gone.next_due() is None
    assert fall_due(gone, None, given(now=RED)) is None
    late = keep_slip(gone, issued("blue", "督〔2026〕9号"), heard(issued()))
    assert late and late.state.slips[-1].withdrawn, "its number was on the way, and is not reused"


def test_the_city_sets_the_rules_of_a_district_and_they_hold_from_then_on() -> None:
    order = orders.SetSlipRules(
        campaign="c-2026", district="ganzhou", blue_before=5, orange_after=2, red_after=3
    )
    change = set_slip_rules(None, order, given(ZHAO, CAMPAIGN))
    assert change and change.state.rules == SlipRules(blue_before=5, orange_after=2, red_after=3)
    assert set_slip_rules(change.state, order, given(ZHAO, CAMPAIGN)) is None
    kept = set_slip_rules(
        SlipBook(district="ganzhou", year=2026, last=7), order, given(ZHAO, CAMPAIGN)
    )
    assert kept and kept.state.last == 7
    elsewhere = orders.SetSlipRules(campaign="c-2026", district="shandan")
    with refused("district-not-in-campaign"):
        set_slip_rules(None, elsewhere, given(ZHAO, CAMPAIGN))
    assert found(rules=change.state.rules).rules.red_after == 3


@drawn(
    blue=st.none() | st.integers(0, 365),
    orange=st.integers(1, 365),
    red=st.integers(1, 365),
    due=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    hours=st.integers(-20_000, 20_000),
)
def test_colours_only_ever_go_up(
    blue: int | None, orange: int, red: int, due: date, hours: int
) -> None:
    rules = SlipRules(blue_before=blue, orange_after=orange, red_after=red)
    now = NOW + timedelta(hours=hours)
    order = ["", *COLOURS]
    before, after = (order.index(colour_at(rules, due, NOW, at) or "") for at in (now, now + DAY))
    assert before <= after
    begin = starts(rules, due, NOW)
    assert begin["orange"] < begin["red"]
    assert begin["orange"] >= end_of_day(due)


def test_a_slip_of_a_finding_without_a_day_is_never_due() -> None:
    change = raise_finding(None, fault(rectify_by=None), given(ZHENG, scene()))
    assert (colours(change), change.state.next_due()) == ([], None)
    assert fall_due(change.state, None, given(now=datetime(2027, 1, 1, tzinfo=UTC))) is None


def test_a_slip_says_why_and_a_first_one_speaks_of_no_earlier() -> None:
    assert why("blue", BY, None) == "责令整改，期限2026年5月20日"
    assert why("red", BY, None) == "整改期限2026年5月20日已过，尚未整改"
    assert why("red", BY, "orange") == "整改期限2026年5月20日已过，经督办仍未整改"
