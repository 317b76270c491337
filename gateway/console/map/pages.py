"""一张图: where the places of registers and the findings are, and how each stands."""

import asyncio
from contextlib import suppress
from functools import partial

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from contracts.words import CITY_WIDE, Year
from gateway.console.frame import session, words
from gateway.console.frame.choosing import district_of
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.plan import SHEETS, plan
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import dates
from gateway.console.map import views
from gateway.console.map.gathering import things
from gateway.console.registers.views import page
from gateway.parts import parts

HOME = "/console/map"
YEARS_OFFERED = 4


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    district = district_of(request, caller, await names(request, caller))
    wanted, year = views.Filters.of(request.query_params), _year(request)
    every, named, told = await asyncio.gather(
        things(request, caller, district, year, wanted),
        names(request, caller, district),
        dates(request, caller),
    )
    matching = views.in_order(filter(wanted.takes, every))
    places = views.places(matching)
    word = partial(words.word, language(request))
    any_ = [("", word("registers.all"))]
    return render(
        request,
        "map/map.html",
        caller=caller,
        districts=list(named.districts.items()) if caller.district == CITY_WIDE else [],
        district=district,
        years=[(one, one) for one in sorted({*_years(), year}, reverse=True)],
        year=year,
        named=named,
        dates=told,
        given=wanted._asdict(),
        kinds=any_ + [(one, word(f"map.kind.{one}")) for one in views.KINDS],
        states=any_ + [(one, word("map.state", **views.told(one, word))) for one in views.MARKS],
        items=any_ + [(one, one) for one in sorted({one.item for one in every})],
        units=any_ + [(one, named.unit(one)) for one in sorted({one.unit for one in every})],
        matching=len(matching),
        placed=len(places),
        page=page(matching, request.query_params.get("page", "")),
        plans=[plan(places, parts(request).boundary, sheet) for sheet in SHEETS] if places else [],
        key=views.KEY,
    )


def _years() -> range:
    return range(words.today().year - YEARS_OFFERED + 1, words.today().year + 1)


def _year(request: Request) -> int:
    """The one asked for; this year where that is none."""
    with suppress(msgspec.ValidationError):
        return msgspec.convert(request.query_params.get("year"), Year, strict=False)
    return words.today().year


ENTRIES = (Entry("evidence", HOME, "nav.map", at=15),)
ROUTES = (("GET", HOME, show),)
