"""What people type into the forms of units, as the orders take it. Pure."""

import re
from collections.abc import Iterable
from datetime import date

from gateway.console.frame.forms import Misfilled

SEPARATED = re.compile(r"[\n、,，;；]")
DAY = re.compile(r"([0-9]{4})[-年./]([0-9]{1,2})[-月./]([0-9]{1,2})日?\Z")
TO = re.compile(r"\s{0,9}(?:至|到|~|\uff5e|\u2014|\u2013)\s{0,9}")
MOST = 60


def listed(text: str) -> list[str]:
    """Names one a line, or between 、 and commas."""
    return [part for part in (each.strip() for each in SEPARATED.split(text)) if part]


def day(text: str, field: str) -> date:
    """2026-10-01, 2026年10月1日 or 2026.10.1. Raises: Misfilled."""
    found = DAY.match(text.strip()[:40])
    try:
        return date(*(int(part) for part in found.groups())) if found else date.fromisoformat(text)
    except ValueError:
        raise Misfilled({field: ("units.day_wrong", {"text": text[:40]})}) from None


def days(text: str, field: str) -> list[date]:
    return [day(one, field) for one in listed(text)[: MOST + 1]]


def spans(text: str, field: str) -> list[dict[str, date]]:
    """``2026-10-01 至 2026-10-07``, or single days, one a line. Raises: Misfilled."""
    found = []
    for one in listed(text)[: MOST + 1]:
        first, _, last = (part.strip() for part in _halved(one))
        found.append({"first": day(first, field), **({"last": day(last, field)} if last else {})})
    return found


def _halved(text: str) -> tuple[str, str, str]:
    parts = TO.split(text[:80], maxsplit=1)
    return (parts[0], "至", parts[1]) if len(parts) == 2 else (text, "", "")


def in_spans(found: Iterable[date]) -> list[tuple[date, date]]:
    """Days that follow on each other, together."""
    together: list[tuple[date, date]] = []
    for one in sorted(found):
        if together and (one - together[-1][1]).days == 1:
            together[-1] = (together[-1][0], one)
        else:
            together.append((one, one))
    return together


def as_typed(found: Iterable[date]) -> str:
    """As ``spans`` reads it."""
    return "\n".join(
        f"{first}" if first == last else f"{first} 至 {last}" for first, last in in_spans(found)
    )
