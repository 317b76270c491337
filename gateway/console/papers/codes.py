"""代字归属: whose each code is; the city's office assigns it."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import AssignPaperCode, PaperCodes
from contracts.words import CITY_WIDE
from gateway.console.frame import acts, session
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.render import language, render
from gateway.console.frame.words import word
from gateway.problems import Problem

HOME = "/console/papers/codes"


async def show(request: Request) -> Response:
    return await _show(request, (await session.current(request)).caller, {})


async def _show(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    called, found = await asyncio.gather(
        names(request, caller), ask(request, caller, "tasks", PaperCodes())
    )
    city = word(language(request), "papers.city")
    return render(
        request,
        "papers/codes.html",
        fault.status if fault else 200,
        caller=caller,
        rows=[
            {
                **one,
                "office": city
                if one["district"] == CITY_WIDE
                else called.district(one["district"]),
            }
            for one in found["items"]
        ],
        offices=[(CITY_WIDE, city), *sorted(called.districts.items(), key=lambda one: one[1])],
        assigns=acts.may(caller, AssignPaperCode),
        given=given,
        wrong=fault,
    )


async def assign(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    try:
        filled = {name: typed.get(name, "").strip() for name in ("code", "district")}
        order = read_form(AssignPaperCode, filled)
        await give(request, caller, "tasks", order, typed.get("once", "")[: acts.MAX_KEY])
    except (Misfilled, Problem) as fault:
        return await _show(request, caller, typed, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}?done=papers.assigned", 303)
