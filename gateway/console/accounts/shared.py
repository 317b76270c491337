"""What the pages of accounts share: who may, names, the fields of an appointment, a link."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.roles import GUARDIANS
from gateway import door
from gateway.console.accounts import views
from gateway.console.frame import session
from gateway.console.frame.naming import Names, names_across
from gateway.console.frame.render import language, render
from gateway.console.frame.words import word
from gateway.problems import Problem
from gateway.tending.given import REACH

HOME = "/console/accounts"
FIELDS = (
    "name",
    "roles",
    "district",
    "unit",
    "email",
    "telephone",
    "wecom",
    "account",
    "reason",
    "successor",
)
Json = dict[str, Any]


async def keeper(request: Request) -> Caller:
    caller = (await session.current(request)).caller
    door.allow(caller, GUARDIANS)
    return caller


async def named_of(request: Request, caller: Caller, districts: set[str]) -> Names | None:
    """Names of all districts, and of the units of these; None while they cannot be had."""
    try:
        return await names_across(request, caller, districts)
    except Problem as problem:
        if problem.status < 500:
            raise
        return None


def units_of(named: Names | None, district: str) -> list[tuple[str, str]] | None:
    """Code and name of the units of a district, by name."""
    return None if named is None else named.units_of(district)


def labels(request: Request) -> dict[str, str]:
    """What the fields of these forms are called, where faults are listed."""
    chosen = language(request)
    return {name: word(chosen, f"accounts.{name}") for name in FIELDS}


def filled_in(given: dict[str, str]) -> Json:
    """The fields of an appointment, as they were typed."""
    names = ("name", "district", "unit", *REACH)
    filled: Json = {name: given.get(name, "").strip() for name in names}
    return {**filled, "roles": views.chosen_roles(given) or None}


def opened_at(request: Request, link: str) -> str:
    """Where a one-time link is opened."""
    return f"{session.site(request)}/console/open/{link}"


def link_page(request: Request, caller: Caller, name: str, link: Json, word: str) -> Response:
    """The one-time link, shown this once; or where it was mailed to."""
    mailed = link.get("mailed_to", "")
    return render(
        request,
        "accounts/link.html",
        caller=caller,
        name=name,
        account=link["account"],
        mailed=mailed,
        address="" if mailed else opened_at(request, link["link"]),
        until=link["expires_at"],
        word=word,
    )
