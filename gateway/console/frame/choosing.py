"""Lists that forms choose from, by name; and the district that a page is of."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.evidence import EvidenceList
from contracts.orders.scoring import StandardOf
from contracts.orders.tasks import Campaigns, Findings, Meetings, Needs, Persons, Tasks
from contracts.words import CITY_WIDE, Role
from gateway.asking import fresh
from gateway.console.frame.asking import Json, ask, find
from gateway.console.frame.naming import Names, names
from gateway.console.frame.words import points
from gateway.problems import Problem

Pairs = list[tuple[str, str]]
MOST_PIECES = 60
"""Pieces of evidence that a form offers, the newest first."""


class Where(NamedTuple):
    """What the lists are of. ``standard``: the version whose items are offered; ``unit``: whose
    persons, findings and tasks."""

    district: str
    standard: str = ""
    item: str = ""
    unit: str = ""


class Item(NamedTuple):
    title: str
    points: int
    """Thousandths."""


def district_of(request: Request, caller: Caller, called: Names) -> str:
    """The reader's own district; for who sees the whole city the one asked for, else the first."""
    if caller.district != CITY_WIDE:
        return caller.district
    asked = request.query_params.get("district", "")
    return asked if asked in called.districts else next(iter(called.districts), "")


async def items(request: Request, caller: Caller, version: str) -> dict[str, Item]:
    """A standard's items by code; none where there is no such version. Raises: Problem."""

    async def asked() -> dict[str, Item]:
        found = await find(request, caller, "scoring", StandardOf(version=version))
        listed = found["items"] if found else []
        return {one["code"]: Item(one["title"], one["points"]) for one in listed}

    return await fresh(request, f"items {version}", asked)


async def campaigns(request: Request, caller: Caller, district: str) -> list[Json]:
    """Those that take the district in, the newest first."""
    found = await ask(request, caller, "tasks", Campaigns(limit=MAX_PAGE))
    wanted = (district, CITY_WIDE)
    return [
        one
        for one in found["items"]
        if district == CITY_WIDE or set(wanted) & set(one["districts"])
    ]


async def options(
    request: Request, caller: Caller, wanted: Iterable[str], where: Where
) -> dict[str, Pairs]:
    """The lists of these names, as values with what they are called."""
    asked = sorted(set(filter(None, wanted)))
    found = await asyncio.gather(*(LISTS[name](request, caller, where) for name in asked))
    return dict(zip(asked, found, strict=True))


async def _units(request: Request, caller: Caller, where: Where) -> Pairs:
    called = await names(request, caller, where.district)
    return sorted(called.units.items(), key=lambda pair: pair[1])


async def _items(request: Request, caller: Caller, where: Where) -> Pairs:
    found = await items(request, caller, where.standard)
    return [(code, f"{code} {one.title}（{points(one.points)} 分）") for code, one in found.items()]


async def _campaigns(request: Request, caller: Caller, where: Where) -> Pairs:
    found = await campaigns(request, caller, where.district)
    return [(one["id"], one["name"]) for one in found]


async def _persons(request: Request, caller: Caller, where: Where) -> Pairs:
    return await _people(request, caller, where, "unit", where.unit or None)


async def _inspectors(request: Request, caller: Caller, where: Where) -> Pairs:
    others = await _people(request, caller, where, "inspector", None)
    return [pair for pair in others if pair[0] != caller.account]


async def _people(
    request: Request, caller: Caller, where: Where, role: Role, unit: str | None
) -> Pairs:
    question = Persons(district=where.district, role=role, unit=unit, limit=MAX_PAGE)
    found, called = await asyncio.gather(
        ask(request, caller, "tasks", question), names(request, caller, where.district)
    )
    return [
        (one["account"], one["name"] + (f"（{called.unit(one['unit'])}）" if one["unit"] else ""))
        for one in found["items"]
    ]


async def _pieces(request: Request, caller: Caller, where: Where) -> Pairs:
    """None while the evidence service is away: what needs no evidence is done all the same."""
    question = EvidenceList(
        district=where.district, item=where.item or None, state="SEALED", limit=MOST_PIECES
    )
    try:
        found = await ask(request, caller, "evidence", question)
    except Problem as problem:
        if problem.status < 500:
            raise
        return []
    return [(one["id"], one["title"]) for one in found["items"]]


async def _findings(request: Request, caller: Caller, where: Where) -> Pairs:
    question = Findings(district=where.district, unit=where.unit or None, limit=MAX_PAGE)
    found = await ask(request, caller, "tasks", question)
    return [(one["id"], f"{one['item']} {one['fault']}") for one in found["items"]]


async def _tasks(request: Request, caller: Caller, where: Where) -> Pairs:
    question = Tasks(district=where.district, unit=where.unit or None, limit=MAX_PAGE)
    found = await ask(request, caller, "tasks", question)
    return [(one["id"], f"{one['item']} {one['title']}".strip()) for one in found["items"]]


async def _needs(request: Request, caller: Caller, where: Where) -> Pairs:
    district = None if where.district == CITY_WIDE else where.district
    question = Needs(district=district, state="confirmed", limit=MAX_PAGE)
    found = await ask(request, caller, "tasks", question)
    return [(one["id"], one["title"]) for one in found["items"]]


async def _meetings(request: Request, caller: Caller, where: Where) -> Pairs:
    found = await ask(request, caller, "tasks", Meetings(district=where.district, limit=MAX_PAGE))
    return [(one["id"], f"{one['on']} {one['title']}") for one in found["items"]]


LISTS: dict[str, Callable[[Request, Caller, Where], Awaitable[Pairs]]] = {
    "units": _units,
    "items": _items,
    "campaigns": _campaigns,
    "persons": _persons,
    "inspectors": _inspectors,
    "pieces": _pieces,
    "findings": _findings,
    "tasks": _tasks,
    "needs": _needs,
    "meetings": _meetings,
}
