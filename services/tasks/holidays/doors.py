"""The days off of a year."""

from contracts.orders import tasks as orders
from kit.table import Table, command, query
from services.tasks.holidays import answers, looks
from services.tasks.holidays.holidays import set_holidays
from services.tasks.holidays.store import HOLIDAYS

TABLE: Table = (
    command(orders.SetHolidays, HOLIDAYS, set_holidays, at=looks.of_year, creates=True),
    query(orders.HolidaysOf, answers.holidays_of),
    query(orders.PreviewHolidays, answers.notice),
)
