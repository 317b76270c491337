"""Slips (督办单) that stand, counted by district and colour."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import Slips
from gateway.console.frame.asking import ask
from gateway.problems import Problem

Json = dict[str, Any]

COLOURS = ("blue", "orange", "red")
MOST_PAGES = 10


class Counts(NamedTuple):
    """``by``: (district, colour) → how many; ``whole``: whether all of them were counted."""

    by: Counter[tuple[str, str]]
    whole: bool

    def of(self, district: str, colour: str) -> int:
        return self.by[district, colour]

    def sum(self, district: str) -> int:
        return sum(self.by[district, colour] for colour in COLOURS)


async def slips(request: Request, caller: Caller, district: str = "") -> Counts | None:
    """None while the service that knows is away. Raises: Problem as ``ask``, below 500."""
    found: list[Json] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        question = Slips(district=district or None, open=True, limit=MAX_PAGE, cursor=cursor)
        try:
            page = await ask(request, caller, "tasks", question)
        except Problem as problem:
            if problem.status < 500:
                raise
            return None
        found += page["items"]
        cursor = page["next"] or ""
        if not cursor:
            break
    return counted(found, whole=not cursor)


def counted(found: Iterable[Json], *, whole: bool = True) -> Counts:
    return Counts(Counter((one["district"], one["colour"]) for one in found), whole)
