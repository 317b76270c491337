"""今日要办: where an office begins its day."""

import asyncio
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import Slips
from contracts.roles import OFFICES, OFFICES_AND_UNITS
from contracts.words import CITY_WIDE
from gateway import asking
from gateway.console.first_hour import guide
from gateway.console.frame import session
from gateway.console.frame.naming import names_across
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import term
from gateway.console.tasks import gathering
from gateway.console.tasks.views import row
from gateway.console.today import views
from gateway.console.today.waiting import waiting

HOME = "/console/today"
MOST_SLIPS = 8


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    (day, days, others), found, settled = await asyncio.gather(
        waiting(request, caller),
        asking.beside(request, caller, "tasks", Slips(open=True, limit=MAX_PAGE)),
        guide.over(request, caller),
    )
    slips = views.slips(found["items"]) if found else []
    listed = [task for section in day.sections for task in section.tasks]
    worth = await gathering.worths(request, caller, listed)
    shown = [*listed, *slips, *([day.next] if day.next else [])]
    districts = sorted({one["district"] for one in shown})[: gathering.MOST_DISTRICTS]
    called = await names_across(request, caller, districts)
    said = language(request)
    return render(
        request,
        "today/today.html",
        caller=caller,
        sections=[
            (section, [row(task, called, days, said, worth) for task in section.tasks])
            for section in day.sections
        ],
        counts=[
            *day.counts,
            *((one.key, views.told(count)) for one, count in others),
            *([("slips", len(slips))] if slips else []),
        ],
        others=[(one.key, one.path, views.told(count)) for one, count in others],
        slips=[
            (one, term(one["due"], days, said) if one["due"] else None)
            for one in slips[:MOST_SLIPS]
        ],
        more_slips=max(0, len(slips) - MOST_SLIPS),
        next=row(day.next, called, days, said, {}) if day.next else None,
        called=called,
        now=datetime.now(UTC),
        wide=caller.district == CITY_WIDE,
        first_hour=caller.has(*OFFICES) and not settled,
    )


ENTRIES = (Entry("overview", HOME, "nav.today", OFFICES_AND_UNITS, home=OFFICES, at=10),)
ROUTES = (("GET", HOME, show),)
