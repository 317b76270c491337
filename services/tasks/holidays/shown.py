"""What a notice would make of a year, as its preview shows it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from contracts.orders.tasks import PreviewHolidays, SetHolidays, Span
from contracts.refusals import Invalid
from services.tasks.holidays.holidays import held
from services.tasks.holidays.notice import WEEK, Misread, Notice, read_notice
from services.tasks.holidays.tabled import spoken

UNNAMED = "国务院办公厅放假通知"


def preview(ask: PreviewHolidays) -> dict[str, Any]:
    """{"year", "document", "days", "off", "working", "faults", "unread"}; ``off`` and ``working``
    as ``SetHolidays`` takes them. Raises: Invalid (neither a text nor a file).
    """
    text = "\n".join(filter(str.strip, (ask.text, *_texts(ask))))
    if not text:
        raise Invalid("请贴上通知的全文，或选择通知的文件。", field="text")
    notice = read_notice(text, ask.year or 0)
    off = [Span(first=first, last=last) for first, last in _spans(notice.of("off"))]
    if off and not notice.faults:
        notice.faults += _refused(notice, off)
    return {
        "year": notice.year,
        "document": notice.document or UNNAMED,
        "days": [
            {
                "day": one.day,
                "week": WEEK[one.day.weekday()],
                "kind": one.kind,
                "name": one.names,
                "text": one.where,
            }
            for one in notice.days
        ],
        "off": off,
        "working": notice.of("working"),
        "faults": [fault._asdict() for fault in notice.faults],
        "unread": [one._asdict() for one in notice.unread],
    }


def _texts(ask: PreviewHolidays) -> Iterator[str]:
    if ask.workbook is not None:
        yield "\n".join(ask.workbook.beside)
        yield from (spoken([*one.rows]) for one in ask.workbook.sheets)


def _refused(notice: Notice, off: list[Span]) -> Iterator[Misread]:
    """What the order itself would be refused for."""
    try:
        held(
            SetHolidays(
                year=notice.year,
                document=UNNAMED,
                off=tuple(off),
                working=tuple(notice.of("working")),
            )
        )
    except Invalid as refused:
        yield Misread("", refused.detail)


def _spans(days: list[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
