"""会议: the list, a meeting's page, recording and correcting one, and what recurs in a year."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.tasks import (
    CalendarOf,
    Meetings,
    MeetingSheet,
    RecordMeeting,
)
from contracts.words import CITY_WIDE
from gateway.console.frame import acts, choosing, files, listing, session
from gateway.console.frame.asking import ask
from gateway.console.frame.naming import Names, names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import render
from gateway.console.frame.terms import dates
from gateway.console.frame.words import today
from gateway.console.meetings import needs, recording
from gateway.console.meetings.recording import HOME
from gateway.console.meetings.views import KINDS, by_month

Json = dict[str, Any]


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, ("kind", "year"))
    page, told = await asyncio.gather(
        ask(request, caller, "tasks", listing.question(Meetings, _of(wanted, caller), request)),
        dates(request, caller),
    )
    return render(
        request,
        "meetings/list.html",
        caller=caller,
        rows=page["items"],
        named=called,
        dates=told,
        wanted=wanted,
        kinds=KINDS,
        pager=listing.pager(request, page),
        sheet=listing.same(request, f"{HOME}/export"),
        districts=listing.districts(caller, called),
        records=acts.may(caller, RecordMeeting),
    )


def _of(wanted: dict[str, str], caller: Caller) -> dict[str, str]:
    """The city's meetings are shown with a district's own: without a district, all that it sees."""
    if caller.district == CITY_WIDE:
        return wanted
    return {name: value for name, value in wanted.items() if name != "district"}


async def export(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = _of(listing.wanted(request, caller, called, ("kind", "year")), caller)
    return await files.exported(request, caller, listing.question(Meetings, wanted))


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await recording.meeting_of(request, caller)
    every = [*found["decisions"], *found["previous"]]
    places = sorted({one["district"] for one in every})
    called, told, *units = await asyncio.gather(
        names(request, caller, accounts={one["person"] for one in every}),
        dates(request, caller),
        *(names(request, caller, place) for place in places),
    )
    assert isinstance(called, Names)
    return render(
        request,
        "meetings/meeting.html",
        caller=caller,
        found=found,
        named=called,
        units=dict(zip(places, units, strict=True)),
        dates=told,
        records=acts.may(caller, RecordMeeting) and _may_reach(caller, found["district"]),
    )


def _may_reach(caller: Caller, district: str) -> bool:
    """A district's office does not write the record of the city's meeting."""
    return caller.district in (CITY_WIDE, district)


async def sheet(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await files.sheet(request, caller, listing.in_path(MeetingSheet, request))


async def calendar(request: Request) -> Response:
    """What recurs and is due in a year, month by month."""
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    district = choosing.district_of(request, caller, called)
    year = request.query_params.get("year") or str(today().year)
    question = listing.made(CalendarOf, district=district, year=year)
    found, told, named = await asyncio.gather(
        ask(request, caller, "tasks", question),
        dates(request, caller),
        names(request, caller, district),
    )
    return render(
        request,
        "meetings/calendar.html",
        caller=caller,
        months=by_month(found["items"]),
        named=named,
        dates=told,
        wanted={"district": district, "year": question.year},
        years=range(today().year - 3, today().year + 2),
        districts=listing.districts(caller, called),
    )


ENTRIES = (
    Entry("oversight", HOME, "meetings.nav", at=60),
    Entry("oversight", needs.HOME, "needs.nav", at=70),
)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/export", export),
    ("GET", f"{HOME}/calendar", calendar),
    *recording.ROUTES,
    ("GET", f"{HOME}/{{meeting}}", show),
    ("GET", f"{HOME}/{{meeting}}/sheet", sheet),
    *needs.ROUTES,
)
