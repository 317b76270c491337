"""What working days of a year are counted by."""

from datetime import date, timedelta

from contracts.orders.tasks import HolidaysOf, PreviewHolidays
from kit.reader import Reader
from services.tasks.answers.sight import Answer
from services.tasks.dates.workdays import FIRST_YEAR, LAST_YEAR, SATURDAY, is_working_day
from services.tasks.holidays import shown
from services.tasks.holidays.holidays import holidays_id
from services.tasks.holidays.looks import calendar_of
from services.tasks.holidays.store import HOLIDAYS

SOURCES = {
    "entered": "按登记的放假安排",
    "built-in": "按国务院办公厅公布的放假安排",
    "provisional": "放假安排尚未公布，暂按法定节假日推算",
    "none": "没有这一年的工作日历",
}


def holidays_of(reader: Reader, ask: HolidaysOf) -> Answer:
    """{"source", "told", "document", "off", "working"}: days off, and weekends that are worked."""
    held = reader.everywhere().find(HOLIDAYS, holidays_id(ask.year))
    known = ask.year >= FIRST_YEAR
    source = "provisional" if ask.year > LAST_YEAR else "built-in" if known else "none"
    source = "entered" if held else source
    calendar = calendar_of(reader)
    first = date(ask.year, 1, 1)
    days = [first + timedelta(days=n) for n in range(366)] if known else []
    year = {day: is_working_day(day, calendar) for day in days if day.year == ask.year}
    return {
        "year": ask.year,
        "source": source,
        "told": SOURCES[source],
        "document": held.document if held else "",
        "off": [day for day, works in year.items() if not works and day.weekday() < SATURDAY],
        "working": [day for day, works in year.items() if works and day.weekday() >= SATURDAY],
    }


def notice(reader: Reader, ask: PreviewHolidays) -> Answer:
    """Raises: Invalid."""
    return shown.preview(ask)
