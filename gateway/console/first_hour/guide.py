"""How far a city is, asked of the services: the guide has no state of its own."""

import asyncio

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE, PageAsk
from contracts.orders.scoring import Standards
from contracts.orders.tasks import Campaigns, Districts, Persons, Tasks, Units
from contracts.roles import OFFICES
from contracts.words import CITY_WIDE, Level
from gateway.console.first_hour.views import ADMIN, City, District
from gateway.console.frame.asking import ask
from gateway.parts import parts
from gateway.problems import Problem
from gateway.tending.given import Accounts

HOME = "/console/start"
MOST_DISTRICTS = 30
"""Each is asked five things; what is beyond is not looked at."""
CONFIRMED: tuple[Level, ...] = ("district", "city", "province")


async def over(request: Request, caller: Caller) -> bool:
    """A first task is confirmed; once it is, nobody is asked again. Raises: Problem as ``ask``."""
    known: set[str] = request.app.state.under_way
    if caller.district not in known:
        found = (_any(request, caller, Tasks(level=level, limit=1)) for level in CONFIRMED)
        if any(await asyncio.gather(*found)):
            known.add(caller.district)
    return caller.district in known


async def begins(request: Request, caller: Caller) -> bool:
    """Whether this caller's day begins with the guide: no task is given yet; of who administers
    accounts, no city's office has one. What cannot be had now does not stand in the way."""
    try:
        if caller.has(*ADMIN):
            return not await _city_office(request, caller)
        if not caller.has(*OFFICES):
            return False
        return not await _any(request, caller, Tasks(limit=1))
    except Problem as problem:
        if problem.status < 500:
            raise
        return False


async def city_of(request: Request, caller: Caller) -> City:
    """Raises: Problem as ``ask``; PyMongoError."""
    if caller.has(*ADMIN):
        return City(office=await _city_office(request, caller))
    districts, standards, opened, confirmed = await asyncio.gather(
        _districts(request, caller),
        ask(request, caller, "scoring", Standards(limit=MAX_PAGE)),
        _any(request, caller, Campaigns(limit=1)),
        over(request, caller),
    )
    published = any(one["state"] != "draft" for one in standards["items"])
    return City(True, districts, published, opened, confirmed)


async def _city_office(request: Request, caller: Caller) -> bool:
    asked = (Accounts(role="city_office", state=s, limit=1) for s in ("active", "invited"))
    found = [await parts(request).people.page(caller, each) for each in asked]
    return any(page["items"] for page in found)


async def _districts(request: Request, caller: Caller) -> list[District]:
    found = (await ask(request, caller, "tasks", Districts()))["items"]
    own = [one for one in found if caller.district in (CITY_WIDE, one["id"])]
    return list(
        await asyncio.gather(
            *(_district(request, caller, one["id"], one["name"]) for one in own[:MOST_DISTRICTS])
        )
    )


async def _district(request: Request, caller: Caller, id: str, name: str) -> District:
    asked = (
        Persons(district=id, role="district_office", limit=1),
        Persons(district=id, role="reviewer", limit=1),
        Units(district=id, limit=1),
        Persons(district=id, role="unit", limit=1),
        Tasks(district=id, limit=1),
    )
    return District(name, *await asyncio.gather(*(_any(request, caller, each) for each in asked)))


async def _any(request: Request, caller: Caller, question: PageAsk) -> bool:
    return bool((await ask(request, caller, "tasks", question))["items"])
