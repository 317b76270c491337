"""One document for each year."""

from kit.aggregate import Aggregate
from services.tasks.holidays.holidays import Holidays

HOLIDAYS = Aggregate("holidays", Holidays)
