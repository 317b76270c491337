"""What a deadline can be."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from services.tasks.dates.workdays import BUILT_IN, Workdays, after_working_days


class Occasion(NamedTuple):
    """One period of a repeating duty: 2026-Q1, 2026-07, 八一 …"""

    period: str
    due: date


@dataclass(frozen=True, slots=True)
class OnDay:
    """Until the end of that day."""

    due: date


@dataclass(frozen=True, slots=True)
class Repeating:
    """One instance per period, in order of time; the last one ends the whole."""

    instances: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """No end (长期); ``check`` is the day of the yearly check."""

    check: date


@dataclass(frozen=True, slots=True)
class DateMissing:
    """A call for haste without a date (立行立改), a start without an end (5月底前开工), or words
    that leave the day open. ``why`` is part of a sentence; ``days``: those that may be meant.
    """

    start: date | None = None
    why: str = "没有写明日期"
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class AfterReceipt:
    """So many days after the paper was received; ``unit`` is day, working or month."""

    count: int
    unit: str

    def due(self, received: date, calendar: Workdays = BUILT_IN) -> date:
        """Raises: ValueError (working days outside the holiday calendar)."""
        if self.unit == "working":
            return after_working_days(received, self.count, calendar)
        if self.unit == "month":
            months = received.month - 1 + self.count
            year, month = received.year + months // 12, months % 12 + 1
            return date(year, month, min(received.day, monthrange(year, month)[1]))
        return received + timedelta(days=self.count)


@dataclass(frozen=True, slots=True)
class Window:
    """The time that the evidence must come from; no deadline. Open where a side is None."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """``why`` is part of a sentence for the person who wrote the cell."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that no reader knows. ``days``: those that stand among them; ``sure``: there is one,
    and nothing beside it that would move it.
    """

    days: tuple[date, ...] = ()
    sure: bool = False


Deadline = OnDay | Repeating | Standing | DateMissing | AfterReceipt | Window | Unreadable | Unknown
