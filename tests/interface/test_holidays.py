"""Next year's days off are entered; what was counted without them moves, in every district."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.orders import tasks as orders
from contracts.scoring import StandardPublished
from services.tasks.dates.workdays import LAST_YEAR, statutory_holidays
from tests.support.calling import CallFailed, Calls, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually

TODAY = date.today()
YEAR = TODAY.year
NEXT = YEAR + 1
STANDARD = StandardPublished(version="v1", name="样表", items=(), sha256="0" * 64)


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    stack.start("services.tasks.service:Tasks").wait_ready()
    calls = Calls(stack, "tasks")
    for place in ("ganzhou", "linze"):
        calls.command(orders.FoundDistrict(district=place, name=place))
        unit = orders.RegisterUnit(district=place, unit="edu", name="教育局", kind="department")
        calls.command(unit)
        calls.command(
            orders.AppointPerson(
                account=f"li-{place}", name="李", roles=("unit",), district=place, unit="edu"
            )
        )
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(
        year=YEAR, name="创建", standard="v1", districts=("ganzhou", "linze")
    )
    eventually(lambda: calls.command(campaign))
    return calls


def assigned(calls: Calls, place: str) -> str:
    days = (date(NEXT, 3, 1) - TODAY).days * 5 // 7
    order = orders.Assign(
        district=place,
        campaign=f"c-{YEAR}",
        origin="instruction",
        title="跨年任务",
        lead="edu",
        person=f"li-{place}",
        within=orders.Within(days=days, working=True),
    )
    return str(calls.command(order)["id"])


def notice(*more: date) -> orders.SetHolidays:
    days = sorted({*statutory_holidays(NEXT), *more})
    return orders.SetHolidays(
        year=NEXT, document="放假通知", off=tuple(orders.Span(first=day) for day in days)
    )


@pytest.mark.skipif(LAST_YEAR >= NEXT, reason="next year's days off are built in already")
def test_days_off_that_are_entered_move_what_was_counted_provisionally(calls: Calls) -> None:
    tasks = {place: assigned(calls, place) for place in ("ganzhou", "linze")}
    before: Any = calls.ask(orders.TaskOf(task=tasks["linze"]))
    assert before["provisional"] == NEXT and "尚未公布" in before["words"]
    assert calls.ask(orders.HolidaysOf(year=NEXT))["source"] == "provisional"
    week = [date.fromisoformat(before["due"]) - timedelta(days=n) for n in range(7)]
    calls.command(notice(*week))
    for task in tasks.values():
        now = eventually(lambda task=task: moved(calls, task))
        assert now["due"] > before["due"] and "尚未公布" not in now["words"]
    found = calls.ask(orders.HolidaysOf(year=NEXT))
    assert (found["source"], found["document"]) == ("entered", "放假通知")
    later = calls.ask(orders.TaskOf(task=assigned(calls, "ganzhou")))
    assert later["provisional"] == 0 and "尚未公布" not in later["words"]


def moved(calls: Calls, task: str) -> Any:
    found = calls.ask(orders.TaskOf(task=task))
    return found if not found["provisional"] else None


def test_only_the_city_and_the_province_enter_days_off(calls: Calls) -> None:
    office = Caller(account="q", name="钱", roles=("district_office",), district="ganzhou", unit="")
    with pytest.raises(CallFailed) as no:
        calls.command(notice(), caller=office)
    assert no.value.status == 403
    assert calls.ask(orders.HolidaysOf(year=2026), caller=office)["source"] == "built-in"


def test_a_notice_without_a_statutory_holiday_is_refused(calls: Calls) -> None:
    short = orders.SetHolidays(
        year=NEXT, document="放假通知", off=(orders.Span(first=date(NEXT, 1, 1)),)
    )
    with pytest.raises(CallFailed) as no:
        calls.command(short)
    assert no.value.code == "invalid" and "漏了法定节假日" in str(no.value)
