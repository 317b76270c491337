"""运维: what is promised and whether it holds, services and queues, sizes, and comparing now."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace
from prometheus_client import generate_latest
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.evidence import EvidenceList
from contracts.orders.scoring import Recompute
from contracts.roles import Roles
from contracts.words import EvidenceState
from gateway import door
from gateway.console.frame import session
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import Names, names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.console.frame.words import today, word
from gateway.console.running import reading, views
from gateway.console.running.reading import Seen
from gateway.parts import parts
from gateway.problems import Problem
from kit.readiness import OK

HOME = "/console/running"
OPERATIONS: Roles = ("operations",)
UNDER_WAY: tuple[EvidenceState, ...] = ("STORED", "CHECKING", "QUARANTINED")
"""States of a piece that arrived and is not judged yet."""
SECONDS = 5.0
"""How long a part of the page may take that stands on the database."""

Json = dict[str, Any]


async def show(request: Request) -> Response:
    """Opens while the database is away too."""
    caller = (await session.lately(request)).caller
    return await _show(request, caller)


async def _show(
    request: Request,
    caller: Caller,
    given: Json | None = None,
    fault: Wrong | None = None,
    compared: Json | None = None,
) -> Response:
    door.allow(caller, OPERATIONS)
    now = datetime.now(UTC)
    seen, waiting, sizes, named = await asyncio.gather(
        _services(request), _waiting(request, caller), _sizes(request), _names(request, caller)
    )
    promises = (
        views.uploads(waiting, now),
        views.parked(seen),
        views.recomputed(seen, now),
        views.outbox(seen),
        views.worded(seen),
        views.ready(seen),
    )
    return render(
        request,
        "running/running.html",
        fault.status if fault else 200,
        caller=caller,
        at=now,
        promises=promises,
        broken=[one for one in promises if one.sign == "red"],
        unsure=[one for one in promises if one.sign == "none"],
        rows=[views.row(one, now) for one in seen],
        configured=bool(parts(request).health_of),
        sizes=sizes,
        named=named,
        given={"year": str(today().year), **(given or {})},
        wrong=fault,
        compared=compared,
        labels={name: word(language(request), f"running.{name}") for name in ("district", "year")},
    )


async def _services(request: Request) -> list[Seen]:
    """Of every service, and of this gateway by itself."""
    made = parts(request)
    found = await asyncio.gather(
        *(reading.seen(name, address) for name, address in made.health_of.items())
    )
    checks = await request.app.state.health.findings()
    ready = set(checks.values()) == {OK} and not made.closing.is_set()
    figures, version = reading.figures(generate_latest().decode())
    return [Seen("gateway", "", ready, checks, figures, version), *found]


async def _waiting(request: Request, caller: Caller) -> list[Json] | None:
    """Uploads that are not judged yet; None where nobody can say now."""
    try:
        async with asyncio.timeout(SECONDS):
            pages = await asyncio.gather(
                *(
                    ask(request, caller, "evidence", EvidenceList(state=state, limit=MAX_PAGE))
                    for state in UNDER_WAY
                )
            )
    except TimeoutError:
        return None
    except Problem as problem:
        if problem.status < 500:
            raise
        return None
    return [one for page in pages for one in page["items"]]


async def _sizes(request: Request) -> dict[str, int] | None:
    """District → accounts in use; None while the database is away."""
    try:
        async with asyncio.timeout(SECONDS):
            return await parts(request).people.sizes()
    except (PyMongoError, TimeoutError):
        return None


async def _names(request: Request, caller: Caller) -> Names | None:
    try:
        async with asyncio.timeout(SECONDS):
            return await names(request, caller)
    except (PyMongoError, TimeoutError):
        return None
    except Problem as problem:
        if problem.status < 500:
            raise
        return None


async def compare(request: Request) -> Response:
    """Work a district's year out again from its facts, now; nothing is changed by it."""
    current, given = await posted(request)
    filled = {"district": given.get("district", ""), "year": given.get("year", "").strip()}
    try:
        order = replace(read_form(Recompute, filled), repair=False)
        answer = await give(request, current.caller, "scoring", order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _show(request, current.caller, filled, found)
    return await _show(request, current.caller, filled, compared=answer)


ENTRIES = (Entry("admin", HOME, "nav.running", OPERATIONS, home=OPERATIONS, at=70),)
ROUTES = (("GET", HOME, show), ("POST", f"{HOME}/compare", compare))
