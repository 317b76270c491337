"""The tasks that somebody has to do, whichever way they come in."""

import asyncio

import msgspec
from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.scoring import StandardOf
from contracts.orders.tasks import Tasks
from gateway.asking import Json, beside, every, fresh

UNSUBMITTED = ("assigned", "accepted", "objected", "returned")


def takes_part(task: Json, caller: Caller) -> bool:
    return bool(caller.unit) and caller.unit in task["units"]


def final(task: Json) -> bool:
    state: str = task["state"]
    return state.startswith("confirmed-") if task["parent"] else state == "confirmed-province"


def counts(task: Json) -> bool:
    """Whether the task settles its item's score: a part of one, or a decision, does not."""
    return bool(task["item"]) and task["origin"] == "item" and not task["parent"]


async def open_tasks(request: Request, caller: Caller, question: Tasks) -> list[Json]:
    """Those that are not handed in, by the day due."""
    wanted = (msgspec.structs.replace(question, state=state) for state in UNSUBMITTED)
    found = await asyncio.gather(*(every(request, caller, each) for each in wanted))
    return sorted((task for part in found for task in part), key=lambda t: (t["due"], t["id"]))


async def items(request: Request, caller: Caller, version: str) -> dict[str, Json]:
    """A standard's items by code; none where scoring is away."""

    async def asked() -> dict[str, Json]:
        found = await beside(request, caller, "scoring", StandardOf(version=version))
        return {one["code"]: one for one in (found["items"] if found else ())}

    return await fresh(request, f"standard {version}", asked)
