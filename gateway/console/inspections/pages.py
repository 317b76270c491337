"""检查: the list, planning one, its page, recording what was found, publishing it."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import (
    Findings,
    InspectionOf,
    Inspections,
    PlanInspection,
    PublishInspection,
    RaiseFinding,
)
from contracts.words import INSPECTION_NAMES
from gateway.console.frame import acts, choosing, files, listing, session
from gateway.console.frame.acts import Form
from gateway.console.frame.asking import ask
from gateway.console.frame.choosing import Where, options
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.plan import position
from gateway.console.frame.render import locating, render
from gateway.console.frame.terms import dates
from gateway.console.frame.words import today
from gateway.console.inspections.views import PLAN, PUBLISH, RAISE, USUAL_KIND, earlier, visited
from gateway.console.map.gathering import known_places
from gateway.problems import Problem

HOME = "/console/inspections"
FILTERS = ("kind", "published")
MOST_OF_A_PLACE = 40

Json = dict[str, Any]


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, FILTERS)
    page, told, called = await asyncio.gather(
        ask(request, caller, "tasks", listing.question(Inspections, wanted, request)),
        dates(request, caller),
        names(request, caller, wanted.get("district", "")),
    )
    return render(
        request,
        "inspections/list.html",
        caller=caller,
        rows=page["items"],
        units=await listing.units(request, caller, page["items"]),
        under_way=sum(one["published"] is None for one in page["items"]),
        named=called,
        wanted=wanted,
        dates=told,
        pager=listing.pager(request, page),
        sheet=listing.same(request, f"{HOME}/export"),
        districts=listing.districts(caller, called),
        kinds=INSPECTION_NAMES,
        plans=acts.may(caller, PlanInspection),
    )


async def export(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, FILTERS)
    return await files.exported(request, caller, listing.question(Inspections, wanted))


async def _found(request: Request, caller: Caller) -> Json:
    return await ask(request, caller, "tasks", listing.in_path(InspectionOf, request))


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await _found(request, caller)
    others = Findings(district=found["district"], limit=MAX_PAGE)
    called, told, before = await asyncio.gather(
        names(request, caller, found["district"], found["inspectors"]),
        dates(request, caller),
        ask(request, caller, "tasks", others),
    )
    return render(
        request,
        "inspections/inspection.html",
        caller=caller,
        found=found,
        named=called,
        dates=told,
        visited=visited(found),
        earlier=earlier(before["items"], found),
        raises=acts.may(caller, RaiseFinding),
        publishes=acts.may(caller, PublishInspection) and found["published"] is None,
    )


# -- planning -----------------------------------------------------------------------------------


async def _plan(request: Request, caller: Caller) -> tuple[Form, str]:
    """The form, and the district that it is of."""
    district = choosing.district_of(request, caller, await names(request, caller))
    lists = await options(request, caller, (field.of for field in PLAN), Where(district))
    form = Form(
        "inspections.plan", "inspections.send", HOME, PLAN, "inspections.plan_lead", options=lists
    )
    return form, district


async def _show_plan(
    request: Request, caller: Caller, typed: dict[str, str], wrong: Wrong | None = None
) -> Response:
    form, district = await _plan(request, caller)
    called = await names(request, caller)
    first = next((id for id, _ in form.options["campaigns"]), "")
    given = {"campaign": first, "on": str(today()), "kind": "routine"} | typed
    return acts.show(
        request,
        caller,
        form,
        given,
        wrong,
        "inspections/plan.html",
        districts=listing.districts(caller, called),
        wanted={"district": district},
    )


async def begin_plan(request: Request) -> Response:
    caller = (await session.current(request)).caller
    if not acts.may(caller, PlanInspection):
        raise Problem("forbidden")
    return await _show_plan(request, caller, {})


async def plan(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    district = choosing.district_of(request, caller, await names(request, caller))
    filled = {**acts.values(PLAN, typed), "district": district}
    result = await acts.given(request, caller, PlanInspection, typed, filled)
    if isinstance(result, Wrong):
        return await _show_plan(request, caller, typed, result)
    return RedirectResponse(f"{HOME}/{result['id']}?done=inspections.planned", 303)


# -- recording and publishing -------------------------------------------------------------------


async def _raise(request: Request, caller: Caller, found: Json, chosen: str = "") -> Form:
    """``chosen``: a position that was chosen already; a phone's stands in no list."""
    where = Where(found["district"], standard=found["standard"])
    named = (field.of for field in RAISE if field.name != "position")
    lists, places = await asyncio.gather(
        options(request, caller, named, where),
        known_places(request, caller, found["district"], found["year"]),
    )
    if chosen and chosen not in dict(places):
        places = [(chosen, chosen), *places]
    units = found["units"]
    return Form(
        "inspections.raise",
        "inspections.raise_send",
        f"{HOME}/{found['id']}",
        RAISE,
        "inspections.raise_lead",
        [("inspections", found["title"])],
        {
            **lists,
            "places": places,
            "units": [one for one in lists["units"] if not units or one[0] in units],
        },
        f"{HOME}/{found['id']}/photos",
    )


async def begin_raise(request: Request) -> Response:
    caller = (await session.current(request)).caller
    if not acts.may(caller, RaiseFinding):
        raise Problem("forbidden")
    found = await _found(request, caller)
    form = await _raise(request, caller, found)
    return _shown(request, caller, form, {"kind": USUAL_KIND})


def _shown(
    request: Request,
    caller: Caller,
    form: Form,
    given: dict[str, str],
    wrong: Wrong | None = None,
) -> Response:
    return locating(acts.show(request, caller, form, given, wrong, "inspections/raise.html"))


async def raise_finding(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    found = await _found(request, caller)
    filled = {**acts.values(RAISE, typed), "inspection": found["id"]}
    if "position" in filled:
        filled["position"] = position(filled["position"])
    result = await acts.given(request, caller, RaiseFinding, typed, filled)
    if isinstance(result, Wrong):
        form = await _raise(request, caller, found, typed.get("position", "")[:MOST_OF_A_PLACE])
        return _shown(request, caller, form, typed, result)
    return RedirectResponse(f"{HOME}/{found['id']}?done=inspections.raised", 303)


def _publish(found: Json) -> Form:
    return Form(
        "inspections.publish",
        "inspections.publish_send",
        f"{HOME}/{found['id']}",
        PUBLISH,
        "inspections.publish_lead",
        [("inspections", found["title"])],
    )


async def begin_publish(request: Request) -> Response:
    caller = (await session.current(request)).caller
    if not acts.may(caller, PublishInspection):
        raise Problem("forbidden")
    return acts.show(request, caller, _publish(await _found(request, caller)), {})


async def publish(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    found = await _found(request, caller)
    filled = {**acts.values(PUBLISH, typed), "inspection": found["id"]}
    result = await acts.given(request, caller, PublishInspection, typed, filled)
    if isinstance(result, Wrong):
        return acts.show(request, caller, _publish(found), typed, result)
    return RedirectResponse(f"{HOME}/{found['id']}?done=inspections.published", 303)


ENTRIES = (Entry("oversight", HOME, "inspections.nav", home=("inspector",), at=10),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/export", export),
    ("GET", f"{HOME}/plan", begin_plan),
    ("POST", f"{HOME}/plan", plan),
    ("GET", f"{HOME}/{{inspection}}", show),
    ("GET", f"{HOME}/{{inspection}}/findings", begin_raise),
    ("POST", f"{HOME}/{{inspection}}/findings", raise_finding),
    ("GET", f"{HOME}/{{inspection}}/publish", begin_publish),
    ("POST", f"{HOME}/{{inspection}}/publish", publish),
)
