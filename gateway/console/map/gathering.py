"""What the plan asks the services for, within bounds."""

import asyncio
from typing import Any

from msgspec.structs import replace
from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE, PageAsk
from contracts.orders.evidence import EvidenceList
from contracts.orders.tasks import Findings, RegisterOf, Registers
from gateway.console.frame.asking import ask, find
from gateway.console.frame.listing import made, question
from gateway.console.frame.plan import value
from gateway.console.map.views import Filters, Thing, of_finding, of_register
from gateway.problems import Problem

MOST_REGISTERS, MOST_PAGES = 40, 5
"""Registers of a district's year, and pages of ``MAX_PAGE`` of its findings and its evidence."""

Json = dict[str, Any]


async def things(
    request: Request, caller: Caller, district: str, year: int, wanted: Filters
) -> list[Thing]:
    """Rows of the year's registers and its findings, as far as the caller sees them."""
    where = {"district": district, **({"item": wanted.item} if wanted.item else {})}
    registers, findings, pieces = await asyncio.gather(
        _registers(request, caller, where, year) if wanted.kind != "finding" else _none(),
        _all(request, caller, "tasks", question(Findings, {**where, "limit": MAX_PAGE}))
        if wanted.kind != "row"
        else _none(),
        _pieces(request, caller, where),
    )
    rows = [row for one in registers for row in of_register(one, pieces)]
    return rows + [of_finding(one, pieces) for one in findings if one["year"] == year]


async def known_places(
    request: Request, caller: Caller, district: str, year: int
) -> list[tuple[str, str]]:
    """Places of the registers whose position is known, to choose from: value and name."""
    found = await things(request, caller, district, year, Filters(kind="row"))
    return [(value(one.at), one.label) for one in found if one.at]


async def _none() -> list[Json]:
    return []


async def _registers(request: Request, caller: Caller, where: Json, year: int) -> list[Json]:
    asked = question(Registers, {**where, "year": year, "limit": MOST_REGISTERS})
    listed = await ask(request, caller, "tasks", asked)
    wanted = (made(RegisterOf, register=one["id"]) for one in listed["items"])
    found = await asyncio.gather(*(find(request, caller, "tasks", one) for one in wanted))
    return [one for one in found if one]


async def _pieces(request: Request, caller: Caller, where: Json) -> dict[str, Json]:
    """Sealed evidence by id; none while its service is away: the list is there all the same."""
    asked = question(EvidenceList, {**where, "state": "SEALED", "limit": MAX_PAGE})
    try:
        return {one["id"]: one for one in await _all(request, caller, "evidence", asked)}
    except Problem as problem:
        if problem.status < 500:
            raise
        return {}


async def _all(request: Request, caller: Caller, service: str, asked: PageAsk) -> list[Json]:
    found: list[Json] = []
    for _ in range(MOST_PAGES):
        page = await ask(request, caller, service, asked)
        found += page["items"]
        if page["next"] is None:
            break
        asked = replace(asked, cursor=page["next"])
    return found
