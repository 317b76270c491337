"""敏感场所: which areas stand, one more, and one given up."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.evidence import DropSite, KeepSite, Sites
from contracts.roles import CITY
from gateway.console.frame import session
from gateway.console.frame.asking import ask, fields, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names_held
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.sites import views
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/sites"
PER_PAGE = 50

Json = dict[str, Any]


async def listed(request: Request) -> Response:
    return await _listed(request, (await session.current(request)).caller, {})


async def _listed(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    cursor = {"cursor": text} if (text := request.query_params.get("cursor", "")[:400]) else {}
    asked = read(Sites, {**cursor, "limit": str(PER_PAGE), "count": "true"}, text=True)
    page = await ask(request, caller, "evidence", asked)
    by = {one["by"] for one in page["items"]}
    return render(
        request,
        "sites/list.html",
        fault.status if fault else 200,
        caller=caller,
        sites=[_shown(one) for one in page["items"]],
        called=await names_held(request, caller, accounts=by),
        count=page.get("count"),
        first=HOME if cursor else "",
        after=f"{HOME}?cursor={page['next']}" if page["next"] else "",
        given=given,
        wrong=fault,
    )


def _shown(site: Json) -> Json:
    word, where = views.told(site["area"])
    return {**site, "word": word, "where": where}


async def decide(request: Request) -> Response:
    """One more, or the one given up that the form names."""
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    try:
        order: KeepSite | DropSite
        if given.get("site"):
            reason = given.get("reason", "")
            order = read_form(DropSite, {"site": given["site"], "reason": reason})
        else:
            order = read_form(KeepSite, {"name": given.get("name", ""), "area": views.area(given)})
        await give(request, caller, "evidence", order, given.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _listed(request, caller, given, wrong(fault, language(request)))
    done = "site-dropped" if given.get("site") else "site-kept"
    return RedirectResponse(f"{HOME}?done={done}", 303)


ENTRIES = (Entry("admin", HOME, "nav.sites", CITY, at=48),)
ROUTES = (("GET", HOME, listed), ("POST", HOME, decide))
