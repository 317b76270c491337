"""抽查与核对: what the province drew for its spot check, and scores worked out again."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.doors import roles_of
from contracts.orders.scoring import DrawSpotCheck, Recompute, SpotCheckOf
from contracts.roles import OFFICES, PROVINCE
from gateway.console.frame import figures, session
from gateway.console.frame.asking import Json, fields, find, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names_held
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.problems import Problem

HOME = "/console/score-checks"


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _show(request, caller, {})


async def _show(
    request: Request,
    caller: Caller,
    given: dict[str, str],
    fault: Wrong | None = None,
    told: Json | None = None,
) -> Response:
    chosen = await figures.choose(request, caller)
    draw = await find(request, caller, "scoring", SpotCheckOf(year=chosen.year))
    called = await names_held(request, caller, accounts=[draw["by"]] if draw else [])
    return render(
        request,
        "score_checks/checks.html",
        fault.status if fault else 200,
        caller=caller,
        chosen=chosen,
        draw=draw,
        called=called,
        draws=caller.has(*roles_of(DrawSpotCheck)),
        recomputes=caller.has(*roles_of(Recompute)),
        given={"share": "1/3", "district": chosen.district, **given},
        wrong=fault,
        told=told,
    )


async def act(request: Request) -> Response:
    """Draw, or work a district's year out again."""
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    key, draws = given.get("once", "")[:40], given.get("act") == "draw"
    typed = {name: given.get(name, "") for name in ("year", "seed", "share", "district")}
    try:
        if draws:
            asked = {name: typed[name] for name in ("year", "seed", "share")}
            await give(request, caller, "scoring", read_form(DrawSpotCheck, asked), key)
        else:
            asked = {name: typed[name] for name in ("year", "district")}
            told = await give(request, caller, "scoring", read_form(Recompute, asked), key)
    except (Misfilled, Problem) as fault:
        return await _show(request, caller, typed, wrong(fault, language(request)))
    if draws:
        return RedirectResponse(f"{HOME}?year={typed['year']}&done=spot-drawn", 303)
    return await _show(request, caller, typed, told=told)


ENTRIES = (Entry("scores", HOME, "score_checks.nav", (*OFFICES, *PROVINCE), at=50),)
ROUTES = (("GET", HOME, show), ("POST", HOME, act))
