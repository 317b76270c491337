"""A year's days off and the weekends worked in their place. Source: the State Council's notice of
November, on the year after."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from contracts.clock import in_words
from contracts.orders.tasks import SetHolidays, Span
from contracts.refusals import Invalid
from contracts.tasks import HolidaysSet
from contracts.words import CITY_WIDE
from kit.change import Change, Given
from services.tasks.dates.workdays import SATURDAY, statutory_holidays

MAX_DAYS = 60
"""Days off of a year, weekends among them; 2025 had 28."""


class Holidays(Struct, frozen=True, kw_only=True):
    """Its id is ``holidays-<year>``. ``document``: the notice's number or title."""

    year: int
    document: str
    off: tuple[date, ...]
    working: tuple[date, ...]
    by: str
    district: str = CITY_WIDE


def holidays_id(year: int) -> str:
    return f"holidays-{year}"


def set_holidays(
    state: Holidays | None, order: SetHolidays, given: Given
) -> Change[Holidays] | None:
    """Raises: Invalid (a span upside down, a day of another year, a statutory holiday left out, a
    day worked that is no weekend or is off as well, too many days).
    """
    off, working = held(order)
    new = Holidays(
        year=order.year,
        document=order.document,
        off=off,
        working=working,
        by=given.by.account,
    )
    if state is not None and (state.off, state.working) == (new.off, new.working):
        return None
    fact = HolidaysSet(
        year=new.year, document=new.document, off=new.off, working=new.working, by=new.by
    )
    return Change(new, (fact,))


def held(order: SetHolidays) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The days off and the days worked. Raises: Invalid, as ``set_holidays``."""
    off = sorted({day for at, span in enumerate(order.off) for day in _days(span, at)})
    if len(off) > MAX_DAYS:
        raise Invalid(f"放假共{len(off)}天，超过{MAX_DAYS}天，请核对起止日期。", field="off")
    _must_be_of(order.year, off, "off")
    _must_be_of(order.year, order.working, "working")
    missing = sorted(statutory_holidays(order.year) - set(off))
    if missing:
        raise Invalid(f"放假日期漏了法定节假日：{_said(missing)}。", field="off")
    for at, day in enumerate(order.working):
        if day.weekday() < SATURDAY:
            raise Invalid(f"{in_words(day)}不是周末，本来就是工作日。", field=f"working[{at}]")
        if day in off:
            raise Invalid(f"{in_words(day)}既放假又上班，请核对。", field=f"working[{at}]")
    return tuple(off), tuple(sorted(set(order.working)))


def _days(span: Span, at: int) -> Iterator[date]:
    last = span.last or span.first
    count = (last - span.first).days + 1
    if not 1 <= count <= MAX_DAYS:
        raise Invalid("起止日期颠倒或过长，请核对。", field=f"off[{at}]")
    return (span.first + timedelta(days=n) for n in range(count))


def _must_be_of(year: int, days: list[date] | tuple[date, ...], field: str) -> None:
    """The turn of the year may reach into the last days of the one before."""
    others = [d for d in days if d.year != year and (d.year, d.month) != (year - 1, 12)]
    if others:
        raise Invalid(f"{_said(others)}不属于{year}年的放假安排。", field=field)


def _said(days: list[date]) -> str:
    return "、".join(in_words(day) for day in days[:10])
