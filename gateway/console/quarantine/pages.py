"""隔离待查: what waits, with what the checks said; the bytes are never opened here."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.doors import roles_of
from contracts.orders.evidence import DecideQuarantined, EvidenceList
from contracts.roles import CITY
from gateway.console.frame import session
from gateway.console.frame.asking import Json, ask, fields, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names_across
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/quarantine"
PER_PAGE = 30


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _listed(request, caller, {})


async def _listed(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    cursor = request.query_params.get("cursor", "")
    asked = {"state": "QUARANTINED", "limit": str(PER_PAGE), "cursor": cursor}
    found = await ask(request, caller, "evidence", read(EvidenceList, asked, text=True))
    files = found["items"]
    named = await names_across(request, caller, {one["district"] for one in files})
    decides = caller.has(*roles_of(DecideQuarantined))
    others = [one for one in files if decides and one["by"] != caller.account]
    return render(
        request,
        "quarantine/list.html",
        fault.status if fault else 200,
        caller=caller,
        files=files,
        choices=[(one["id"], f"{one['title']} · {one['id']}") for one in others],
        after=f"{HOME}?{urlencode({'cursor': found['next']})}" if found["next"] else "",
        names=named,
        given=given,
        wrong=fault,
    )


async def decide(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    names = ("evidence", "release", "reason")
    try:
        order = read_form(DecideQuarantined, {name: given.get(name, "") for name in names})
        await give(request, caller, "evidence", order, given.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _listed(request, caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}?done=quarantine.decided", 303)


ENTRIES = (Entry("evidence", HOME, "nav.quarantine", CITY, at=65),)
ROUTES = (
    ("GET", HOME, listed),
    ("POST", HOME, decide),
)
