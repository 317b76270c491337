"""不涉密用语: phrases that hold no secret."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import (
    ClearedPhrases,
    ClearPhrase,
    WithdrawPhrase,
)
from contracts.roles import OFFICES, READERS
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.console.units.shared import districts_seen, labels, reader
from gateway.problems import Problem

Json = dict[str, Any]
HOME = "/console/phrases"


async def phrases(request: Request) -> Response:
    return await _phrases(request, await reader(request, READERS), {})


async def _phrases(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    found, districts = await asyncio.gather(
        ask(request, caller, "tasks", ClearedPhrases()), districts_seen(request, caller)
    )
    named = await names(request, caller, "", (one["by"] for one in found["items"]))
    return render(
        request,
        "units/phrases.html",
        fault.status if fault else 200,
        caller=caller,
        rows=found["items"],
        districts=districts,
        named=named,
        edits=caller.has(*OFFICES),
        given=given,
        wrong=fault,
        labels=labels(request, "district", "phrase", "reason"),
    )


async def clear(request: Request) -> Response:
    current, given = await posted(request)
    try:
        filled = {name: given.get(name, "").strip() for name in ("district", "phrase", "reason")}
        order = read_form(ClearPhrase, filled)
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        return await _phrases(request, current.caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}?done=units_cleared", 303)


async def withdraw(request: Request) -> Response:
    current, given = await posted(request)
    try:
        filled = {name: given.get(name, "").strip() for name in ("district", "phrase", "reason")}
        order = read_form(WithdrawPhrase, filled)
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _phrases(request, current.caller, {}, found)
    return RedirectResponse(f"{HOME}?done=units_withdrawn", 303)
