"""单位: the list of a district, registering, merging, districts."""

from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import (
    FoundDistrict,
    Persons,
    RegisterUnit,
    SucceedUnit,
    Units,
)
from contracts.roles import CITY, CITY_AND_PROVINCE, OFFICES, READERS
from contracts.words import CITY_WIDE, UnitKind
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.console.frame.words import today, word
from gateway.console.units import holidays, phrases, reading
from gateway.console.units.shared import districts_seen, labels, reader
from gateway.problems import Problem

HOME = "/console/units"
LISTED = 50
KINDS: tuple[str, ...] = get_args(UnitKind)

Json = dict[str, Any]


def _kinds(request: Request) -> list[tuple[str, str]]:
    return [(kind, word(language(request), f"units.kind.{kind}")) for kind in KINDS]


# -- the list ---------------------------------------------------------------------------------


async def listed(request: Request) -> Response:
    caller = await reader(request, READERS)
    asked = request.query_params
    districts = await districts_seen(request, caller)
    district = asked.get("district", "") or (districts[0][0] if districts else "")
    given = {"district": district, "kind": asked.get("kind", ""), "text": asked.get("text", "")}
    found: Json = {"items": [], "next": None}
    fault: Wrong | None = None
    try:
        filled = {**given, "cursor": asked.get("cursor", ""), "limit": LISTED, "count": "true"}
        if district:
            found = await ask(request, caller, "tasks", read_form(Units, filled))
    except Misfilled as misfilled:
        fault = wrong(misfilled, language(request))
    named = (await names(request, caller, district if district != CITY_WIDE else "")).units
    return render(
        request,
        "units/list.html",
        fault.status if fault else 200,
        caller=caller,
        districts=districts,
        rows=found["items"],
        next=found["next"],
        count=found.get("count"),
        given={**given, "cursor": asked.get("cursor", "")},
        filtered=bool(given["kind"] or given["text"]),
        named=named,
        kinds=_kinds(request),
        edits=caller.has(*OFFICES),
        founds=caller.has(*CITY),
    )


# -- registering ------------------------------------------------------------------------------


async def registering(request: Request) -> Response:
    caller = await reader(request, OFFICES)
    return await _registering(request, caller, dict(request.query_params))


async def _registering(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    districts = await districts_seen(request, caller)
    district = given.get("district") or (districts[0][0] if districts else "")
    units = await _units(request, caller, district) if district else []
    return render(
        request,
        "units/new.html",
        fault.status if fault else 200,
        caller=caller,
        districts=districts,
        district=district,
        units=units,
        kinds=_kinds(request),
        given=given,
        wrong=fault,
        labels=labels(request, "district", "unit", "name", "kind", "parent", "aliases", "serves"),
    )


async def _units(request: Request, caller: Caller, district: str) -> list[tuple[str, str]]:
    found = (await names(request, caller, district)).units
    return sorted(found.items(), key=lambda one: one[1])


async def register(request: Request) -> Response:
    current, given = await posted(request)
    plain = ("district", "unit", "name", "kind", "parent")
    filled: Json = {name: given.get(name, "").strip() for name in plain}
    filled |= {name: reading.listed(given.get(name, "")) for name in ("aliases", "serves")}
    try:
        order = read_form(RegisterUnit, filled)
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _registering(request, current.caller, given, found)
    return RedirectResponse(f"{HOME}?district={order.district}&done=units_registered", 303)


# -- merging and renaming ---------------------------------------------------------------------


async def succeeding(request: Request) -> Response:
    caller = await reader(request, OFFICES)
    given = dict(request.query_params) | {"on": today().isoformat()}
    return await _succeeding(request, caller, given)


async def _succeeding(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    """First the unit that goes on, then which units it takes over, and who of its people."""
    districts = await districts_seen(request, caller)
    district = given.get("district") or (districts[0][0] if districts else "")
    units = await _units(request, caller, district) if district else []
    successor, people = given.get("successor", ""), []
    if district and successor:
        question = Persons(district=district, unit=successor, limit=MAX_PAGE)
        found = await ask(request, caller, "tasks", question)
        people = [(one["account"], one["name"]) for one in found["items"]]
    return render(
        request,
        "units/succeed.html",
        fault.status if fault else 200,
        caller=caller,
        districts=districts,
        district=district,
        units=units,
        successor=successor,
        people=people,
        given=given,
        wrong=fault,
        labels=labels(request, "successor", "units", "person", "on", "document", "reason"),
    )


async def succeed(request: Request) -> Response:
    current, given = await posted(request)
    plain = ("district", "successor", "person", "on", "document", "reason")
    filled: Json = {name: given.get(name, "").strip() for name in plain}
    chosen = [name.removeprefix("of.") for name in given if name.startswith("of.")]
    try:
        order = read_form(SucceedUnit, filled | {"units": chosen or None})
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _succeeding(request, current.caller, given, found)
    return RedirectResponse(f"{HOME}?district={order.district}&done=units_succeeded", 303)


# -- districts --------------------------------------------------------------------------------


async def founding(request: Request) -> Response:
    return await _founding(request, await reader(request, CITY), {})


async def _founding(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    return render(
        request,
        "units/district.html",
        fault.status if fault else 200,
        caller=caller,
        districts=await districts_seen(request, caller),
        given=given,
        wrong=fault,
        labels=labels(request, "district", "name"),
    )


async def found(request: Request) -> Response:
    current, given = await posted(request)
    try:
        filled = {name: given.get(name, "").strip() for name in ("district", "name")}
        order = read_form(FoundDistrict, filled)
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        return await _founding(request, current.caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}?district={order.district}&done=units_founded", 303)


ENTRIES = (
    Entry("admin", HOME, "nav.units", OFFICES, at=40),
    Entry("admin", phrases.HOME, "nav.phrases", OFFICES, at=42),
    Entry("admin", holidays.HOME, "nav.holidays", CITY_AND_PROVINCE, at=44),
)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/new", registering),
    ("POST", f"{HOME}/new", register),
    ("GET", f"{HOME}/succeed", succeeding),
    ("POST", f"{HOME}/succeed", succeed),
    ("GET", f"{HOME}/district", founding),
    ("POST", f"{HOME}/district", found),
    ("GET", phrases.HOME, phrases.phrases),
    ("POST", phrases.HOME, phrases.clear),
    ("POST", f"{phrases.HOME}/withdraw", phrases.withdraw),
    ("GET", holidays.HOME, holidays.holidays),
    ("POST", holidays.HOME, holidays.set_holidays),
    ("POST", f"{holidays.HOME}/notice", holidays.read_notice),
)
