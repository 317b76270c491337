"""What the pages of tasks ask the services for."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.scoring import DistrictScoreOf, TryRule
from contracts.orders.tasks import Persons, RegisterOf, TaskOf, Units
from gateway.asking import Json, ask, beside, every, fresh
from gateway.console.frame.words import points
from gateway.validation import read

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
