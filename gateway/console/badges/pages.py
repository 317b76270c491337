"""The badges, loaded beside a page that stands already: one request, none of it in its way."""

import time
from collections.abc import Mapping

from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from gateway.console.frame import session
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import render
from gateway.console.today.views import told
from gateway.console.today.waiting import waiting
from gateway.problems import Problem

HOME = "/console/badges"
FRESH_SECONDS = 15
"""An act of the reader's own shows at once (``frame/asking.give``)."""
MOST_KEPT = 1000


async def show(request: Request) -> Response:
    try:
        caller = (await session.current(request)).caller
        found = await _counts(request, caller)
    except (Problem, PyMongoError):
        return Response(status_code=204)
    shown = [(head, told(count)) for head, count in found.items()]
    return render(request, "badges/badges.html", shown=shown)


async def _counts(request: Request, caller: Caller) -> Mapping[str, int]:
    kept: dict[str, tuple[float, Mapping[str, int]]] = request.app.state.badges
    at, found = kept.get(caller.account, (-FRESH_SECONDS, {}))
    if time.monotonic() - at > FRESH_SECONDS:
        found = (await waiting(request, caller)).counts()
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[caller.account] = (time.monotonic(), found)
    return found


ENTRIES: tuple[Entry, ...] = ()
ROUTES = (("GET", HOME, show),)
