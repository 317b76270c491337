"""Facts about the days off of a year."""

from datetime import date

from contracts.envelope import Step, fact


@fact("tasks.holidays_set.v1")
class HolidaysSet(Step, frozen=True, kw_only=True):
    """The days off of a year were entered or corrected; the tasks service counts again the terms
    that ran provisionally. ``district`` is that of the whole city.
    """

    year: int
    document: str
    off: tuple[date, ...]
    working: tuple[date, ...]
    by: str
