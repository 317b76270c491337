"""推动清单·试算: what is worth pushing, and what the total would be."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from contracts.orders.scoring import PushNext, WhatIf
from contracts.orders.scoring.forecasts import MAX_CHANGES
from contracts.roles import STEERING
from gateway.console.frame import figures, session
from gateway.console.frame.asking import ask
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import render
from gateway.console.frame.terms import dates_held
from gateway.console.steering import views
from gateway.validation import read

HOME = "/console/steering"


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    chosen = await figures.choose(request, caller)
    if not chosen.places:
        return render(request, "steering/steering.html", caller=caller, chosen=chosen, plan=None)
    levels, plan, told = await asyncio.gather(
        figures.level_options(request, caller, chosen),
        ask(request, caller, "scoring", read(PushNext, chosen.where, text=True)),
        dates_held(request, caller),
    )
    listed = views.pushes(plan)
    picked = views.picked(request.query_params.getlist("pick"), listed, MAX_CHANGES)
    changes = [{"type": "done", "item": code} for code in picked.items]
    forecast = None
    if changes:
        asked = read(WhatIf, {**chosen.where, "changes": changes})
        forecast = await ask(request, caller, "scoring", asked)
    whole = request.query_params.get("all") == "1"
    return render(
        request,
        "steering/steering.html",
        caller=caller,
        chosen=chosen,
        levels=levels,
        plan=plan,
        told=told,
        listed=[
            one
            for n, one in enumerate(listed)
            if whole or n < views.SHOWN or one["item"] in picked.items
        ],
        more=0 if whole else max(0, len(listed) - views.SHOWN),
        lost=views.lost_for_good(plan),
        picked=picked,
        forecast=forecast,
    )


ENTRIES = (Entry("scores", HOME, "steering.nav", roles=STEERING, at=30),)
ROUTES = (("GET", HOME, show),)
