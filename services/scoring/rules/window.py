"""Which occurrences of a tally are meant: by kind and by day."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from contracts.measures import Entry
from services.scoring.rules.node import Kinds, Period

MAX_WINDOW_YEARS = 20


class Window(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Days that count, both included. ``years``: the assessment years that end with this one."""

    years: Annotated[int, Meta(ge=1, le=MAX_WINDOW_YEARS)] | None = None
    first: date | None = None
    last: date | None = None

    def holds(self, day: date | None, period: Period | None) -> bool:
        """An undated occurrence counts: nobody escapes by leaving the date out."""
        if day is None:
            return True
        first, last = self._bounds(period)
        return (first is None or day >= first) and (last is None or day <= last)

    def _bounds(self, period: Period | None) -> tuple[date | None, date | None]:
        if self.years is None or period is None:
            return self.first, self.last
        start = _years_before(period.first, self.years - 1)
        return max(start, self.first or start), min(period.last, self.last or period.last)

    def text(self) -> str:
        days = f"{self.first or ''}至{self.last or ''}" if self.first or self.last else ""
        return days + (f"近{self.years}个考评年度" if self.years else "")


def chosen(
    entries: tuple[Entry, ...], kinds: Kinds, window: Window | None, period: Period | None
) -> list[Entry]:
    """Entries of these kinds (all, if none is named) in the window, each ``ref`` once.

    Of two entries with one ``ref`` the larger count is kept, then the later day, so that their
    order does not matter.
    """
    best: dict[str, Entry] = {}
    for entry in sorted(entries, key=_rank):
        if kinds and entry.kind not in kinds:
            continue
        if window is None or window.holds(entry.at, period):
            best[entry.ref] = entry
    return list(best.values())


def _rank(entry: Entry) -> tuple[str, int, str, date]:
    return entry.ref, entry.count, entry.kind, entry.at or date.min


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
