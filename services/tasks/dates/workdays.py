"""Working days and named days of China.

Source of the working days: the State Council's yearly notice on public holidays and the days worked
in their place (the package chinesecalendar, and what an office enters: ``Workdays``); it comes out
in November for the year after. For years that neither knows the days are provisional: the statutory
holidays alone (State Council decree 795, in force since 2025), no day worked in their place. Source
of the lunar days: the package lunardate.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

import chinese_calendar
from lunardate import LunarDate

FIRST_YEAR: Final = min(chinese_calendar.holidays).year
LAST_YEAR: Final[int] = max(chinese_calendar.holidays).year
LAST_LUNAR_YEAR: Final = 2099
SATURDAY: Final = 5
MAX_WORKING_DAYS = 366


class Workdays(NamedTuple):
    """What offices entered: days ``off``, those ``working`` in their place, of which ``years``."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()


BUILT_IN = Workdays()


def is_working_day(day: date, calendar: Workdays = BUILT_IN) -> bool:
    """Whether offices are open, days worked in place of a holiday among them. What was entered
    of a year goes before what is built in.

    Raises: ValueError before the calendar's first year, or after the almanac's last.
    """
    if day.year < FIRST_YEAR or day.year > LAST_LUNAR_YEAR:
        raise ValueError(
            f"工作日历只有{FIRST_YEAR}年以后的，无法推算{day.year}年的工作日，请直接写明日期"
        )
    if day in calendar.off or day in calendar.working:
        return day in calendar.working
    if day.year in calendar.years:
        return day.weekday() < SATURDAY
    if is_provisional(day):
        return day.weekday() < SATURDAY and day not in statutory_holidays(day.year)
    return bool(chinese_calendar.is_workday(day))


def is_provisional(day: date, calendar: Workdays = BUILT_IN) -> bool:
    """Whether nobody has told the days off of that year yet."""
    return day.year > LAST_YEAR and day.year not in calendar.years


@cache
def statutory_holidays(year: int) -> frozenset[date]:
    """元旦 1, 春节 4 (除夕 to 初三), 清明 1, 五一 2, 端午 1, 中秋 1, 国庆 3 days."""
    spring = lunar_new_year(year)
    days = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 2)}
    days |= {spring + timedelta(days=n) for n in range(-1, 3)}
    days |= {date(year, 10, n) for n in (1, 2, 3)}
    return frozenset(days | {qingming(year), dragon_boat(year), mid_autumn(year)})


def after_working_days(day: date, n: int, calendar: Workdays = BUILT_IN) -> date:
    """The ``n``-th working day after ``day``, which does not count itself.

    Raises: ValueError as ``is_working_day``, or where n is not 1..MAX_WORKING_DAYS.
    """
    if not 1 <= n <= MAX_WORKING_DAYS:
        raise ValueError(f"工作日数须在1至{MAX_WORKING_DAYS}之间，现为{n}")
    while n > 0:
        day += timedelta(days=1)
        n -= is_working_day(day, calendar)
    return day


def working_days_left(today: date, due: date, calendar: Workdays = BUILT_IN) -> int | None:
    """Working days after ``today`` up to ``due``, which counts itself: 0 on the day. None where the
    day has passed, or is more than a year away.
    """
    days = (due - today).days
    if not 0 <= days <= MAX_WORKING_DAYS:
        return None
    ahead = (today + timedelta(days=n) for n in range(1, days + 1))
    return sum(is_working_day(day, calendar) for day in ahead)


def lunar_new_year(year: int) -> date:
    """The first day of the lunar year (春节). Raises: ValueError outside 1900..2099."""
    day: date = LunarDate(year, 1, 1).to_solar_date()
    return day


def dragon_boat(year: int) -> date:
    """端午. Raises: ValueError outside 1900..2099."""
    day: date = LunarDate(year, 5, 5).to_solar_date()
    return day


def mid_autumn(year: int) -> date:
    """中秋. Raises: ValueError outside 1900..2099."""
    day: date = LunarDate(year, 8, 15).to_solar_date()
    return day


def double_ninth(year: int) -> date:
    """重阳. Raises: ValueError outside 1900..2099."""
    day: date = LunarDate(year, 9, 9).to_solar_date()
    return day


def qingming(year: int) -> date:
    """清明: 4 or 5 April until 2099 (the usual formula for the solar term)."""
    part = year % 100
    return date(year, 4, int(part * 0.2422 + 4.81) - part // 4)
