"""What waits for the reader, asked once: the day's page lists it, the badges count it."""

import asyncio

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.tasks import Tasks
from contracts.roles import OFFICES_AND_UNITS
from gateway import duties
from gateway.console.frame.asking import Json, ask
from gateway.console.frame.terms import calendar
from gateway.console.frame.words import today
from gateway.console.today import views
from gateway.console.today.views import Asked, Waiting, asked_of


async def waiting(request: Request, caller: Caller) -> Waiting:
    """Raises: Problem as ``ask``."""
    asked = asked_of(caller)
    tasks, days, rows = await asyncio.gather(
        _tasks(request, caller),
        calendar(request, caller),
        asyncio.gather(*(_rows(request, caller, one) for one in asked)),
    )
    others = [(one, len(found)) for one, found in zip(asked, rows, strict=True) if found]
    return Waiting(views.day(tasks, caller, days, today()), days, others)


async def _tasks(request: Request, caller: Caller) -> list[Json]:
    if not caller.has(*OFFICES_AND_UNITS):
        return []
    return await duties.open_tasks(request, caller, Tasks())


async def _rows(request: Request, caller: Caller, asked: Asked) -> list[Json]:
    found = await ask(request, caller, asked.service, asked.question)
    return [row for row in found["items"] if asked.mine(row, caller)]
