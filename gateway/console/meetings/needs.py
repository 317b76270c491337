"""军地需求: both lists (双清单), one need with its course, and every act on it."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import NeedOf, Needs, NeedSheet, RaiseNeed
from contracts.words import NEED_STATE_NAMES
from gateway.console.frame import acts, choosing, files, listing, session
from gateway.console.frame.acts import Form
from gateway.console.frame.asking import ask
from gateway.console.frame.choosing import Where, options
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.frame.render import render
from gateway.console.frame.terms import dates
from gateway.console.frame.words import today
from gateway.console.meetings.views import ACTS, RAISE, acts_of, steps
from gateway.problems import Problem

HOME = "/console/needs"
SIDES = ("army", "civil")
DONE = {"accept": "listed", "confirm": "confirmed", "met": "met_need", "decline": "declined"}

Json = dict[str, Any]


async def listed(request: Request) -> Response:
    """What each side wants of the other, side by side."""
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = {**_this_year(), **listing.wanted(request, caller, called, ("year", "state"))}
    asked = (
        listing.question(Needs, {**wanted, "side": side, "limit": str(MAX_PAGE)}) for side in SIDES
    )
    pages, told = await asyncio.gather(
        asyncio.gather(*(ask(request, caller, "tasks", one) for one in asked)),
        dates(request, caller),
    )
    every = [one for page in pages for one in page["items"]]
    return render(
        request,
        "meetings/needs.html",
        caller=caller,
        lists=dict(zip(SIDES, pages, strict=True)),
        named=called,
        units=await listing.units(request, caller, every),
        dates=told,
        wanted=wanted,
        states=NEED_STATE_NAMES,
        years=range(today().year - 3, today().year + 2),
        most=MAX_PAGE,
        export=listing.same(request, f"{HOME}/export"),
        sheet=listing.same(request, f"{HOME}/sheet"),
        districts=listing.districts(caller, called),
        raises=acts.may(caller, RaiseNeed) and bool(caller.unit),
    )


def _this_year() -> dict[str, str]:
    return {"year": str(today().year)}


async def export(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, ("year", "state", "side"))
    return await files.exported(request, caller, listing.question(Needs, wanted))


async def sheet(request: Request) -> Response:
    """Both lists of a district's year, as offices hand them round."""
    caller = (await session.current(request)).caller
    district = choosing.district_of(request, caller, await names(request, caller))
    year = request.query_params.get("year") or _this_year()["year"]
    return await files.sheet(request, caller, listing.made(NeedSheet, district=district, year=year))


async def _found(request: Request, caller: Caller) -> Json:
    return await ask(request, caller, "tasks", listing.in_path(NeedOf, request))


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await _found(request, caller)
    words = {**found["confirmed"], **found["met"]}
    accounts = {found["person"], found["by"], *(one["by"] for one in words.values())} - {""}
    called, told = await asyncio.gather(
        names(request, caller, found["district"], accounts), dates(request, caller)
    )
    return render(
        request,
        "meetings/need.html",
        caller=caller,
        found=found,
        named=called,
        dates=told,
        acts=acts_of(found, caller),
        steps=steps(found["state"]),
        sides=SIDES,
    )


# -- raising and acting -------------------------------------------------------------------------


async def _raise(
    request: Request, caller: Caller, typed: dict[str, str], wrong: Wrong | None = None
) -> Response:
    lists = await options(request, caller, (field.of for field in RAISE), Where(caller.district))
    first = next((id for id, _ in lists["campaigns"]), "")
    form = Form("needs.raise", "needs.send", HOME, RAISE, "needs.raise_lead", options=lists)
    return acts.show(request, caller, form, {"campaign": first, **typed}, wrong)


async def begin_raise(request: Request) -> Response:
    caller = (await session.current(request)).caller
    if not acts.may(caller, RaiseNeed):
        raise Problem("forbidden")
    return await _raise(request, caller, {})


async def raise_need(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    filled = {**acts.values(RAISE, typed), "district": caller.district}
    result = await acts.given(request, caller, RaiseNeed, typed, filled)
    if isinstance(result, Wrong):
        return await _raise(request, caller, typed, result)
    return RedirectResponse(f"{HOME}/{result['id']}?done=meetings.wanted", 303)


def _name(request: Request) -> str:
    """Raises: Problem not-found."""
    name: str = request.path_params["act"]
    if name not in ACTS:
        raise Problem("not-found", "没有这个地址。")
    return name


async def _form(request: Request, caller: Caller, found: Json, name: str) -> Form:
    act = ACTS[name]
    where = Where(found["district"])
    lists = await options(request, caller, (field.of for field in act.fields), where)
    called = await names(request, caller, found["district"])
    return Form(
        f"needs.act.{name}",
        f"needs.act.{name}",
        f"{HOME}/{found['id']}",
        act.fields,
        f"needs.lead.{name}",
        [("needs.title", found["title"]), ("needs.by", called.unit(found["unit"]))],
        lists,
    )


async def begin(request: Request) -> Response:
    caller = (await session.current(request)).caller
    name = _name(request)
    found = await _found(request, caller)
    if not acts.may(caller, ACTS[name].order):
        raise Problem("forbidden")
    return acts.show(request, caller, await _form(request, caller, found, name), {})


async def act(request: Request) -> Response:
    caller = (await session.current(request)).caller
    name = _name(request)
    typed = await acts.typed(request)
    id = request.path_params["need"]
    filled = {**acts.values(ACTS[name].fields, typed), "need": id}
    result = await acts.given(request, caller, ACTS[name].order, typed, filled)
    if isinstance(result, Wrong):
        found = await _found(request, caller)
        return acts.show(request, caller, await _form(request, caller, found, name), typed, result)
    return RedirectResponse(f"{HOME}/{id}?done=meetings.{DONE[name]}", 303)


ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/export", export),
    ("GET", f"{HOME}/sheet", sheet),
    ("GET", f"{HOME}/raise", begin_raise),
    ("POST", f"{HOME}/raise", raise_need),
    ("GET", f"{HOME}/{{need}}", show),
    ("GET", f"{HOME}/{{need}}/{{act}}", begin),
    ("POST", f"{HOME}/{{need}}/{{act}}", act),
)
