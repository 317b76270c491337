"""销毁清册 and 无登记的文件: proposed by one person, let pass by another; adopted, or let go."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.doors import roles_of
from contracts.orders.evidence import (
    AdoptOrphan,
    DecideDisposal,
    DisposalOf,
    Disposals,
    Orphans,
    ProposeDisposal,
)
from contracts.roles import OFFICES, STEERING
from gateway.console.frame import session
from gateway.console.frame.asking import Json, ask, fields, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.listing import districts
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.gallery.views import size
from gateway.problems import Problem
from gateway.validation import read

HOME, UNKNOWN = "/console/disposals", "/console/orphans"
ONE = f"{HOME}/{{disposal}}"
PER_PAGE = 30
MEDIA = (
    *("image/jpeg", "image/png", "application/pdf", "video/mp4"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _listed(request, caller, {})


async def _listed(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    page, after, count = await _page(request, caller, Disposals, HOME)
    named = await names(request, caller, accounts=(one["proposed_by"] for one in page))
    return render(
        request,
        "disposals/list.html",
        fault.status if fault else 200,
        caller=caller,
        lists=page,
        after=after,
        count=count,
        proposes=caller.has(*roles_of(ProposeDisposal)),
        districts=districts(caller, named),
        names=named,
        given=given,
        wrong=fault,
    )


async def _page(
    request: Request, caller: Caller, shape: Any, path: str
) -> tuple[list[Json], str, int | None]:
    """The lines of a page, the address of the next, and how many there are."""
    cursor = request.query_params.get("cursor", "")
    asked = read(shape, {"limit": str(PER_PAGE), "cursor": cursor, "count": "true"}, text=True)
    found = await ask(request, caller, "evidence", asked)
    after = f"{path}?{urlencode({'cursor': found['next']})}" if found["next"] else ""
    return found["items"], after, found.get("count")


async def propose(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    district = given.get("district", "") if caller.district == "*" else caller.district
    filled: Json = {
        "district": district,
        "reason": given.get("reason", ""),
        "evidence": given.get("evidence", "").split(),
    }
    if given.get("used_too"):
        filled["used_too"] = "true"
    try:
        order = read_form(ProposeDisposal, filled)
        made = await give(request, caller, "evidence", order, given.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _listed(request, caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}/{made['id']}?done=disposals.proposed", 303)


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _shown(request, caller, {})


async def _shown(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    asked = read(DisposalOf, {"disposal": request.path_params["disposal"]}, text=True)
    found = await ask(request, caller, "evidence", asked)
    accounts = {found["proposed_by"], found["decided_by"]} - {"", None}
    named = await names(request, caller, accounts=accounts)
    decides = found["state"] == "PROPOSED" and caller.has(*roles_of(DecideDisposal))
    return render(
        request,
        "disposals/one.html",
        fault.status if fault else 200,
        caller=caller,
        found=found,
        names=named,
        decides=decides and caller.account != found["proposed_by"],
        given=given,
        wrong=fault,
    )


async def decide(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    filled = {name: given.get(name, "") for name in ("approve", "reason")}
    try:
        order = read_form(DecideDisposal, filled | {"disposal": request.path_params["disposal"]})
        await give(request, caller, "evidence", order, given.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _shown(request, caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{request.url.path}?done=disposals.decided", 303)


# -- what no record knows ---------------------------------------------------------------------


async def unknown(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _unknown(request, caller, {})


async def _unknown(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    page, after, count = await _page(request, caller, Orphans, UNKNOWN)
    named = await names(request, caller)
    waiting = [one for one in page if one["state"] == "ORPHAN_REVIEW"]
    return render(
        request,
        "disposals/orphans.html",
        fault.status if fault else 200,
        caller=caller,
        files=page,
        choices=[(one["id"], one["evidence"]) for one in waiting],
        media=[(one, one) for one in MEDIA],
        weight=size,
        after=after,
        count=count,
        names=named,
        given=given,
        wrong=fault,
    )


async def adopt(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    names = ("orphan", "title", "media_type", "reason")
    try:
        order = read_form(AdoptOrphan, {name: given.get(name, "") for name in names})
        made = await give(request, caller, "evidence", order, given.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _unknown(request, caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"/console/gallery/{made['id']}?done=disposals.adopted", 303)


ENTRIES = (
    Entry("evidence", HOME, "nav.disposals", STEERING, at=60),
    Entry("evidence", UNKNOWN, "nav.orphans", OFFICES, at=70),
)
ROUTES = (
    ("GET", HOME, listed),
    ("POST", HOME, propose),
    ("GET", ONE, show),
    ("POST", ONE, decide),
    ("GET", UNKNOWN, unknown),
    ("POST", UNKNOWN, adopt),
)
