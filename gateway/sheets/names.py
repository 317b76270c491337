"""Names for the codes in an exported list: units, persons and districts that the caller may see."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from contracts.orders.base import Ask
from contracts.orders.tasks import Districts, Persons, Units
from gateway.sheets.columns import Column, Names

MAX_PAGES = 50
"""Of 200 names; whatever comes after is shown by its code."""

Question = Callable[[str, Ask], Awaitable[Any]]
"""(method of the tasks service, question) → its answer."""


async def names_for(columns: Iterable[Column], ask: Question) -> Names:
    """Only what the columns need is asked for. Raises: what ``ask`` raises."""
    found: Names = {}
    wanted = {column.names for column in columns}
    if "unit" in wanted:
        async for one in _every("units", lambda cursor: Units(limit=200, cursor=cursor), ask):
            found["unit", one["district"], one["unit"]] = one["name"]
    if "person" in wanted:
        async for one in _every("persons", lambda cursor: Persons(limit=200, cursor=cursor), ask):
            found["person", "", one["account"]] = one["name"]
    if "district" in wanted:
        for one in (await ask("districts", Districts()))["items"]:
            found["district", "", one["id"]] = one["name"]
    return found


async def _every(method: str, page: Callable[[str], Ask], ask: Question) -> Any:
    cursor = ""
    for _ in range(MAX_PAGES):
        answer = await ask(method, page(cursor))
        for one in answer["items"]:
            yield one
        cursor = answer.get("next") or ""
        if not cursor:
            return
