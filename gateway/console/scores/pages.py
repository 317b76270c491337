"""得分说明: how a figure came about."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from contracts.orders.scoring import ItemScoreOf
from contracts.words import LEVELS
from gateway import trace
from gateway.console.frame import session
from gateway.console.frame.asking import find
from gateway.console.frame.render import LEDGER_BAR, render
from gateway.console.scores import ledgers
from gateway.problems import Problem
from gateway.validation import read
from kit import logs

log = logs.get(__name__)


async def item(request: Request) -> Response:
    caller = (await session.current(request)).caller
    level = request.query_params.get("level") or "district"
    asked = read(ItemScoreOf, {**request.path_params, "level": level}, text=True)
    answers = await asyncio.gather(
        *(
            find(
                request,
                caller,
                "scoring",
                ItemScoreOf(district=asked.district, year=asked.year, item=asked.item, level=each),
            )
            for each in LEVELS
        )
    )
    by_level = dict(zip(LEVELS, answers, strict=True))
    answer = by_level[asked.level]
    if answer is None:
        raise Problem("not-found")
    try:
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
        by_level=by_level,
        trace=trace.trace_id(),
    )


ENTRIES = ()
ROUTES = (("GET", "/console/scores/{district}/{year}/{item}", item),)
