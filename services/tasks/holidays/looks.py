"""The calendar of working days, as far as it is told."""

from contracts.orders.tasks import SetHolidays
from kit.change import Given
from kit.reader import Reader
from services.tasks.dates.workdays import Workdays
from services.tasks.holidays.holidays import holidays_id
from services.tasks.holidays.store import HOLIDAYS

MAX_YEARS = 120
"""A year is between 2000 and 2100."""


def calendar_of(reader: Reader) -> Workdays:
    """The days off that offices entered, of every year; the rest is built in or provisional."""
    found = [year for _, year in reader.everywhere().all(HOLIDAYS, {}, limit=MAX_YEARS)]
    return Workdays(
        off=frozenset(day for year in found for day in year.off),
        working=frozenset(day for year in found for day in year.working),
        years=frozenset(year.year for year in found),
    )


def of_year(order: SetHolidays, given: Given, reader: Reader) -> str:
    return holidays_id(order.year)
