"""人员与账号: the list, and opening an account."""

from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.roles import APPOINTERS, GUARDIANS
from contracts.words import CITY_WIDE, Role
from gateway import door
from gateway.console.accounts import bringing, one, views
from gateway.console.accounts.shared import (
    HOME,
    filled_in,
    keeper,
    labels,
    link_page,
    named_of,
    units_of,
)
from gateway.console.accounts.table import BY_NAME
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.console.frame.words import word
from gateway.problems import Problem
from gateway.tending import accounts
from gateway.tending.given import Accounts, OpenAccount
from gateway.validation import read

LISTED = 50
FILTERS = ("district", "unit", "role", "state", "text")
STATES = ("active", "invited", "disabled", "pending")

Json = dict[str, Any]


# -- the list ---------------------------------------------------------------------------------


async def listed(request: Request) -> Response:
    caller = await keeper(request)
    given = {name: request.query_params.get(name, "") for name in (*FILTERS, "cursor")}
    asked = read(
        Accounts,
        {k: v for k, v in given.items() if v} | {"limit": LISTED, "count": "true"},
        text=True,
    )
    found = await accounts.listed(request, caller, asked)
    rows = [{**one, "may": views.may(caller, one)} for one in found["items"]]
    wanted = {one["district"] for one in rows if one["unit"]} | {asked.district or ""}
    named, chosen = await named_of(request, caller, wanted - {""}), language(request)
    within = asked.district if caller.district == CITY_WIDE else caller.district
    return render(
        request,
        "accounts/list.html",
        caller=caller,
        rows=rows,
        next=found["next"],
        count=found.get("count"),
        given=given,
        filtered=any(given[name] for name in FILTERS),
        named=named,
        units=units_of(named, within) if within else None,
        opens=caller.has(*APPOINTERS),
        role_options=[(one, word(chosen, f"accounts.role.{one}")) for one in get_args(Role)],
        state_options=[(one, word(chosen, f"accounts.state.{one}")) for one in STATES],
    )


# -- opening ----------------------------------------------------------------------------------


async def opening(request: Request) -> Response:
    caller = await keeper(request)
    door.allow(caller, APPOINTERS)
    district = request.query_params.get("district", "")
    return await _opening(request, caller, district, {})


async def _opening(
    request: Request, caller: Caller, district: str, given: Json, fault: Wrong | None = None
) -> Response:
    if caller.district != CITY_WIDE:
        district = caller.district
    named = await named_of(request, caller, {district} - {""})
    return render(
        request,
        "accounts/new.html",
        fault.status if fault else 200,
        caller=caller,
        district=district,
        named=named,
        units=units_of(named, district),
        roles=views.roles_open(caller, district) if district else [],
        given=given,
        wrong=fault,
        labels=labels(request),
    )


async def open_account(request: Request) -> Response:
    current, given = await posted(request)
    caller = current.caller
    try:
        filled = filled_in(given) | {"account": given.get("account", "").strip() or BY_NAME}
        order = read_form(OpenAccount, filled)
        link = await bringing.open_one(request, caller, order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _opening(request, caller, given.get("district", ""), given, found)
    return link_page(request, caller, order.name, link, "accounts.opened")


ENTRIES = (
    Entry("admin", HOME, "nav.accounts", GUARDIANS, home=("system_admin", "security_admin"), at=30),
)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/new", opening),
    ("POST", f"{HOME}/new", open_account),
    *bringing.ROUTES,
    *one.ROUTES,
)
