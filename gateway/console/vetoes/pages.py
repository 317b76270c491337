"""一票否决: which stand, what speaks for more, and their raising and clearing."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.doors import roles_of
from contracts.orders.scoring import ClearVeto, DistrictScoreOf, RaiseVeto, StandardOf
from gateway.console.frame import session
from gateway.console.frame.asking import Json, ask, fields, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names_held
from gateway.console.frame.navigation import Under
from gateway.console.frame.render import language, render
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/vetoes/{district}/{year}"
CLEARS = "clears"
"""The field that says which veto a form clears."""


async def board(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _board(request, caller, {})


async def _board(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    asked = read(DistrictScoreOf, {**request.path_params, "level": "district"}, text=True)
    score = await ask(request, caller, "scoring", asked)
    standard, called = await asyncio.gather(
        ask(request, caller, "scoring", StandardOf(version=score["standard"])),
        names_held(request, caller, asked.district, _accounts(score)),
    )
    standing = {veto["topic"] for veto in score["vetoes"] if veto["standing"]}
    return render(
        request,
        "vetoes/board.html",
        fault.status if fault else 200,
        caller=caller,
        score=score,
        topics=[(v["topic"], v["title"]) for v in standard["vetoes"] if v["topic"] not in standing],
        called=called,
        raises=caller.has(*roles_of(RaiseVeto)),
        clears=caller.has(*roles_of(ClearVeto)),
        given=given,
        wrong=fault,
    )


def _accounts(score: Json) -> set[str]:
    return {step["by"] for veto in score["vetoes"] for step in veto["history"]}


async def decide(request: Request) -> Response:
    """Raise a veto, or clear the one that the form names."""
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    clears = bool(given.get(CLEARS))
    try:
        order: RaiseVeto | ClearVeto
        if clears:
            reason = {"reason": given.get("reason", "")}
            order = read_form(ClearVeto, {"veto": given[CLEARS], **reason})
        else:
            order = read_form(RaiseVeto, {**given_of(given), **request.path_params})
        await give(request, caller, "scoring", order, given.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _board(request, caller, given, wrong(fault, language(request)))
    here, done = request.url.path, "veto-cleared" if clears else "veto-raised"
    return RedirectResponse(f"{here}?done={done}", 303)


def given_of(given: dict[str, str]) -> dict[str, str]:
    return {name: given.get(name, "") for name in ("topic", "reason")}


ENTRIES = ()
UNDER = (Under("/console/vetoes", "/console/scores"),)
ROUTES = (("GET", HOME, board), ("POST", HOME, decide))
