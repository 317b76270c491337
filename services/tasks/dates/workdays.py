"""Working days and named days of China.

Source of the working days: the State Council's yearly notice on public holidays and the days worked
in their place (the package chinesecalendar); it comes out in November for the year after. Source of
the lunar days: the package lunardate.
"""

from datetime import date, timedelta
from typing import Final

import chinese_calendar
from lunardate import LunarDate

FIRST_YEAR: Final = min(chinese_calendar.holidays).year
LAST_YEAR: Final = max(chinese_calendar.holidays).year
MAX_WORKING_DAYS = 366


def is_working_day(day: date) -> bool:
    """Whether offices are open, days worked in place of a holiday among them.

    Raises: ValueError outside the calendar's years.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(
            f"工作日历只有{FIRST_YEAR}至{LAST_YEAR}年，无法推算{day.year}年的工作日，请直接写明日期"
        )
    return bool(chinese_calendar.is_workday(day))


def after_working_days(day: date, n: int) -> date:
    """The ``n``-th working day after ``day``, which does not count itself.

    Raises: ValueError outside the calendar's years, or where n is not 1..MAX_WORKING_DAYS.
    """
    if not 1 <= n <= MAX_WORKING_DAYS:
        raise ValueError(f"工作日数须在1至{MAX_WORKING_DAYS}之间，现为{n}")
    while n > 0:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day


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
