"""What is answered about days off."""

from datetime import date
from typing import Literal

from contracts.answers.base import Answer, answers
from contracts.orders import tasks as orders


@answers(orders.HolidaysOf)
class Holidays(Answer, frozen=True, kw_only=True):
    """``off``: weekdays without work; ``working``: weekends with it. ``source``: whose word it is,
    ``told`` the same in Chinese."""

    year: int
    source: Literal["entered", "built-in", "provisional", "none"]
    told: str
    document: str
    off: tuple[date, ...]
    working: tuple[date, ...]


class NoticeDay(Answer, frozen=True, kw_only=True):
    """A day that the notice names: ``name`` of its holiday, ``text`` the sentence that says so."""

    day: date
    week: str
    kind: Literal["off", "working"]
    name: str
    text: str


class NoticeFault(Answer, frozen=True, kw_only=True):
    """``where``: the words of the notice; ``text``: what is wrong with them."""

    where: str
    text: str


class NoticeUnread(Answer, frozen=True, kw_only=True):
    """A sentence that was not read; ``dated``: it speaks of days."""

    text: str
    dated: bool


@answers(orders.PreviewHolidays)
class Notice(Answer, frozen=True, kw_only=True):
    """``off`` and ``working``: as they are entered."""

    year: int
    document: str
    days: tuple[NoticeDay, ...]
    off: tuple[orders.Span, ...]
    working: tuple[date, ...]
    faults: tuple[NoticeFault, ...]
    unread: tuple[NoticeUnread, ...]
