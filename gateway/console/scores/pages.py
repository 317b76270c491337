"""得分: how a district's figure is made up, and how one item's figure came about."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from contracts.orders.scoring import (
    DistrictScoreOf,
    ItemScoreOf,
    NextOf,
    ScoreHistoryOf,
    YearsOf,
)
from contracts.roles import STEERING, VETOERS
from gateway import trace
from gateway.console.frame import figures, session
from gateway.console.frame.asking import ask, find
from gateway.console.frame.naming import names_held
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import HEADING_BAR, LEDGER_BAR, render
from gateway.console.scores import ledgers, sources, tree
from gateway.problems import Problem
from gateway.validation import read
from kit import logs

HOME = "/console/scores"

log = logs.get(__name__)


async def item(request: Request) -> Response:
    """得分说明."""
    caller = (await session.current(request)).caller
    level = request.query_params.get("level") or "district"
    asked = read(ItemScoreOf, {**request.path_params, "level": level}, text=True)
    district, year, code = asked.district, asked.year, asked.item
    step = NextOf(district=district, year=year, item=code, level=asked.level)
    past = ScoreHistoryOf(district=district, year=year, item=code)
    answer, near, history = await asyncio.gather(
        ask(request, caller, "scoring", asked),
        ask(request, caller, "scoring", step),
        find(request, caller, "scoring", past),
    )
    moves = history["moves"] if history else []
    accounts = sources.accounts(answer, moves)
    try:
        called = await names_held(request, caller, asked.district, accounts)
        rows = ledgers.ledger(answer, LEDGER_BAR)
    except ledgers.DoesNotAddUp as fault:
        log.error("an explanation does not add up", fault=str(fault), district=asked.district)
        rows = None
    return render(
        request,
        "scores/item.html",
        caller=caller,
        answer=answer,
        rows=rows,
        total_bar=ledgers.whole(answer, LEDGER_BAR),
        facts=ledgers.facts(answer),
        marks=sources.marks(answer),
        found=sources.found(answer),
        near=near,
        unnamed=ledgers.unnamed(answer),
        scale=sources.scale(near["next"], sources.SCALE),
        history=sources.history(moves),
        called=called,
        steers=caller.has(*STEERING),
        trace=trace.trace_id(),
    )


async def whole(request: Request) -> Response:
    """得分树."""
    caller = (await session.current(request)).caller
    chosen = await figures.choose(request, caller)
    if not chosen.places:
        return render(request, "scores/tree.html", caller=caller, chosen=chosen, score=None)
    levels, score, years = await asyncio.gather(
        figures.level_options(request, caller, chosen),
        find(request, caller, "scoring", read(DistrictScoreOf, chosen.where, text=True)),
        find(
            request,
            caller,
            "scoring",
            read(YearsOf, {"district": chosen.district, "level": chosen.level}, text=True),
        ),
    )
    if score is None:
        raise Problem("not-found")
    return render(
        request,
        "scores/tree.html",
        caller=caller,
        chosen=chosen,
        levels=levels,
        score=score,
        years=years,
        headings=tree.headings(score, HEADING_BAR),
        raises=caller.has(*VETOERS),
    )


ENTRIES = (Entry("scores", HOME, "scores.nav", at=10),)
ROUTES = (
    ("GET", HOME, whole),
    ("GET", f"{HOME}/{{district}}/{{year}}/{{item}}", item),
)
