"""The calendar of duties: what the standard counts by the year becomes recurring tasks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import PlanCalendar
from contracts.scoring import ItemSummary
from services.tasks.planning.standard import Standard
from services.tasks.registers.calendar import (
    MAX_TIMES,
    Calendar,
    Duties,
    plan_calendar,
    recurrences,
)
from tests.unit.tasks.cast import CAMPAIGN, QIAN, assigned, given, item, refused

ORDER = PlanCalendar(campaign="c-2026", district="ganzhou")
NEW_YEAR = datetime(2025, 12, 31, 16, tzinfo=UTC)
"""The first moment of 2026 in China."""


def visits() -> ItemSummary:
    return replace(item("F01"), occasions=("元旦", "春节", "八一"))


def bulletins(times: int = 4) -> ItemSummary:
    return replace(item("A08"), yearly=times)


def duties(*items: ItemSummary, tasks: tuple[str, ...] = ("F01", "A08"), **more: Any) -> Duties:
    held = {code: (f"t-2026-ganzhou-{code}", assigned(item="A01")) for code in tasks}
    return Duties(
        campaign=CAMPAIGN,
        standard=Standard(name="样表", items=items or (visits(), bulletins())),
        tasks=held,
        **more,
    )


def planned(
    calendar: Calendar | None = None, found: Duties | None = None, now: datetime = NEW_YEAR
) -> Any:
    return plan_calendar(calendar, ORDER, given(QIAN, found or duties(), now=now, key="y-1"))


@pytest.mark.parametrize(
    ("year", "spring"),
    [(2025, date(2025, 1, 29)), (2026, date(2026, 2, 17)), (2027, date(2027, 2, 6))],
)
def test_visits_fall_on_the_named_days_of_each_year(year: int, spring: date) -> None:
    assert recurrences(visits(), year) == [
        ("元旦", date(year, 1, 1)),
        ("春节", spring),
        ("八一", date(year, 8, 1)),
    ]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_four_a_year_fall_on_the_ends_of_the_quarters(year: int) -> None:
    assert recurrences(bulletins(), year) == [
        (f"{year}-Q1", date(year, 3, 31)),
        (f"{year}-Q2", date(year, 6, 30)),
        (f"{year}-Q3", date(year, 9, 30)),
        (f"{year}-Q4", date(year, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("times", "periods"),
    [
        (1, ["2026"]),
        (2, ["2026-H1", "2026-H2"]),
        (3, ["2026-04", "2026-08", "2026-12"]),
        (5, ["2026-03", "2026-05", "2026-08", "2026-10", "2026-12"]),
        (6, [f"2026-{month:02d}" for month in range(2, 13, 2)]),
        (12, [f"2026-{month:02d}" for month in range(1, 13)]),
    ],
)
def test_other_counts_are_spread_evenly_over_the_months(times: int, periods: list[str]) -> None:
    found = recurrences(bulletins(times), 2026)
    assert [period for period, _ in found] == periods
    assert found[-1][1] == date(2026, 12, 31)


def test_more_than_one_a_month_is_spread_over_the_days_and_bounded() -> None:
    weekly = [due for _, due in recurrences(bulletins(52), 2026)]
    assert (weekly[0], weekly[-1]) == (date(2026, 1, 8), date(2026, 12, 31))
    assert len(set(weekly)) == 52
    assert len(recurrences(bulletins(10_000), 2026)) == MAX_TIMES


def test_february_ends_on_its_own_last_day() -> None:
    assert recurrences(bulletins(12), 2028)[1] == ("2028-02", date(2028, 2, 29))


def test_an_occasion_without_a_known_day_is_left_out_and_named() -> None:
    assert recurrences(replace(item("F01"), occasions=("演练", "八一")), 2026) == [
        ("八一", date(2026, 8, 1))
    ]
    change = planned(found=duties(replace(item("F01"), occasions=("演练", "八一"))))
    assert change.answer["undated"] == ["F01 演练"]


def test_each_recurrence_becomes_a_task_under_the_items_task() -> None:
    change = planned()
    assert len(change.events) == 7
    first = change.events[0]
    assert (first.task, first.parent) == ("t-2026-ganzhou-F01.y1", "t-2026-ganzhou-F01")
    assert (first.period, first.due, first.lead) == ("元旦", date(2026, 1, 1), "publicity")
    assert (first.person, first.title, first.by) == ("sun", "元旦：内容 F01", "qian")
    assert change.answer["tasks"] == [fact.task for fact in change.events]


def test_planning_twice_changes_nothing() -> None:
    assert planned(planned().state) is None


def test_an_item_without_a_task_is_named_and_planned_once_it_has_one() -> None:
    change = planned(found=duties(tasks=("F01",)))
    assert (len(change.events), change.answer["without"]) == (3, ["A08"])
    later = planned(change.state)
    assert [fact.item for fact in later.events] == ["A08"] * 4


def test_days_that_have_passed_are_named_and_not_planned() -> None:
    change = planned(now=datetime(2026, 5, 6, tzinfo=UTC))
    assert change.answer["passed"] == ["F01 元旦", "F01 春节", "A08 2026-Q1"]
    assert [fact.period for fact in change.events] == ["八一", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert change.events[0].task == "t-2026-ganzhou-F01.y3"


def test_a_task_that_has_parts_already_is_left_to_them() -> None:
    change = planned(found=duties(parts=frozenset({"t-2026-ganzhou-A08"})))
    assert {fact.item for fact in change.events} == {"F01"}


def test_a_district_outside_the_campaign_has_no_calendar() -> None:
    with refused("district-not-in-campaign"):
        plan_calendar(None, replace(ORDER, district="shandan"), given(QIAN, duties()))
