"""One account: what it is, and what is done to it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import Persons
from contracts.roles import APPOINTERS, OFFICES
from contracts.words import CITY_WIDE
from gateway import door, people
from gateway.console.accounts import views
from gateway.console.accounts.shared import (
    HOME,
    filled_in,
    keeper,
    labels,
    link_page,
    named_of,
    units_of,
)
from gateway.console.frame.asking import ask
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.parts import parts
from gateway.problems import Problem
from gateway.tending import accounts, guarding, leaving
from gateway.tending.given import REACH, Appointment, Contact, Disable, Handing, Identity

Json = dict[str, Any]


async def show(request: Request) -> Response:
    caller = await keeper(request)
    return await _show(request, caller)


async def _show(
    request: Request, caller: Caller, given: Json | None = None, fault: Wrong | None = None
) -> Response:
    account = str(request.path_params["account"])
    person = await accounts.one(request, caller, account)
    may = views.may(caller, person)
    return render(
        request,
        "accounts/one.html",
        fault.status if fault else 200,
        caller=caller,
        person=person,
        may=may,
        named=await named_of(request, caller, {person["district"]}),
        colleagues=await _colleagues(request, caller, person),
        held=await _held(request, caller, person),
        given={
            **{name: person[name] for name in REACH},
            "subject": person["identity"],
            **(given or {}),
        },
        wrong=fault,
        labels=labels(request),
    )


async def _colleagues(request: Request, caller: Caller, person: Json) -> list[tuple[str, str]]:
    """Who may take over what a leaver has open: people of the unit, as an office sees them."""
    if not (person["unit"] and caller.has(*OFFICES)):
        return []
    question = Persons(district=person["district"], unit=person["unit"], limit=MAX_PAGE)
    try:
        found = await ask(request, caller, "tasks", question)
    except Problem as problem:
        if problem.status < 500:
            raise
        return []
    open_to = await parts(request).people.in_use([one["account"] for one in found["items"]])
    return [(a, n) for a, n in open_to.items() if a != person["account"]]


async def _held(request: Request, caller: Caller, person: Json) -> list[Json]:
    """Of a disabled account: what nobody has taken over yet."""
    if person["state"] != "disabled" or not person["unit"]:
        return []
    found = person | {"_id": person["account"]}
    try:
        return await leaving.held(parts(request), caller, found) or []
    except Problem as problem:
        if problem.status < 500:
            raise
        return []


async def changing(request: Request) -> Response:
    caller = await keeper(request)
    account = str(request.path_params["account"])
    person = await accounts.one(request, caller, account)
    district = request.query_params.get("district", person["district"])
    given = {**person, **views.ticked(person["roles"])}
    if district != person["district"]:
        given |= {"unit": ""}
    return await _changing(request, caller, person, district, given)


async def _changing(
    request: Request,
    caller: Caller,
    person: Json,
    district: str,
    given: Json,
    fault: Wrong | None = None,
) -> Response:
    door.allow(caller, APPOINTERS)
    people.must_be_another(caller, person["account"])
    if caller.district != CITY_WIDE:
        district = caller.district
    named = await named_of(request, caller, {district})
    return render(
        request,
        "accounts/change.html",
        fault.status if fault else 200,
        caller=caller,
        person=person,
        district=district,
        named=named,
        units=units_of(named, district),
        roles=views.roles_open(caller, district),
        given=given,
        wrong=fault,
        labels=labels(request),
    )


async def change(request: Request) -> Response:
    current, given = await posted(request)
    caller, account = current.caller, str(request.path_params["account"])
    try:
        order = read_form(Appointment, filled_in(given) | {"account": account})
        await accounts.change(request, caller, order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        person = await accounts.one(request, caller, account)
        district = given.get("district") or person["district"]
        return await _changing(request, caller, person, district, given, found)
    return _done(account, "accounts_changed")


async def contact(request: Request) -> Response:
    current, given = await posted(request)
    caller, account = current.caller, str(request.path_params["account"])
    try:
        filled = {name: given.get(name, "").strip() for name in REACH}
        order = read_form(Contact, filled)
        await accounts.contact(request, caller, account, order, key_of(given))
    except (Misfilled, Problem) as fault:
        return await _show(request, caller, given, wrong(fault, language(request)))
    return _done(account, "accounts_contact")


async def send_link(request: Request) -> Response:
    current, given = await posted(request)
    caller, account = current.caller, str(request.path_params["account"])
    handing = Handing(by_mail=given.get("by") == "mail")
    link = await accounts.send_link(request, caller, account, handing)
    name = (await parts(request).people.names([account])).get(account, account)
    return link_page(request, caller, name, link, "accounts.relinked")


async def withdraw_link(request: Request) -> Response:
    current, _ = await posted(request)
    account = str(request.path_params["account"])
    try:
        await accounts.withdraw_link(request, current.caller, account)
    except Problem as fault:
        return await _show(request, current.caller, fault=wrong(fault, language(request)))
    return _done(account, "accounts_withdrawn")


async def bind(request: Request) -> Response:
    current, given = await posted(request)
    caller, account = current.caller, str(request.path_params["account"])
    try:
        order = read_form(Identity, {"subject": given.get("subject", "").strip()})
        await accounts.bind(request, caller, account, order)
    except (Misfilled, Problem) as fault:
        return await _show(request, caller, given, wrong(fault, language(request)))
    return _done(account, "accounts_identity")


async def unlock(request: Request) -> Response:
    current, _ = await posted(request)
    account = str(request.path_params["account"])
    await guarding.unlock(request, current.caller, account)
    return _done(account, "accounts_unlocked")


async def sign_out(request: Request) -> Response:
    current, _ = await posted(request)
    account = str(request.path_params["account"])
    await guarding.sign_out_everywhere(request, current.caller, account)
    return _done(account, "accounts_signed_out")


async def remove_factor(request: Request) -> Response:
    current, _ = await posted(request)
    account = str(request.path_params["account"])
    await guarding.remove_factor(request, current.caller, account)
    return _done(account, "accounts_factor")


async def disable(request: Request) -> Response:
    current, given = await posted(request)
    caller, account = current.caller, str(request.path_params["account"])
    try:
        filled = {name: given.get(name, "").strip() for name in ("reason", "successor")}
        order = read_form(Disable, filled)
        await leaving.disable(request, caller, account, order, key_of(given))
    except (Misfilled, Problem) as fault:
        return await _show(request, caller, given, wrong(fault, language(request)))
    return _done(account, "accounts_disabled")


async def enable(request: Request) -> Response:
    current, given = await posted(request)
    account = str(request.path_params["account"])
    await leaving.enable(request, current.caller, account, key_of(given))
    return _done(account, "accounts_enabled")


def _done(account: str, what: str) -> Response:
    return RedirectResponse(f"{HOME}/of/{account}?done={what}", 303)


ONE = f"{HOME}/of/{{account}}"
ROUTES = (
    ("GET", ONE, show),
    ("GET", f"{ONE}/change", changing),
    ("POST", f"{ONE}/change", change),
    ("POST", f"{ONE}/contact", contact),
    ("POST", f"{ONE}/link", send_link),
    ("POST", f"{ONE}/link/withdraw", withdraw_link),
    ("POST", f"{ONE}/identity", bind),
    ("POST", f"{ONE}/unlock", unlock),
    ("POST", f"{ONE}/sign-out", sign_out),
    ("POST", f"{ONE}/factor", remove_factor),
    ("POST", f"{ONE}/disable", disable),
    ("POST", f"{ONE}/enable", enable),
)
