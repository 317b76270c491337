"""An office enters a year's days off; terms that ran provisionally are confirmed or moved."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import Reschedule, SetHolidays, Span, Within
from contracts.sheets.asking import Asking
from contracts.tasks import HolidaysSet, TaskRescheduled
from kit.change import Change
from services.tasks.dates.workdays import (
    LAST_YEAR,
    Workdays,
    after_working_days,
    is_provisional,
    is_working_day,
    statutory_holidays,
)
from services.tasks.holidays.holidays import Holidays, set_holidays
from services.tasks.life.charging import assign
from services.tasks.life.extending import reschedule
from services.tasks.life.recounting import recount
from services.tasks.planning.table.reading import read_table
from services.tasks.task.task import Task
from tests.unit.tasks.cast import QIAN, given, order, plan, refused
from tests.unit.tasks.planning.tables import HEADER, book, ground, row

NEXT = LAST_YEAR + 1
EVE = datetime(LAST_YEAR, 12, 28, 2, tzinfo=UTC)
OFF = tuple(Span(first=day) for day in sorted(statutory_holidays(NEXT)))


def notice(**changes: Any) -> SetHolidays:
    usual: dict[str, Any] = {"year": NEXT, "document": "国办发明电〔2026〕7号", "off": OFF}
    return SetHolidays(**{**usual, **changes})


def entered(state: Holidays | None = None, **changes: Any) -> Change[Holidays] | None:
    return set_holidays(state, notice(**changes), given(QIAN))


def calendar(*off: date, working: tuple[date, ...] = ()) -> Workdays:
    days = statutory_holidays(NEXT) | set(off)
    return Workdays(off=frozenset(days), working=frozenset(working), years=frozenset({NEXT}))


def weekday(weekday: int, month: int = 3) -> date:
    first = date(NEXT, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def test_the_days_of_a_notice_are_taken_and_told_once() -> None:
    saturday = weekday(5)
    change = entered(
        off=(Span(first=date(NEXT, 1, 1), last=date(NEXT, 1, 3)), *OFF), working=(saturday,)
    )
    assert change
    assert date(NEXT, 1, 3) in change.state.off and change.state.working == (saturday,)
    (fact,) = change.events
    assert isinstance(fact, HolidaysSet) and fact.off == change.state.off
    same = (Span(first=date(NEXT, 1, 1), last=date(NEXT, 1, 3)), *OFF)
    assert entered(change.state, off=same, working=(saturday,)) is None
    corrected = entered(change.state)
    assert corrected and not corrected.state.working


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"off": OFF[1:]}, "off"),
        ({"off": (*OFF, Span(first=date(NEXT, 5, 3), last=date(NEXT, 5, 1)))}, f"off[{len(OFF)}]"),
        (
            {"off": (*OFF, Span(first=date(NEXT, 1, 1), last=date(NEXT + 90, 1, 1)))},
            f"off[{len(OFF)}]",
        ),
        ({"off": (*OFF, Span(first=date(NEXT + 1, 1, 1)))}, "off"),
        ({"off": (*OFF, Span(first=date(NEXT, 7, 1), last=date(NEXT, 8, 20)))}, "off"),
        ({"working": (weekday(2),)}, "working[0]"),
        ({"working": (date(NEXT - 1, 6, 1),)}, "working"),
        ({"off": (*OFF, Span(first=weekday(6))), "working": (weekday(6),)}, "working[0]"),
    ],
    ids=str,
)
def test_a_notice_that_cannot_be_right_is_refused_by_its_field(changes: Any, field: str) -> None:
    with refused("invalid", field):
        entered(**changes)


def test_what_was_entered_goes_before_what_is_built_in_and_is_provisional_no_more() -> None:
    friday, saturday = weekday(4), weekday(5)
    told = calendar(friday, working=(saturday,))
    assert not is_working_day(friday, told) and is_working_day(saturday, told)
    assert not is_working_day(saturday + timedelta(days=1), told)
    assert not is_provisional(friday, told) and is_provisional(friday)
    built_in = date(LAST_YEAR, 6, 3)
    corrected = Workdays(off=frozenset({built_in}), years=frozenset({LAST_YEAR}))
    assert is_working_day(built_in) and not is_working_day(built_in, corrected)


def counted(days: int = 12) -> Task:
    """Assigned at the end of the last year that is told."""
    asked = order(due=None, within=Within(days=days, working=True))
    on = plan()
    on = type(on)(
        campaign=replace(on.campaign, year=LAST_YEAR),
        standard=on.standard,
        directory=on.directory,
        taken={},
    )
    return assign(None, asked, given(QIAN, on, now=EVE)).state


def told(**changes: Any) -> HolidaysSet:
    usual: dict[str, Any] = {"off": tuple(sorted(statutory_holidays(NEXT))), "working": ()}
    return HolidaysSet(year=NEXT, document="7号", by="chief", **{**usual, **changes})


def counted_again(task: Task, on: Workdays, now: datetime = EVE) -> Change[Task] | None:
    return recount(task, told(), given(None, on, now=now))


def test_a_provisional_day_remembers_how_it_was_counted() -> None:
    task = counted()
    assert (task.provisional, task.counted_days) == (NEXT, 12)
    assert task.counted_from == date(LAST_YEAR, 12, 28)
    assert "暂按法定节假日推算" in task.words


def test_days_off_that_were_foreseen_confirm_the_day_and_move_nothing() -> None:
    task = counted()
    change = counted_again(task, calendar())
    assert change and change.state.due == task.due and not change.events
    assert (change.state.provisional, change.state.words) == (0, "12个工作日内")


def test_more_days_off_move_the_day_and_the_unit_is_told_why() -> None:
    task = counted()
    extra = [task.due - timedelta(days=n) for n in range(3)]
    change = counted_again(task, calendar(*extra))
    assert change and change.state.due == after_working_days(
        date(LAST_YEAR, 12, 28), 12, calendar(*extra)
    )
    assert change.state.due > task.due
    (fact,) = change.events
    assert isinstance(fact, TaskRescheduled)
    assert (fact.previous, fact.due) == (task.due, change.state.due)
    assert "放假安排公布：7号" in fact.reason
    assert counted_again(change.state, calendar()) is None, "once"


def test_a_day_that_was_given_by_hand_stays() -> None:
    by_hand = Reschedule(task="t-1", due=date(NEXT, 1, 28), reason="会议另定")
    task = reschedule(counted(), by_hand, given(QIAN, now=EVE))
    assert task and counted_again(task.state, calendar()) is None


def test_no_day_moves_to_one_that_is_past() -> None:
    task = counted()
    sooner = calendar(
        working=tuple(
            d for n in range(20) if (d := date(NEXT, 1, 2) + timedelta(days=n)).weekday() > 4
        )
    )
    after = datetime.combine(task.due, datetime.min.time(), tzinfo=UTC)
    change = counted_again(task, sooner, now=after)
    assert change and (change.state.due, change.state.provisional) == (task.due, 0)
    assert not change.events


def test_a_table_tells_that_its_term_is_provisional_and_counts_by_what_was_entered() -> None:
    on = ground(year=LAST_YEAR, today=date(LAST_YEAR, 12, 28))
    cells = row("A01", due="收到通知后12个工作日内")
    found = read_table(book(HEADER, cells), on, None, Asking({}))
    assert any("尚未公布" in note.text for note in found.notes)
    (first,) = found.rows
    assert (first.provisional, first.counted_days) == (NEXT, 12)
    extra = calendar(first.due)
    known = ground(year=LAST_YEAR, today=date(LAST_YEAR, 12, 28), calendar=extra)
    again = read_table(book(HEADER, cells), known, None, Asking({}))
    assert not again.notes and again.rows[0].provisional == 0
    assert again.rows[0].due > first.due
