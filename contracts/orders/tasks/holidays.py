"""Orders and questions about the days off that the State Council gives each year."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from contracts.orders.base import Ask, Order
from contracts.orders.doors import door
from contracts.roles import CITY_AND_PROVINCE, READERS
from contracts.sheets import Workbook
from contracts.texts import AS_ASKED
from contracts.words import Title, Year

MAX_NOTICE = 20_000
"""Characters of a notice."""


class Span(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days from ``first`` to ``last``, both among them; without a ``last`` one day."""

    first: date
    last: date | None = None


@door("POST /holidays/{year}", "登记年度放假安排", CITY_AND_PROVINCE)
class SetHolidays(Order, frozen=True, kw_only=True):
    """The days off of a year as its notice says: ``off`` (放假), ``working`` (上班, weekends worked
    in their place). Entered again, it corrects the year.
    """

    year: Year
    document: Title
    off: Annotated[tuple[Span, ...], Meta(min_length=1, max_length=30)]
    working: Annotated[tuple[date, ...], Meta(max_length=30)] = ()


@door("POST /holidays/notice/preview", "预览放假通知", CITY_AND_PROVINCE)
class PreviewHolidays(Ask, frozen=True, kw_only=True):
    """What the State Council's notice says, as its ``text`` or as the document or table that holds
    it: each day off and each weekend worked, what contradicts itself, and what was not read. It
    changes nothing. ``year``: of a text that does not name it.
    """

    text: Annotated[str, Meta(max_length=MAX_NOTICE, extra=AS_ASKED)] = ""
    workbook: Workbook | None = None
    year: Year | None = None


@door("GET /holidays/{year}", "年度放假安排", READERS)
class HolidaysOf(Ask, frozen=True, kw_only=True):
    """What working days of a year are counted by: entered, built in, or provisional."""

    year: Year
