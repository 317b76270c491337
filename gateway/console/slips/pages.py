"""督办单板: who holds up what, in three colours; and the rules of a district's campaign."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import RaiseFinding, SetSlipRules, SlipBookOf, Slips
from gateway.console.frame import acts, choosing, files, listing, session
from gateway.console.frame.acts import Form
from gateway.console.frame.asking import ask
from gateway.console.frame.choosing import Item, campaigns, items
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import render
from gateway.console.frame.terms import dates
from gateway.console.slips.views import COLOURS, RULES, Card, card
from gateway.problems import Problem

HOME = "/console/slips"
IN_COLUMN = 100
"""Cards of one colour on the board."""

Json = dict[str, Any]


async def board(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, ("unit",))
    closed = listing.question(Slips, {**wanted, "open": "false"}, request)
    columns, done, called, told = await asyncio.gather(
        _columns(request, caller, wanted),
        ask(request, caller, "tasks", closed),
        names(request, caller, wanted.get("district", "")),
        dates(request, caller),
    )
    worth = await _worth(request, caller, [one for page in columns for one in page["items"]])
    every = [*done["items"], *(one for page in columns for one in page["items"])]
    cards: dict[str, list[Card]] = {
        colour: [card(one, worth.get(one["standard"], {}), caller) for one in page["items"]]
        for colour, page in zip(COLOURS, columns, strict=True)
    }
    return render(
        request,
        "slips/board.html",
        caller=caller,
        cards=cards,
        cut={colour: page["next"] for colour, page in zip(COLOURS, columns, strict=True)},
        most=IN_COLUMN,
        closed=done["items"],
        units=await listing.units(request, caller, every),
        pager=listing.pager(request, done),
        sheet=listing.same(request, f"{HOME}/export"),
        named=called,
        dates=told,
        wanted=wanted,
        districts=listing.districts(caller, called),
        issues=acts.may(caller, RaiseFinding),
    )


async def _columns(request: Request, caller: Caller, wanted: dict[str, str]) -> list[Json]:
    """A page of open slips of each colour."""
    open_ = {**wanted, "open": "true", "limit": str(IN_COLUMN)}
    asked = (listing.question(Slips, {**open_, "colour": colour}) for colour in COLOURS)
    return list(await asyncio.gather(*(ask(request, caller, "tasks", one) for one in asked)))


async def _worth(request: Request, caller: Caller, slips: list[Json]) -> dict[str, dict[str, Item]]:
    """Items by standard; none where scoring is away."""
    versions = sorted({one["standard"] for one in slips})
    try:
        found = await asyncio.gather(*(items(request, caller, each) for each in versions))
    except Problem as problem:
        if problem.status < 500:
            raise
        return {}
    return dict(zip(versions, found, strict=True))


async def export(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, ("unit", "colour", "open"))
    return await files.exported(request, caller, listing.question(Slips, wanted))


# -- rules --------------------------------------------------------------------------------------


async def _book(request: Request, caller: Caller, district: str) -> tuple[str, Json] | None:
    """The newest campaign of the district, and its book; None without one."""
    found = await campaigns(request, caller, district)
    if not found:
        return None
    question = listing.made(SlipBookOf, campaign=found[0]["id"], district=district)
    return found[0]["id"], await ask(request, caller, "tasks", question)


async def _rules(
    request: Request,
    caller: Caller,
    typed: dict[str, str] | None = None,
    wrong: Wrong | None = None,
) -> Response:
    called = await names(request, caller)
    district = choosing.district_of(request, caller, called)
    found = await _book(request, caller, district)
    rules = found[1]["rules"] if found else {}
    given = {name: "" if value is None else str(value) for name, value in rules.items()}
    return acts.show(
        request,
        caller,
        Form("slips.rules_title", "slips.rules_send", HOME, RULES, "slips.rules_lead"),
        {**given, **(typed or {})},
        wrong,
        "slips/rules.html",
        book=found[1] if found else None,
        districts=listing.districts(caller, called),
        wanted={"district": district},
        sets=acts.may(caller, SetSlipRules),
    )


async def rules(request: Request) -> Response:
    return await _rules(request, (await session.current(request)).caller)


async def set_rules(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    district = choosing.district_of(request, caller, await names(request, caller))
    found = await _book(request, caller, district)
    if found is None:
        raise Problem("not-found")
    filled = {**acts.values(RULES, typed), "campaign": found[0], "district": district}
    result = await acts.given(request, caller, SetSlipRules, typed, filled)
    if isinstance(result, Wrong):
        return await _rules(request, caller, typed, result)
    return RedirectResponse(f"{HOME}/rules?district={district}&done=slips.rules", 303)


ENTRIES = (Entry("oversight", HOME, "slips.nav", at=30),)
ROUTES = (
    ("GET", HOME, board),
    ("GET", f"{HOME}/export", export),
    ("GET", f"{HOME}/rules", rules),
    ("POST", f"{HOME}/rules", set_rules),
)
