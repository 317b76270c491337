"""People and units by name: no page shows an account or a code instead of one."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import Districts, Units
from contracts.words import CITY_WIDE
from gateway.asking import ask, fresh
from gateway.parts import parts
from gateway.problems import Problem

MOST_UNITS = 1000


class Names(NamedTuple):
    """``people`` by account, ``units`` by code, ``districts`` by id. Of what has none, the code.

    Of several districts, whose units may share codes (``names_across``), units are by both.
    """

    people: dict[str, str]
    units: dict[str, str]
    districts: dict[str, str]

    def person(self, account: str) -> str:
        return self.people.get(account, account)

    def unit(self, code: str, district: str = "") -> str:
        return self.units.get(f"{district}.{code}", self.units.get(code, code))

    def units_of(self, district: str) -> list[tuple[str, str]]:
        """Code and name of its units, by name."""
        begins = f"{district}."
        own = ((u.removeprefix(begins), n) for u, n in self.units.items() if u.startswith(begins))
        return sorted(own, key=lambda one: one[1])

    def full(self, code: str, district: str) -> str:
        """The district and its unit; a unit whose name tells the district is enough."""
        unit, whole = self.unit(code, district), self.district(district)
        return unit if unit.startswith(whole) else f"{whole} {unit}"

    def district(self, id: str) -> str:
        return self.districts.get(id, id)


async def names(
    request: Request, caller: Caller, district: str = "", accounts: Iterable[str] = ()
) -> Names:
    """Names of these accounts, of the units of ``district`` ("" or "*": of none), of all districts.

    Raises: Problem as ``ask``; PyMongoError.
    """
    people = await parts(request).people.names(sorted(set(accounts)))
    units = await _units(request, caller, district) if district not in ("", CITY_WIDE) else {}
    return Names(people, units, await _districts(request, caller))


async def names_across(request: Request, caller: Caller, districts: Iterable[str]) -> Names:
    """Names of the units of these districts (``Names.unit`` with both), and of all districts.

    Raises: Problem as ``ask``.
    """
    asked = sorted(set(districts) - {CITY_WIDE, ""}) or [""]
    found = await asyncio.gather(*(names(request, caller, each) for each in asked))
    units = {
        f"{district}.{unit}": name
        for district, each in zip(asked, found, strict=True)
        for unit, name in each.units.items()
    }
    return Names({}, units, found[0].districts)


async def names_held(
    request: Request, caller: Caller, district: str = "", accounts: Iterable[str] = ()
) -> Names:
    """The same; while the service that knows units is away, those of people alone.

    Raises: Problem as ``ask``, below 500; PyMongoError.
    """
    try:
        return await names(request, caller, district, accounts)
    except Problem as problem:
        if problem.status < 500:
            raise
        return Names(await parts(request).people.names(sorted(set(accounts))), {}, {})


async def _units(request: Request, caller: Caller, district: str) -> dict[str, str]:
    async def asked() -> dict[str, str]:
        found: dict[str, str] = {}
        cursor: str | None = ""
        while cursor is not None and len(found) < MOST_UNITS:
            question = Units(district=district, limit=MAX_PAGE, cursor=cursor)
            page = await ask(request, caller, "tasks", question)
            found |= {one["unit"]: one["name"] for one in page["items"]}
            cursor = page["next"]
        return found

    return await fresh(request, f"{caller.district} {district}", asked)


async def _districts(request: Request, caller: Caller) -> dict[str, str]:
    async def asked() -> dict[str, str]:
        found = await ask(request, caller, "tasks", Districts())
        return {one["id"]: one["name"] for one in found["items"]}

    return await fresh(request, caller.district, asked)
