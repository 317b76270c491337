"""简报: whether the title is won, and what to push."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.scoring import DistrictScoreOf, League, PushNext
from contracts.roles import READERS
from contracts.words import CITY_WIDE, LEVELS
from gateway.console.brief import views
from gateway.console.frame import session, words
from gateway.console.frame.asking import find
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import HEADING_BAR, LEAGUE_BAR, language, render
from gateway.problems import Problem
from gateway.validation import read

YEARS_BACK = 4


async def brief(request: Request) -> Response:
    caller = (await session.current(request)).caller
    year = request.query_params.get("year") or str(words.today().year)
    level = request.query_params.get("level") or "district"
    asked = read(League, {"year": year, "level": level}, text=True)
    league = await find(request, caller, "scoring", asked)
    shown: dict[str, Any] = {
        "year": asked.year,
        "level": asked.level,
        "chosen": None,
        "years": [(y, y) for y in _years(asked.year)],
        "level_options": [(x, words.word(language(request), f"level.{x}")) for x in LEVELS],
    }
    if league is None or not league["rows"]:
        return render(request, "brief/brief.html", caller=caller, places=[], **shown)
    places = views.places(league, LEAGUE_BAR)
    chosen = _chosen(request, caller, places)
    where = {"district": chosen, "year": asked.year, "level": asked.level}
    district, plan = await asyncio.gather(
        find(request, caller, "scoring", read(DistrictScoreOf, where, text=True)),
        find(request, caller, "scoring", read(PushNext, where, text=True), without="forbidden"),
    )
    if district is None:
        raise Problem("not-found")
    shown |= {
        "chosen": next((p for p in places if p.district == chosen), None),
        "district": district,
        "ranked_of": league["of"],
        "district_options": [(p.district, p.name) for p in places],
        "steers": plan is not None,
        "pushed": views.first_to_push(plan) if plan else [],
        "headings": views.headings(district, HEADING_BAR),
    }
    return render(request, "brief/brief.html", caller=caller, places=places, **shown)


def _years(asked: int) -> list[int]:
    now = words.today().year
    return sorted({asked, *range(now - YEARS_BACK, now + 2)}, reverse=True)


def _chosen(request: Request, caller: Caller, places: list[views.Place]) -> str:
    """The district that is asked for, or the reader's own, or the first of the table."""
    own = "" if caller.district == CITY_WIDE else caller.district
    return request.query_params.get("district") or own or places[0].district


ENTRIES = (Entry("overview", "/console/brief", "brief.nav", READERS, home=("leader",), at=20),)
ROUTES = (("GET", "/console/brief", brief),)
