"""What callers may see: who belongs to a unit sees what concerns it."""

from typing import Any

from contracts.caller import Caller

Answer = dict[str, Any]


def own_unit(caller: Caller | None) -> str | None:
    """The unit that a caller's sight ends at, "" for a worker without one; None: the district."""
    if caller is None or not (caller.unit or set(caller.roles) <= {"unit", "field"}):
        return None
    return caller.unit


def units_filter(field: str, asked: str | None, own: str | None) -> Answer:
    """Asked for and own are joined by "and"."""
    wanted = sorted({unit for unit in (asked, own) if unit is not None})
    if len(wanted) > 1:
        return {field: {"$all": wanted}}
    return {field: wanted[0]} if wanted else {}


def asked(filters: Answer) -> Answer:
    return {field: value for field, value in filters.items() if value is not None}


def brief(page: Answer) -> Answer:
    for item in page["items"]:
        item.pop("history")
    return page
