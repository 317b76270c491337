"""人员与账号: the list, opening an account, and what is done to one."""

import asyncio
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import Persons
from contracts.roles import APPOINTERS, GUARDIANS, OFFICES
from contracts.words import CITY_WIDE, Role
from gateway import door, people
from gateway.console.accounts import bringing, views
from gateway.console.accounts.table import BY_NAME
from gateway.console.frame import session
from gateway.console.frame.asking import ask
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import Names, names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.console.frame.words import word
from gateway.parts import parts
from gateway.problems import Problem
from gateway.tending import accounts, guarding, leaving
from gateway.tending.given import Accounts, Appointment, Contact, Disable, OpenAccount
from gateway.validation import read

HOME = "/console/accounts"
LISTED = 50
FILTERS = ("district", "unit", "role", "state", "text")
FIELDS = (
    "name",
    "roles",
    "district",
    "unit",
    "email",
    "telephone",
    "account",
    "reason",
    "successor",
)
STATES = ("active", "invited", "disabled", "pending")

Json = dict[str, Any]


async def _caller(request: Request) -> Caller:
    caller = (await session.current(request)).caller
    door.allow(caller, GUARDIANS)
    return caller


async def _names(request: Request, caller: Caller, districts: set[str]) -> Names | None:
    """Names of all districts, and of the units of these; None while they cannot be had."""
    asked = sorted(districts - {CITY_WIDE}) or [""]
    try:
        found = await asyncio.gather(*(names(request, caller, one) for one in asked))
    except Problem as problem:
        if problem.status < 500:
            raise
        return None
    units = {
        f"{district}.{unit}": name
        for district, each in zip(asked, found, strict=True)
        for unit, name in each.units.items()
    }
    return Names({}, units, found[0].districts)


def _units(named: Names | None, district: str) -> list[tuple[str, str]] | None:
    """Code and name of the units of a district, by name."""
    if named is None:
        return None
    begins = f"{district}."
    own = ((u.removeprefix(begins), n) for u, n in named.units.items() if u.startswith(begins))
    return sorted(own, key=lambda one: one[1])


def _labels(request: Request) -> dict[str, str]:
    """What the fields of these forms are called, where faults are listed."""
    chosen = language(request)
    return {name: word(chosen, f"accounts.{name}") for name in FIELDS}


# -- the list ---------------------------------------------------------------------------------


async def listed(request: Request) -> Response:
    caller = await _caller(request)
    given = {name: request.query_params.get(name, "") for name in (*FILTERS, "cursor")}
    asked = read(Accounts, {k: v for k, v in given.items() if v} | {"limit": LISTED}, text=True)
    found = await accounts.listed(request, caller, asked)
    rows = [{**one, "may": views.may(caller, one)} for one in found["items"]]
    wanted = {one["district"] for one in rows if one["unit"]} | {asked.district or ""}
    named, chosen = await _names(request, caller, wanted - {""}), language(request)
    within = asked.district if caller.district == CITY_WIDE else caller.district
    return render(
        request,
        "accounts/list.html",
        caller=caller,
        rows=rows,
        next=found["next"],
        given=given,
        filtered=any(given[name] for name in FILTERS),
        named=named,
        units=_units(named, within) if within else None,
        opens=caller.has(*APPOINTERS),
        role_options=[(one, word(chosen, f"accounts.role.{one}")) for one in get_args(Role)],
        state_options=[(one, word(chosen, f"accounts.state.{one}")) for one in STATES],
    )


# -- opening ----------------------------------------------------------------------------------


async def opening(request: Request) -> Response:
    caller = await _caller(request)
    door.allow(caller, APPOINTERS)
    district = request.query_params.get("district", "")
    return await _opening(request, caller, district, {})


