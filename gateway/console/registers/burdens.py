"""减负: what units are asked for, and what they were spared; and the year's recurring duties."""

import asyncio
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.doors import roles_of
from contracts.orders.tasks import (
    BurdenOf,
    CalendarOf,
    Campaigns,
    DemandMaterial,
    PlanCalendar,
)
from contracts.words import CITY_WIDE
from gateway.audit.telling import tell
from gateway.console.frame import session, words
from gateway.console.frame.asking import ask, fields, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import Names, names
from gateway.console.frame.render import language, render
from gateway.console.registers import views
from gateway.parts import parts
from gateway.problems import Problem
from gateway.sheets import answers
from gateway.validation import read

HOME = "/console/burden"
MONTHS = tuple(str(month) for month in range(1, 13))
CALENDAR = "/console/registers/calendar"
Json = dict[str, Any]


async def _where(
    request: Request, caller: Caller, given: dict[str, str]
) -> tuple[Names, dict[str, str]]:
    """The district and the year that are asked for, else the reader's own and this year."""
    named = await names(request, caller)
    own = next(iter(named.districts), "") if caller.district == CITY_WIDE else caller.district
    year = given.get("year") or str(words.today().year)
    return named, {"district": given.get("district") or own, "year": year}


def _districts(caller: Caller, named: Names) -> list[tuple[str, str]]:
    return [
        (id, name) for id, name in named.districts.items() if caller.district in (CITY_WIDE, id)
    ]


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _page(request, caller, dict(request.query_params))


async def export(request: Request) -> Response:
    """The months of this year and the last as a workbook."""
    caller = (await session.current(request)).caller
    _, where = await _where(request, caller, dict(request.query_params))
    question = read(BurdenOf, where, text=True)
    found = await ask(request, caller, "tasks", question)
    await tell(request, caller, "export", request.url.path, detail=request.url.query)
    book = msgspec.to_builtins(views.sheet(found["months"], question.year))
    return await answers.workbook(parts(request), {"workbook": book}, "xlsx", caller.account)


async def _page(
    request: Request,
    caller: Caller,
    given: dict[str, str],
    fault: Wrong | None = None,
    stopped: Json | None = None,
) -> Response:
    """``stopped``: the answer of a demand for what is held already."""
    named, where = await _where(request, caller, given)
    found: Json = {"units": [], "months": [], "listed": []}
    month, of = given.get("month", ""), given.get("of", "")
    if where["district"]:
        found = await ask(request, caller, "tasks", read(BurdenOf, where, text=True))
        named = await names(request, caller, where["district"])
    if where["district"] and month in MONTHS:
        wanted = {**where, "year": of or where["year"], "month": month}
        listed = await ask(request, caller, "tasks", read(BurdenOf, wanted, text=True))
        found = {**found, "listed": views.listed(listed["listed"], given.get("kind", ""))}
    units = found["units"]
    return render(
        request,
        "registers/burden.html",
        fault.status if fault else 200,
        caller=caller,
        units=units,
        sums=views.burden(units),
        months=found["months"],
        totals=views.totals(found["months"]),
        listed=found["listed"],
        of_month={"month": month, "of": of or where["year"]} if month in MONTHS else None,
        names=named,
        where=where,
        districts=_districts(caller, named),
        every=[("", "—"), *sorted(named.units.items(), key=lambda one: one[1])],
        given=given,
        wrong=fault,
        stopped=stopped,
        demands=caller.has(*roles_of(DemandMaterial)),
    )


async def demand(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await fields(request)
    session.check_form(request, form.get("form_token", ""))
    asked = {name: form.get(name, "").strip() for name in DemandMaterial.__struct_fields__}
    asked["insist"] = "true" if form.get("insist") else "false"
    try:
        order = read_form(DemandMaterial, asked)
        answer = await give(request, caller, "tasks", order, form.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _page(request, caller, form, wrong(fault, language(request)))
    if answer["stopped"]:
        return await _page(request, caller, form, stopped=answer)
    query = f"district={order.district}&year={order.year}&done=registers.demanded"
    return RedirectResponse(f"{HOME}?{query}", 303)


# -- the year's recurring duties --------------------------------------------------------------


async def calendar(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _calendar(request, caller, dict(request.query_params))


async def _calendar(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    named, where = await _where(request, caller, given)
    if given.get("month"):
        where["month"] = given["month"]
    items: list[Json] = []
    if where["district"]:
        found, named = await asyncio.gather(
            ask(request, caller, "tasks", read(CalendarOf, where, text=True)),
            names(request, caller, where["district"]),
        )
        items = found["items"]
    campaigns = await ask(request, caller, "tasks", Campaigns(limit=MAX_PAGE))
    by_year = sorted(campaigns["items"], key=lambda one: str(one["year"]) != where["year"])
    return render(
        request,
        "registers/calendar.html",
        fault.status if fault else 200,
        caller=caller,
        found=items,
        names=named,
        where=where,
        districts=_districts(caller, named),
        months=[("", words.word(language(request), "registers.all")), *((m, m) for m in MONTHS)],
        campaigns=[(one["id"], one["name"]) for one in by_year],
        plans=caller.has(*roles_of(PlanCalendar)),
        wrong=fault,
    )


async def plan_calendar(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await fields(request)
    session.check_form(request, form.get("form_token", ""))
    try:
        order = read_form(PlanCalendar, {n: form.get(n, "") for n in ("campaign", "district")})
        await give(request, caller, "tasks", order, form.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _calendar(request, caller, form, wrong(fault, language(request)))
    return RedirectResponse(f"{CALENDAR}?district={order.district}&done=registers.planned", 303)
