"""随手拍: a form and an answer for everybody; rules, a list and a decision for the office."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, get_args

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.orders.evidence import DeclareLeadPhoto, LeadPhotoOf, LeadPhotoSent
from contracts.orders.tasks import (
    BringLead,
    LeadCounts,
    LeadOf,
    Leads,
    SetSnapping,
    SettleLead,
    SnappingDistricts,
    SnappingOf,
)
from contracts.roles import OFFICES
from contracts.words import CITY_WIDE, LeadState
from gateway import door
from gateway.console.frame import session
from gateway.console.frame.asking import ask, fields, find, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.plan import position
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.public import PUBLIC, who
from gateway.console.frame.render import language, locating, render
from gateway.console.frame.words import today, word
from gateway.console.snap.views import code_of
from gateway.parts import parts
from gateway.problems import Problem
from gateway.validation import read
from gateway.visitors import Visitor, address_of

HOME = "/console/snap"
LEADS, RULES = f"{HOME}/leads", f"{HOME}/rules"
MAX_LEAD, MAX_RULES = 16 * 1024, 512 * 1024
"""Bytes of a lead without its photo, and of a district's rules with their lists of places."""
AN_HOUR, AN_HOUR_THERE = 6, 120
"""Leads of one network address, and of one district."""
TRIES_AN_HOUR = 30
"""Of one address, refused ones among them: what is closed is not to be found by trying."""
STATES: tuple[str, ...] = get_args(LeadState)
SAID = ("district", "text")
LISTED = ("sites", "places")
"""Names of places, one a line."""
MOST_OF_A_PLACE = 40
OUTCOMES = ("answered", "kept", "dismissed")

Json = dict[str, Any]
Handler = Callable[[Request], Awaitable[Response]]


# -- for everybody ------------------------------------------------------------------------------


async def start(request: Request) -> Response:
    code = code_of(request.query_params.get("code", "")[:200])
    if code:
        return await _found(request, code)
    return await _start(request)


async def _found(request: Request, code: str) -> Response:
    by, _ = await who(request)
    try:
        known = await find(request, by, "tasks", read(LeadOf, {"snap": code}))
    except Problem as problem:
        if problem.code != "invalid":
            raise
        known = None
    if known is None:
        return await _start(request, unknown=code)
    return RedirectResponse(f"{HOME}/{code}", 303)


async def _start(request: Request, unknown: str = "") -> Response:
    by, signed = await who(request)
    called, on = await asyncio.gather(
        names(request, by, ""), ask(request, PUBLIC, "tasks", SnappingDistricts())
    )
    places = on["offered"].items()
    return locating(
        render(
            request,
            "snap/start.html",
            404 if unknown else 200,
            caller=signed,
            districts=[(one, called.district(one)) for one in on["districts"]],
            offered={place: called.district(one) for one, named in places for place in named},
            given={"district": request.query_params.get("district", "")},
            unknown=unknown,
        )
    )


async def bring(request: Request) -> Response:
    """What the page's script sends first: the words, and what the photo will be. What tasks refuses
    leaves nothing; words whose photo evidence then refuses lapse within a day."""
    given = msgspec.convert(await door.json_object(request, MAX_LEAD), Json)
    session.check_form(request, str(given.get("form_token", "")))
    photo = str(uuid7())
    said: Json = {name: given[name] for name in SAID if name in given}
    said |= {name: told for name, told in _where(given).items() if told}
    lead = read(BringLead, {**said, "photo": photo})
    file = {name: given.get(name) for name in ("size", "sha256", "media_type")}
    sent = read(
        DeclareLeadPhoto, {**file, "photo": photo, "snap": "lead", "district": lead.district}
    )
    code = await _brought(request, lead)
    order = msgspec.structs.replace(sent, snap=code)
    told = await give(request, PUBLIC, "evidence", order, f"photo-{photo}")
    return JSONResponse({"code": code, "photo": photo, **told})


def _where(given: Json) -> Json:
    """Where it is, in words and as the phone told it; each may be left out."""
    return {
        "place": given.get("place"),
        "position": position(str(given.get("position") or "")[:MOST_OF_A_PLACE]),
    }


async def _brought(request: Request, lead: BringLead) -> str:
    """Its code. A try that is refused uses up none of what its address and its district may send,
    and no address tries without end. Raises: Problem too-often, and those of tasks."""
    pace, visitor, nobody = parts(request).pace, Visitor(address_of(request)), Visitor("")
    there = f"snap {lead.district}"
    await pace.step("snap tries", visitor, TRIES_AN_HOUR)
    await pace.step("snap", visitor, AN_HOUR)
    await pace.step(there, nobody, AN_HOUR_THERE)
    try:
        code: str = (await give(request, PUBLIC, "tasks", lead, f"lead-{lead.photo}"))["id"]
    except Problem:
        await pace.back("snap", visitor)
        await pace.back(there, nobody)
        raise
    return code


async def sent(request: Request) -> Response:
    """The photo is sent: the service looks for itself."""
    given = msgspec.convert(await door.json_object(request, MAX_LEAD), Json)
    session.check_form(request, str(given.get("form_token", "")))
    order = read(LeadPhotoSent, {"photo": given.get("photo")})
    told = await give(request, PUBLIC, "evidence", order, f"sent-{order.photo}-{uuid7()}")
    return JSONResponse({"missing": told["missing"]})