async def _opening(
    request: Request, caller: Caller, district: str, given: Json, fault: Wrong | None = None
) -> Response:
    if caller.district != CITY_WIDE:
        district = caller.district
    named = await _names(request, caller, {district} - {""})
    return render(
        request,
        "accounts/new.html",
        fault.status if fault else 200,
        caller=caller,
        district=district,
        named=named,
        units=_units(named, district),
        roles=views.roles_open(caller, district) if district else [],
        given=given,
        wrong=fault,
        labels=_labels(request),
    )


async def open_account(request: Request) -> Response:
    current, given = await posted(request)
    caller = current.caller
    try:
        filled = _filled(given) | {"account": given.get("account", "").strip() or BY_NAME}
        order = read_form(OpenAccount, filled)
        link = await bringing.open_one(request, caller, order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _opening(request, caller, given.get("district", ""), given, found)
    return _link(request, caller, order.name, link, "accounts.opened")


def _filled(given: dict[str, str]) -> Json:
    """The fields of an appointment, as they were typed."""
    names = ("name", "district", "unit", "email", "telephone")
    filled: Json = {name: given.get(name, "").strip() for name in names}
    return {**filled, "roles": views.chosen_roles(given) or None}


def _link(request: Request, caller: Caller, name: str, link: Json, word: str) -> Response:
    """The one-time link, shown this once."""
    base = f"{request.url.scheme}://{request.url.netloc}"
    return render(
        request,
        "accounts/link.html",
        caller=caller,
        name=name,
        account=link["account"],
        address=f"{base}/console/open/{link['link']}",
        until=link["expires_at"],
        word=word,
    )


# -- one account ------------------------------------------------------------------------------


async def show(request: Request) -> Response:
    caller = await _caller(request)
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
        named=await _names(request, caller, {person["district"]}),
        colleagues=await _colleagues(request, caller, person),
        held=await _held(request, caller, person),
        given={"email": person["email"], "telephone": person["telephone"], **(given or {})},
        wrong=fault,
        labels=_labels(request),
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
    caller = await _caller(request)
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
    named = await _names(request, caller, {district})
    return render(
        request,
        "accounts/change.html",
        fault.status if fault else 200,
        caller=caller,
        person=person,
        district=district,
        named=named,
        units=_units(named, district),
        roles=views.roles_open(caller, district),
        given=given,
        wrong=fault,
        labels=_labels(request),
    )


async def change(request: Request) -> Response:
    current, given = await posted(request)
    caller, account = current.caller, str(request.path_params["account"])
    try:
        order = read_form(Appointment, _filled(given) | {"account": account})
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
        filled = {name: given.get(name, "").strip() for name in ("email", "telephone")}
        order = read_form(Contact, filled)
        await accounts.contact(request, caller, account, order, key_of(given))
    except (Misfilled, Problem) as fault:
        return await _show(request, caller, given, wrong(fault, language(request)))
    return _done(account, "accounts_contact")


async def send_link(request: Request) -> Response:
    current, _ = await posted(request)
    caller, account = current.caller, str(request.path_params["account"])
    link = await accounts.send_link(request, caller, account)
    name = (await parts(request).people.names([account])).get(account, account)
    return _link(request, caller, name, link, "accounts.relinked")


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


ENTRIES = (
    Entry("admin", HOME, "nav.accounts", GUARDIANS, home=("system_admin", "security_admin"), at=30),
)
ONE = f"{HOME}/of/{{account}}"
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/new", opening),
    ("POST", f"{HOME}/new", open_account),
    *bringing.ROUTES,
    ("GET", ONE, show),
    ("GET", f"{ONE}/change", changing),
    ("POST", f"{ONE}/change", change),
    ("POST", f"{ONE}/contact", contact),
    ("POST", f"{ONE}/link", send_link),
    ("POST", f"{ONE}/unlock", unlock),
    ("POST", f"{ONE}/sign-out", sign_out),
    ("POST", f"{ONE}/factor", remove_factor),
    ("POST", f"{ONE}/disable", disable),
    ("POST", f"{ONE}/enable", enable),
)
