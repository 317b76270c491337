"""台账: whether the points are all there; each register as a list."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.doors import roles_of
from contracts.orders.tasks import (
    AddRows,
    Campaigns,
    ItemsWithRegister,
    OpenRegister,
    RegisterOf,
    Registers,
    RegisterSheet,
)
from contracts.roles import OFFICES
from gateway.console.frame import session, words
from gateway.console.frame.asking import ask, fields, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.registers import burdens, rows, views
from gateway.parts import parts
from gateway.problems import Problem
from gateway.sheets import answers
from gateway.validation import read

HOME = "/console/registers"
REGISTER = f"{HOME}/{{register}}"
FILTERS = ("year", "item", "text", "district")

Json = dict[str, Any]


def may_edit(caller: Caller) -> bool:
    return caller.has(*roles_of(AddRows))


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = {
        name: request.query_params[name].strip()
        for name in (*FILTERS, "cursor")
        if request.query_params.get(name, "").strip()
    }
    page = await ask(
        request, caller, "tasks", read(Registers, {**given, "count": "true"}, text=True)
    )
    after = f"{HOME}?{urlencode(given | {'cursor': page['next']})}" if page["next"] else ""
    first = {name: value for name, value in given.items() if name != "cursor"}
    return render(
        request,
        "registers/list.html",
        caller=caller,
        found=page["items"],
        given=given,
        names=await names(request, caller),
        edits=may_edit(caller),
        before=f"{HOME}?{urlencode(first)}" if "cursor" in given else "",
        after=after,
        count=page.get("count"),
    )


async def new(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _new(request, caller, {})


async def _new(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    if not may_edit(caller):
        raise Problem("forbidden")
    campaigns, named = await asyncio.gather(
        ask(request, caller, "tasks", Campaigns(limit=MAX_PAGE)), names(request, caller)
    )
    own = [(id, name) for id, name in named.districts.items() if caller.district in ("*", id)]
    offered = await _offered(request, caller, campaigns["items"], given.get("district", ""), own)
    return render(
        request,
        "registers/new.html",
        fault.status if fault else 200,
        caller=caller,
        campaigns=[(one["id"], one["name"]) for one in campaigns["items"]],
        districts=own,
        offered=offered,
        given=given,
        wrong=fault,
    )


async def _offered(
    request: Request, caller: Caller, campaigns: list[Json], chosen: str, own: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Items of the newest campaign that want a register and have none yet, with their titles."""
    district = chosen or next((id for id, _ in own), "")
    newest = next((one for one in campaigns if district in one["districts"]), None)
    if newest is None:
        return []
    wanted = ItemsWithRegister(campaign=newest["id"], district=district)
    found = await ask(request, caller, "tasks", wanted)
    return [(one["item"], one["title"]) for one in found["items"] if not one["register"]]


async def open_register(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await fields(request)
    session.check_form(request, form.get("form_token", ""))
    asked = {name: form.get(name, "").strip() for name in OpenRegister.__struct_fields__}
    try:
        order = read_form(OpenRegister, asked)
        made = await give(request, caller, "tasks", order, form.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _new(request, caller, form, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}/{made['id']}?done=registers.opened", 303)


# -- one register -----------------------------------------------------------------------------


async def found_register(request: Request, caller: Caller) -> Json:
    asked = read(RegisterOf, {"register": request.path_params["register"]}, text=True)
    return await ask(request, caller, "tasks", asked)


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    register = await found_register(request, caller)
    wanted = views.Filters.of(request.query_params)
    matching = views.rows(register, wanted)
    page = views.page(matching, request.query_params.get("page", ""))
    named = await names(request, caller, register["district"])
    lang = language(request)
    units = sorted({row["unit"] for row in register["rows"]})
    every = [("", words.word(lang, "registers.all"))]
    return render(
        request,
        "registers/register.html",
        caller=caller,
        register=register,
        page=page,
        matching=len(matching),
        given=wanted._asdict(),
        names=named,
        edits=may_edit(caller),
        plan=f"/console/map?{urlencode(views.on_plan(register, wanted))}",
        shapes=views.SHAPES,
        units=every + [(unit, named.unit(unit)) for unit in units],
        states=every + [(one, words.word(lang, f"registers.state.{one}")) for one in views.STATES],
    )


async def sheet(request: Request) -> Response:
    caller = (await session.current(request)).caller
    asked = read(RegisterSheet, {"register": request.path_params["register"]}, text=True)
    answer = await ask(request, caller, "tasks", asked)
    return await answers.workbook(parts(request), answer, "xlsx", caller.account)


ENTRIES = (
    Entry("evidence", HOME, "nav.registers", at=10),
    Entry("admin", burdens.HOME, "nav.burden", (*OFFICES, "leader"), at=60),
)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/new", new),
    ("POST", f"{HOME}/new", open_register),
    ("GET", f"{HOME}/calendar", burdens.calendar),
    ("POST", f"{HOME}/calendar", burdens.plan_calendar),
    ("GET", burdens.HOME, burdens.show),
    ("GET", f"{burdens.HOME}/export", burdens.export),
    ("POST", burdens.HOME, burdens.demand),
    ("GET", REGISTER, show),
    ("GET", f"{REGISTER}/sheet", sheet),
    ("GET", f"{REGISTER}/rows/new", rows.new),
    ("POST", f"{REGISTER}/rows/new", rows.add),
    ("GET", f"{REGISTER}/rows/{{key}}", rows.show),
    ("POST", f"{REGISTER}/rows/{{key}}", rows.amend),
    ("POST", f"{REGISTER}/rows/{{key}}/withdraw", rows.withdraw),
)
