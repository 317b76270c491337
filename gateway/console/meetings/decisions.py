"""The rows of a form in which a meeting's decisions are written. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.orders.tasks import Decision
from contracts.words import CITY_WIDE
from gateway.console.frame.forms import Misfilled, Wrong, read_form

Json = dict[str, Any]
Faults = dict[str, tuple[str, dict[str, str]]]

FIELDS = ("text", "charge", "person", "due", "within", "counted", "cooperating", "need")
"""Of one row: ``charge`` is <district>.<unit>; ``within`` a number of days, ``counted`` which."""
FIRST_ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 60
PARTED = re.compile(r"[、，,；;\s]{1,20}")
SENT = re.compile(r"decisions\[(\d{1,2})\]\.(\w{1,20})\Z")
SHOWN_AS = {"lead": "charge", "district": "charge", "days": "within", "working_days": "within"}


def name(row: int, field: str) -> str:
    return f"decisions.{row}.{field}"


def rows_in(typed: Mapping[str, str]) -> int:
    """How many rows the form had, those asked for with its button among them."""
    told = typed.get("rows", "")
    had = int(told) if re.fullmatch(r"[0-9]{1,3}", told) else FIRST_ROWS
    return min(max(had, FIRST_ROWS) + (MORE_ROWS if "more" in typed else 0), MOST_ROWS)


def filled_rows(typed: Mapping[str, str]) -> list[tuple[int, dict[str, str]]]:
    """Rows in which anything was written, by their place in the form."""
    rows = (
        (row, {field: typed.get(name(row, field), "").strip() for field in FIELDS})
        for row in range(rows_in(typed))
    )
    return [(row, one) for row, one in rows if any(v for f, v in one.items() if f != "counted")]


def read_rows(
    rows: Sequence[tuple[int, dict[str, str]]],
    district: str,
    units: Mapping[str, str],
    first: int = 1,
) -> list[Json]:
    """Decisions as an order has them, numbered from ``first``. ``units``: <district>.<unit> → name.

    Raises: Misfilled with every field at fault, by its name in the form.
    """
    faults: Faults = {}
    decisions = []
    for number, (row, one) in enumerate(rows, first):
        given, wrong = _decision(number, one, district, units)
        try:
            read_form(Decision, given)
        except Misfilled as fault:
            wrong |= {SHOWN_AS.get(field, field): told for field, told in fault.faults.items()}
        faults |= {name(row, field): told for field, told in wrong.items()}
        decisions.append(given)
    if faults:
        raise Misfilled(faults)
    return decisions


def _decision(
    number: int, one: Mapping[str, str], district: str, units: Mapping[str, str]
) -> tuple[Json, Faults]:
    place, _, lead = one["charge"].partition(".")
    codes, wrong = _cooperating(one["cooperating"], place, units)
    given: Json = {"number": number, "text": one["text"], "lead": lead, "person": one["person"]}
    if one["due"]:
        given["due"] = one["due"]
    elif one["within"]:
        given["working_days" if one["counted"] == "working_days" else "days"] = one["within"]
    else:
        wrong["due"] = ("meetings.no_term", {})
    if district == CITY_WIDE and place:
        given["district"] = place
    more = {"cooperating": codes, "need": one["need"]}
    return {**given, **{key: value for key, value in more.items() if value}}, wrong


def _cooperating(text: str, place: str, units: Mapping[str, str]) -> tuple[list[str], Faults]:
    """Codes of the units named, which are of the lead's district."""
    called = {
        title: key.partition(".")[2] for key, title in units.items() if key.startswith(f"{place}.")
    }
    names = [one for one in PARTED.split(text) if one]
    unknown = [one for one in names if one not in called]
    if unknown:
        return [], {"cooperating": ("meetings.no_unit", {"name": unknown[0]})}
    return [called[one] for one in names], {}


def placed(wrong: Wrong, told: Sequence[Mapping[str, Any]], rows: Sequence[int]) -> Wrong:
    """A service's faults at the fields that they are of. ``told``: its faults, each with the row,
    the field and what is wrong; ``rows``: the form's row of each decision that was sent."""
    at = {
        name(rows[one["row"]], SHOWN_AS.get(one["field"], one["field"])): f"{one['detail']}。"
        for one in told
        if one["row"] < len(rows)
    }
    return wrong._replace(fields=at) if at else wrong