async def show(request: Request) -> Response:
    by, signed = await who(request)
    known = await ask(request, by, "tasks", read(LeadOf, {"snap": request.path_params["snap"]}))
    called = await names(request, by, known["district"])
    return render(
        request,
        "snap/lead.html",
        caller=signed,
        code=request.path_params["snap"],
        known=known,
        where=called.district(known["district"]),
    )


# -- for the office -----------------------------------------------------------------------------


async def _office(request: Request) -> Caller:
    caller = (await session.current(request)).caller
    door.allow(caller, OFFICES)
    return caller


async def listed(request: Request) -> Response:
    caller = await _office(request)
    asked = request.query_params
    state = asked.get("state", "")
    filters = {"state": state} if state in STATES else {}
    question = read(Leads, {**filters, "cursor": asked.get("cursor", "")[:400]}, text=True)
    question = msgspec.structs.replace(question, count=True)
    page, counts, called = await asyncio.gather(
        ask(request, caller, "tasks", question),
        ask(request, caller, "tasks", LeadCounts(year=today().year)),
        names(request, caller),
    )
    return render(
        request,
        "snap/leads.html",
        caller=caller,
        rows=[{**one, "where": called.district(one["district"])} for one in page["items"]],
        next=page["next"] or "",
        count=page.get("count"),
        counts=counts,
        year=today().year,
        states=STATES,
        state=state,
    )


async def settling(request: Request) -> Response:
    return await _settling(request, await _office(request), {})


async def _settling(
    request: Request, caller: Caller, given: Json, fault: Wrong | None = None
) -> Response:
    code = request.path_params["snap"]
    known = await ask(request, caller, "tasks", read(LeadOf, {"snap": code}))
    photo = None
    if known["has_photo"]:
        asked = LeadPhotoOf(photo=known["photo"])
        photo = await find(request, caller, "evidence", asked, "no-thumbnail")
    called = await names(request, caller, known["district"])
    open_ = known["state"] in ("open", "kept", "found")
    keeps = known["state"] == "open" and known["has_photo"]
    outcomes = [one for one in OUTCOMES if one != "kept" or keeps]
    return render(
        request,
        "snap/settle.html",
        fault.status if fault else 200,
        caller=caller,
        code=code,
        known=known,
        where=called.district(known["district"]),
        photo=photo["url"] if photo else "",
        open=open_,
        outcomes=[(one, word(language(request), f"snap.do.{one}")) for one in outcomes],
        given=given,
        wrong=fault,
        labels={one: word(language(request), f"snap.{one}") for one in ("outcome", "text")},
    )


async def settle(request: Request) -> Response:
    current, given = await posted(request)
    code = request.path_params["snap"]
    try:
        filled = {name: given.get(name, "").strip() for name in ("outcome", "text")}
        order = read_form(SettleLead, {"snap": code, **filled})
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        return await _settling(request, current.caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{LEADS}/{code}?done=snap.settled", 303)


async def ruling(request: Request) -> Response:
    return await _ruling(request, await _office(request), None)


async def _ruling(
    request: Request, caller: Caller, given: Json | None, fault: Wrong | None = None
) -> Response:
    called = await names(request, caller)
    districts = [d for d in called.districts.items() if caller.district in (CITY_WIDE, d[0])]
    chosen = (given or request.query_params).get("district", "")
    district = chosen or (districts[0][0] if districts else "")
    held = await ask(request, caller, "tasks", read(SnappingOf, {"district": district}))
    typed = {
        "on": "1" if held["on"] else "",
        "days": str(held["days"]),
        **{name: "\n".join(held[name]) for name in LISTED},
    }
    return render(
        request,
        "snap/rules.html",
        fault.status if fault else 200,
        caller=caller,
        districts=sorted(districts, key=lambda one: one[1]),
        district=district,
        where=called.district(district),
        on=held["on"],
        rules_version=held["version"],
        given=given or typed,
        wrong=fault,
        labels={one: word(language(request), f"snap.{one}") for one in ("on", "days", *LISTED)},
    )


async def rule(request: Request) -> Response:
    await fields(request, MAX_RULES)
    current, given = await posted(request)
    try:
        filled: Json = {
            "district": given.get("district", ""),
            "on": "true" if given.get("on") else "false",
            "days": given.get("days", "").strip(),
            **{name: _lines(given.get(name, "")) for name in LISTED},
        }
        order = read_form(SetSnapping, filled)
        seen = given.get("version", "")
        expected = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None
        await give(request, current.caller, "tasks", order, key_of(given), expected)
    except (Misfilled, Problem) as fault:
        return await _ruling(request, current.caller, given, wrong(fault, language(request)))
    return RedirectResponse(f"{RULES}?district={order.district}&done=snap.ruled", 303)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def scripted(act: Handler) -> Handler:
    """A refusal as the script reads it."""

    async def guarded(request: Request) -> Response:
        try:
            return await act(request)
        except Problem as problem:
            return problem.response()

    return guarded


ENTRIES = (
    Entry("oversight", LEADS, "nav.leads", OFFICES, at=92),
    Entry("admin", RULES, "nav.snap", OFFICES, at=46),
)
ROUTES = (
    ("GET", HOME, start),
    ("POST", f"{HOME}/bring", scripted(bring)),
    ("POST", f"{HOME}/sent", scripted(sent)),
    ("GET", LEADS, listed),
    ("GET", f"{LEADS}/{{snap}}", settling),
    ("POST", f"{LEADS}/{{snap}}", settle),
    ("GET", RULES, ruling),
    ("POST", RULES, rule),
    ("GET", f"{HOME}/{{snap}}", show),
)
