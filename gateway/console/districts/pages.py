"""县区: which district is behind, by what its items score; never persons."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from contracts.orders.doors import roles_of
from contracts.orders.scoring import FreezeSnapshot, Trend
from gateway.console.districts import views
from gateway.console.frame import figures, session
from gateway.console.frame.asking import ask
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import LEAGUE_BAR, render
from gateway.console.frame.slipping import COLOURS, slips
from gateway.validation import read

HOME = "/console/districts-scores"


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    chosen = await figures.choose(request, caller)
    if not chosen.places:
        return render(request, "districts/districts.html", caller=caller, chosen=chosen, table=None)
    asked = read(Trend, {"year": chosen.year, "level": chosen.level}, text=True)
    levels, trend, standing = await asyncio.gather(
        figures.level_options(request, caller, chosen),
        ask(request, caller, "scoring", asked),
        slips(request, caller, "" if len(chosen.places) > 1 else chosen.district),
    )
    return render(
        request,
        "districts/districts.html",
        caller=caller,
        chosen=chosen,
        levels=levels,
        table=views.table(chosen.places, trend, LEAGUE_BAR),
        newest=views.newest(trend),
        slips=standing,
        colours=COLOURS,
        freezes=caller.has(*roles_of(FreezeSnapshot)),
    )


ENTRIES = (Entry("scores", HOME, "districts.nav", at=40),)
ROUTES = (("GET", HOME, show),)
