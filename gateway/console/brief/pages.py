"""简报: whether the title is won, and what to push."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.scoring import DistrictScoreOf, PushNext, Trend, WhatIf
from contracts.roles import READERS
from gateway.console.brief import views
from gateway.console.bulletins.views import code
from gateway.console.districts.views import newest, table
from gateway.console.frame import figures, session, words
from gateway.console.frame.asking import find
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import HEADING_BAR, LEAGUE_BAR, render
from gateway.console.frame.slipping import COLOURS, slips
from gateway.console.frame.terms import dates_held
from gateway.console.scores import tree
from gateway.problems import Problem
from gateway.validation import read

Json = dict[str, Any]


async def brief(request: Request) -> Response:
    caller = (await session.current(request)).caller
    chosen = await figures.choose(request, caller)
    if not chosen.places:
        return render(request, "brief/brief.html", caller=caller, chosen=chosen, district=None)
    alone = len(chosen.places) == 1
    levels, district, plan, trend, standing, told = await asyncio.gather(
        figures.level_options(request, caller, chosen),
        find(request, caller, "scoring", read(DistrictScoreOf, chosen.where, text=True)),
        find(
            request,
            caller,
            "scoring",
            read(PushNext, chosen.where, text=True),
            without="forbidden",
        ),
        find(
            request,
            caller,
            "scoring",
            read(Trend, {"year": chosen.year, "level": chosen.level}, text=True),
        ),
        slips(request, caller, chosen.district if alone else ""),
        dates_held(request, caller),
    )
    if district is None or chosen.place is None:
        raise Problem("not-found")
    pushed = views.first_to_push(plan) if plan else []
    return render(
        request,
        "brief/brief.html",
        caller=caller,
        chosen=chosen,
        levels=levels,
        district=district,
        steers=plan is not None,
        pushed=pushed,
        told=told,
        then=await _then(request, caller, chosen, pushed),
        table=table(chosen.places, trend, LEAGUE_BAR),
        alone=alone,
        newest=newest(trend),
        code=code,
        line=views.line(
            trend, chosen.district, district["total"], district["points"], words.today()
        ),
        slips=standing,
        colours=COLOURS,
        headings=tree.headings(district, HEADING_BAR) if district["marked"] else [],
    )


async def _then(
    request: Request, caller: Caller, chosen: figures.Chosen, pushed: list[Json]
) -> int | None:
    """The total if all of them were done."""
    if not pushed:
        return None
    changes = [{"type": "done", "item": one["item"]} for one in pushed]
    asked = read(WhatIf, {**chosen.where, "changes": changes})
    told = await find(request, caller, "scoring", asked)
    return told["then"]["total"] if told else None


ENTRIES = (Entry("overview", "/console/brief", "brief.nav", READERS, home=("leader",), at=20),)
ROUTES = (("GET", "/console/brief", brief),)
