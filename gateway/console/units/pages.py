"""单位: the list of a district, registering, merging, districts, cleared phrases, days off."""

import asyncio
from datetime import date
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import (
    ClearedPhrases,
    ClearPhrase,
    Districts,
    FoundDistrict,
    HolidaysOf,
    Persons,
    RegisterUnit,
    SetHolidays,
    SucceedUnit,
    Units,
    WithdrawPhrase,
)
from contracts.roles import CITY, CITY_AND_PROVINCE, OFFICES, READERS
from contracts.words import CITY_WIDE, UnitKind
from gateway import door
from gateway.console.frame import session
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.console.frame.words import today, word
from gateway.console.units import reading
from gateway.problems import Problem

HOME = "/console/units"
PHRASES = "/console/phrases"
HOLIDAYS = "/console/holidays"
LISTED = 50
KINDS: tuple[str, ...] = get_args(UnitKind)

Json = dict[str, Any]


async def _caller(request: Request, roles: Any) -> Caller:
    caller = (await session.current(request)).caller
    door.allow(caller, roles)
    return caller


async def _districts(request: Request, caller: Caller) -> list[tuple[str, str]]:
    """Those that the caller sees, by id and name."""
    found = await ask(request, caller, "tasks", Districts())
    seen = ((one["id"], one["name"]) for one in found["items"])
    return [(id, name) for id, name in seen if caller.district in (CITY_WIDE, id)]


def _labels(request: Request, *names: str) -> dict[str, str]:
    return {name: word(language(request), f"units.{name}") for name in names}


def _kinds(request: Request) -> list[tuple[str, str]]:
    return [(kind, word(language(request), f"units.kind.{kind}")) for kind in KINDS]


# -- the list ---------------------------------------------------------------------------------


async def listed(request: Request) -> Response:
    caller = await _caller(request, READERS)
    asked = request.query_params
    districts = await _districts(request, caller)
    district = asked.get("district", "") or (districts[0][0] if districts else "")
    given = {"district": district, "kind": asked.get("kind", ""), "text": asked.get("text", "")}
    found: Json = {"items": [], "next": None}
    fault: Wrong | None = None
    try:
        filled = {**given, "cursor": asked.get("cursor", ""), "limit": LISTED}
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
        given={**given, "cursor": asked.get("cursor", "")},
        filtered=bool(given["kind"] or given["text"]),
        named=named,
        kinds=_kinds(request),
        edits=caller.has(*OFFICES),
        founds=caller.has(*CITY),
    )


# -- registering ------------------------------------------------------------------------------


async def registering(request: Request) -> Response:
    caller = await _caller(request, OFFICES)
    return await _registering(request, caller, dict(request.query_params))


async def _registering(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    districts = await _districts(request, caller)
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
        labels=_labels(request, "district", "unit", "name", "kind", "parent", "aliases", "serves"),
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
    caller = await _caller(request, OFFICES)
    given = dict(request.query_params) | {"on": today().isoformat()}
    return await _succeeding(request, caller, given)


async def _succeeding(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    """First the unit that goes on, then which units it takes over, and who of its people."""
    districts = await _districts(request, caller)
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
        labels=_labels(request, "successor", "units", "person", "on", "document", "reason"),
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
    return await _founding(request, await _caller(request, CITY), {})


async def _founding(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    return render(
        request,
        "units/district.html",
        fault.status if fault else 200,
        caller=caller,
        districts=await _districts(request, caller),
        given=given,
        wrong=fault,
        labels=_labels(request, "district", "name"),
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


# -- phrases that hold no secret --------------------------------------------------------------


async def phrases(request: Request) -> Response:
    return await _phrases(request, await _caller(request, READERS), {})


async def _phrases(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    found, districts = await asyncio.gather(
        ask(request, caller, "tasks", ClearedPhrases()), _districts(request, caller)
    )
    named = await names(request, caller, "", (one["by"] for one in found["items"]))
    return render(
        request,
        "units/phrases.html",
        fault.status if fault else 200,
        caller=caller,
        rows=found["items"],
        districts=districts,
        named=named,
        edits=caller.has(*OFFICES),
        given=given,
        wrong=fault,
        labels=_labels(request, "district", "phrase", "reason"),
    )


async def clear(request: Request) -> Response:
    current, given = await posted(request)
    try:
        filled = {name: given.get(name, "").strip() for name in ("district", "phrase", "reason")}
        order = read_form(ClearPhrase, filled)
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        return await _phrases(request, current.caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{PHRASES}?done=units_cleared", 303)


async def withdraw(request: Request) -> Response:
    current, given = await posted(request)
    try:
        filled = {name: given.get(name, "").strip() for name in ("district", "phrase", "reason")}
        order = read_form(WithdrawPhrase, filled)
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _phrases(request, current.caller, {}, found)
    return RedirectResponse(f"{PHRASES}?done=units_withdrawn", 303)


# -- days off ---------------------------------------------------------------------------------


async def holidays(request: Request) -> Response:
    caller = await _caller(request, READERS)
    return await _holidays(request, caller, request.query_params.get("year", ""))


async def _holidays(
    request: Request,
    caller: Caller,
    year: str,
    given: Json | None = None,
    fault: Wrong | None = None,
) -> Response:
    question = read_form(HolidaysOf, {"year": year if _is_year(year) else str(today().year)})
    found = await ask(request, caller, "tasks", question)
    off = [date.fromisoformat(day) for day in found["off"]]
    working = [date.fromisoformat(day) for day in found["working"]]
    typed = {
        "document": found["document"],
        "off": reading.as_typed(off) if found["source"] == "entered" else "",
        "working": "\n".join(map(str, working)) if found["source"] == "entered" else "",
    }
    return render(
        request,
        "units/holidays.html",
        fault.status if fault else 200,
        caller=caller,
        year=question.year,
        found=found,
        off=reading.in_spans(off),
        working=working,
        edits=caller.has(*CITY_AND_PROVINCE) and caller.district == CITY_WIDE,
        given=given or typed,
        wrong=fault,
        labels=_labels(request, "document", "off", "working"),
    )


def _is_year(year: str) -> bool:
    return year.isdecimal() and year.isascii() and 2000 <= int(year[:6]) <= 2100


async def set_holidays(request: Request) -> Response:
    current, given = await posted(request)
    year = given.get("year", "").strip()
    try:
        filled: Json = {
            "year": year,
            "document": given.get("document", "").strip(),
            "off": reading.spans(given.get("off", ""), "off") or None,
            "working": reading.days(given.get("working", ""), "working"),
        }
        order = read_form(SetHolidays, filled)
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _holidays(request, current.caller, year, given, found)
    return RedirectResponse(f"{HOLIDAYS}?year={order.year}&done=units_holidays", 303)


ENTRIES = (
    Entry("admin", HOME, "nav.units", OFFICES, at=40),
    Entry("admin", PHRASES, "nav.phrases", OFFICES, at=42),
    Entry("admin", HOLIDAYS, "nav.holidays", CITY_AND_PROVINCE, at=44),
)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/new", registering),
    ("POST", f"{HOME}/new", register),
    ("GET", f"{HOME}/succeed", succeeding),
    ("POST", f"{HOME}/succeed", succeed),
    ("GET", f"{HOME}/district", founding),
    ("POST", f"{HOME}/district", found),
    ("GET", PHRASES, phrases),
    ("POST", PHRASES, clear),
    ("POST", f"{PHRASES}/withdraw", withdraw),
    ("GET", HOLIDAYS, holidays),
    ("POST", HOLIDAYS, set_holidays),
)
