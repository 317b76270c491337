"""Deadlines as people say them: the day, and the working days that are left."""

from datetime import date, timedelta
from typing import NamedTuple

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.tasks import HolidaysOf
from contracts.words import Lang
from gateway.asking import fresh
from gateway.console.frame.asking import ask
from gateway.console.frame.render import language
from gateway.console.frame.words import today, word
from gateway.problems import Problem

SATURDAY = 5
MOST_DAYS = 400
"""Calendar days that are counted; what is further away is told by its day alone."""


class Calendar(NamedTuple):
    """Weekdays that are off, and weekends that are worked in their place."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        return day in self.working or (day.weekday() < SATURDAY and day not in self.off)

    def between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to ``last``, which counts."""
        days = min((last - first).days, MOST_DAYS)
        return sum(self.works(first + timedelta(days=n)) for n in range(1, days + 1))


class Dates(NamedTuple):
    """How a page tells days: in its reader's language, counted by the calendar that is known."""

    calendar: Calendar
    language: Lang

    def term(self, due: str | date) -> "Term":
        return term(due, self.calendar, self.language)

    def day(self, iso: str | date) -> str:
        return _day(date.fromisoformat(str(iso)), today(), self.language)


async def dates(request: Request, caller: Caller) -> Dates:
    """Raises: Problem as ``ask``."""
    return Dates(await calendar(request, caller), language(request))


async def dates_held(request: Request, caller: Caller) -> Dates | None:
    """The same; None while the service that knows the holidays is away.

    Raises: Problem as ``ask``, below 500.
    """
    try:
        return await dates(request, caller)
    except Problem as problem:
        if problem.status < 500:
            raise
        return None


async def calendar(request: Request, caller: Caller) -> Calendar:
    """Of last year, this and the next. Raises: Problem as ``ask``."""

    async def asked() -> Calendar:
        year = today().year
        found = [
            await ask(request, caller, "tasks", HolidaysOf(year=each))
            for each in (year - 1, year, year + 1)
        ]
        off = (day for one in found for day in one["off"])
        working = (day for one in found for day in one["working"])
        return Calendar(
            frozenset(map(date.fromisoformat, off)), frozenset(map(date.fromisoformat, working))
        )

    return await fresh(request, f"calendar {today()}", asked)


class Term(NamedTuple):
    """A deadline in words. ``late``: it has passed."""

    iso: str
    text: str
    late: bool


def term(due: str | date, calendar: Calendar, language: Lang, now: date | None = None) -> Term:
    """8月14日前，还有 10 个工作日"""
    day, here = date.fromisoformat(str(due)), now or today()
    said = _day(day, here, language)
    if day == here:
        return Term(str(day), word(language, "term.today", day=said), late=False)
    late = day < here
    left = calendar.between(day, here) if late else calendar.between(here, day)
    key = "term.over" if late else "term.left"
    return Term(str(day), word(language, key, day=said, count=left), late)


def _day(day: date, here: date, language: Lang) -> str:
    if language == "en":
        return f"{day.day} {day:%B}" + ("" if day.year == here.year else f" {day.year}")
    return ("" if day.year == here.year else f"{day.year}年") + f"{day.month}月{day.day}日"
