"""What the pages of tasks ask the services for."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE, Ask
from contracts.orders.scoring import DistrictScoreOf, StandardOf, TryRule
from contracts.orders.tasks import Persons, RegisterOf, TaskOf, Tasks, Units
from gateway.console.frame.asking import Json, ask, find
from gateway.console.frame.naming import fresh
from gateway.console.frame.words import points
from gateway.console.tasks.rights import UNSUBMITTED
from gateway.problems import Problem
from gateway.validation import read

MOST_PAGES = 5
MOST_DISTRICTS = 6
"""Whose scores one page asks for."""
Pairs = list[tuple[str, str]]


class Worth(NamedTuple):
    """Of an item, in thousandths. ``gap``: what the district's mark still lacks."""

    points: int
    gap: int


async def task_of(request: Request, caller: Caller) -> Json:
    """The task that the address names. Raises: Problem."""
    asked = read(TaskOf, {"task": request.path_params["task"]}, text=True)
    return await ask(request, caller, "tasks", asked)


async def every(request: Request, caller: Caller, question: Tasks | Persons | Units) -> list[Json]:
    """All pages of a list, ``MOST_PAGES`` at most."""
    found: list[Json] = []
    cursor: str | None = ""
    for _ in range(MOST_PAGES):
        part = msgspec.structs.replace(question, limit=MAX_PAGE, cursor=cursor)
        page = await ask(request, caller, "tasks", part)
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    return found


async def open_tasks(request: Request, caller: Caller, question: Tasks) -> list[Json]:
    """Those that are not handed in, by the day due."""
    wanted = (msgspec.structs.replace(question, state=state) for state in UNSUBMITTED)
    found = await asyncio.gather(*(every(request, caller, each) for each in wanted))
    return sorted((task for part in found for task in part), key=lambda t: (t["due"], t["id"]))


async def worths(
    request: Request, caller: Caller, tasks: Iterable[Json]
) -> dict[tuple[str, int, str], Worth]:
    """By district, year and item; nothing where scoring is away or knows no campaign."""
    wanted = sorted({(task["district"], task["year"]) for task in tasks if task["item"]})
    found = await asyncio.gather(
        *(_worth(request, caller, *each) for each in wanted[:MOST_DISTRICTS])
    )
    return {key: worth for part in found for key, worth in part.items()}


async def _worth(
    request: Request, caller: Caller, district: str, year: int
) -> dict[tuple[str, int, str], Worth]:
    question = DistrictScoreOf(district=district, year=year, level="district")
    score = await beside(request, caller, "scoring", question)
    return {
        (district, year, item["code"]): Worth(
            item["points"], max(0, item["points"] - (item["score"] or 0))
        )
        for item in (score["items"] if score else ())
    }


async def beside(request: Request, caller: Caller, service: str, question: Ask) -> Json | None:
    """An answer without which the page still holds: None where there is none, or its service is
    away. Raises: Problem where the page itself cannot be."""
    try:
        return await find(request, caller, service, question)
    except Problem as problem:
        if problem.status < 500:
            raise
        return None


async def items(request: Request, caller: Caller, version: str) -> dict[str, Json]:
    """A standard's items by code; none where scoring is away."""

    async def asked() -> dict[str, Json]:
        found = await beside(request, caller, "scoring", StandardOf(version=version))
        return {one["code"]: one for one in (found["items"] if found else ())}

    return await fresh(request, f"standard {version}", asked)


async def reading(request: Request, caller: Caller, version: str, item: Json) -> list[str]:
    """An item's rule in Chinese, as scoring says it."""

    async def asked() -> list[str]:
        rule = msgspec.json.encode(item["rule"]).decode()
        question = read(TryRule, {"rule": rule, "points": points(item["points"])})
        found = await beside(request, caller, "scoring", question)
        counted = (line for line in (found["reading"] if found else ()) if line["depth"] == 0)
        return list(dict.fromkeys(line["text"] for line in counted))

    return await fresh(request, f"reading {version} {item['code']}", asked)


async def staff(request: Request, caller: Caller, district: str, unit: str | None = None) -> Pairs:
    """Persons that may be charged, by account: of one unit, or of all with their unit's name."""
    found, units = await asyncio.gather(
        every(request, caller, Persons(district=district, unit=unit)),
        every(request, caller, Units(district=district)),
    )
    called = {one["unit"]: one["name"] for one in units}
    named = [
        (one["account"], one["name"] if unit else f"{called.get(one['unit'], '')} · {one['name']}")
        for one in found
        if one["unit"]
    ]
    return sorted(named, key=lambda pair: pair[1])


async def units_of(request: Request, caller: Caller, district: str) -> Pairs:
    found = await every(request, caller, Units(district=district))
    return sorted(((one["unit"], one["name"]) for one in found), key=lambda pair: pair[1])


async def register(request: Request, caller: Caller, task: Json) -> Json | None:
    """The register of the task's item, where it has one."""
    if not task["register"]:
        return None
    return await beside(request, caller, "tasks", RegisterOf(register=task["register"]))
