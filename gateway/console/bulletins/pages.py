"""通报与快照: figures frozen for a bulletin, and the proof that they still hold."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.doors import roles_of
from contracts.orders.scoring import (
    FreezeSnapshot,
    SnapshotOf,
    Snapshots,
    StandardOf,
    VerifySnapshot,
)
from contracts.words import CITY_WIDE
from gateway.console.bulletins import views
from gateway.console.frame import figures, session
from gateway.console.frame.asking import Json, ask, fields, find, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names_held
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/bulletins"


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _listed(request, caller, dict(request.query_params))


async def _listed(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    chosen = await figures.choose(request, caller)
    cursor = request.query_params.get("cursor", "")
    page = await ask(
        request, caller, "scoring", read(Snapshots, {"cursor": cursor, "count": "true"}, text=True)
    )
    levels = await figures.level_options(request, caller, chosen) if chosen.places else []
    called = await names_held(request, caller)
    return render(
        request,
        "bulletins/list.html",
        fault.status if fault else 200,
        caller=caller,
        chosen=chosen,
        levels=levels,
        snapshots=page["items"],
        next=page["next"],
        count=page.get("count"),
        cursor=cursor,
        called=called,
        code=views.code,
        freezes=caller.has(*roles_of(FreezeSnapshot)),
        given={"year": str(chosen.year), "level": chosen.level, **given},
        wrong=fault,
    )


async def freeze(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    typed = {name: given.get(name, "") for name in ("year", "level", "name")}
    try:
        order = read_form(FreezeSnapshot, typed)
        made = await give(request, caller, "scoring", order, given.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        return await _listed(request, caller, typed, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}/{made['snapshot']}?done=snapshot-frozen", 303)


async def show(request: Request) -> Response:
    """One snapshot, with ``district`` that district's part, with ``verify`` its proof."""
    caller = (await session.current(request)).caller
    id = request.path_params["snapshot"]
    district = request.query_params.get("district") or CITY_WIDE
    asked = read(SnapshotOf, {"snapshot": id, "district": district}, text=True)
    proves = request.query_params.get("verify") == "1"
    snapshot, proof = await asyncio.gather(
        ask(request, caller, "scoring", asked), _proof(request, caller, asked.snapshot, proves)
    )
    called, titles = await asyncio.gather(
        names_held(request, caller, accounts=[snapshot["by"]]), _titles(request, caller, snapshot)
    )
    differing = views.differences(proof["differences"], called.districts) if proof else []
    return render(
        request,
        "bulletins/snapshot.html",
        caller=caller,
        snapshot=snapshot,
        league=views.league(snapshot),
        part=views.part(snapshot),
        item_titles=titles,
        proof=proof,
        differing=differing,
        called=called,
        code=views.code,
    )


async def _titles(request: Request, caller: Caller, snapshot: Json) -> dict[str, str]:
    """Of the items, by code; none where the page shows no district's part."""
    if not snapshot.get("part"):
        return {}
    asked = StandardOf(version=snapshot["standard"])
    standard = await ask(request, caller, "scoring", asked)
    return {item["code"]: item["title"] for item in standard["items"]}


async def _proof(request: Request, caller: Caller, id: str, asked: bool) -> Json | None:
    if not asked:
        return None
    return await find(request, caller, "scoring", VerifySnapshot(snapshot=id))


ENTRIES = (Entry("bulletins", HOME, "bulletins.nav", at=10),)
ROUTES = (
    ("GET", HOME, listed),
    ("POST", HOME, freeze),
    ("GET", f"{HOME}/{{snapshot}}", show),
)
