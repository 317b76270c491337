"""会议: the list, a meeting's page, recording and correcting one, and what recurs in a year."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import (
    CalendarOf,
    CorrectMeeting,
    MeetingOf,
    Meetings,
    MeetingSheet,
    RecordMeeting,
)
from contracts.words import CITY_WIDE
from gateway.console.frame import acts, choosing, files, listing, session
from gateway.console.frame.acts import Form
from gateway.console.frame.asking import ask
from gateway.console.frame.choosing import Where, options
from gateway.console.frame.forms import Misfilled, Wrong, wrong
from gateway.console.frame.naming import Names, names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import dates
from gateway.console.frame.words import today
from gateway.console.meetings import decisions, needs
from gateway.console.meetings.views import CORRECT, KINDS, RECORD, by_month, reworded
from gateway.problems import Problem

HOME = "/console/meetings"

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
        pager=listing.pager(request, page["next"]),
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


async def _found(request: Request, caller: Caller) -> Json:
    return await ask(request, caller, "tasks", listing.in_path(MeetingOf, request))


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await _found(request, caller)
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


# -- recording ----------------------------------------------------------------------------------


async def _lists(request: Request, caller: Caller, district: str) -> dict[str, Any]:
    """The lists of the form; units as <district>.<unit>, of every district where the city met."""
    called = await names(request, caller)
    whole = district == CITY_WIDE
    places = list(called.districts) if whole else [district]
    units, people, lists = await asyncio.gather(
        asyncio.gather(*(options(request, caller, ("units",), Where(one)) for one in places)),
        asyncio.gather(*(options(request, caller, ("persons",), Where(one)) for one in places)),
        options(request, caller, ("campaigns", "meetings", "needs"), Where(district)),
    )
    charges = [
        (f"{place}.{code}", f"{called.district(place)} {name}" if whole else name)
        for place, found in zip(places, units, strict=True)
        for code, name in found["units"]
    ]
    persons = [one for found in people for one in found["persons"]]
    plain = {
        f"{place}.{code}": name
        for place, found in zip(places, units, strict=True)
        for code, name in found["units"]
    }
    return {**lists, "charges": charges, "persons": persons, "plain": plain}


def _district(request: Request, caller: Caller, called: Names) -> str:
    """Of a new record: the caller's own; for the city's office the one asked for, else the city."""
    if caller.district != CITY_WIDE:
        return caller.district
    asked = request.query_params.get("district", "")
    return asked if asked in called.districts else CITY_WIDE


async def _record(
    request: Request, caller: Caller, typed: dict[str, str], fault: Wrong | None = None
) -> Response:
    called = await names(request, caller)
    district = _district(request, caller, called)
    lists = await _lists(request, caller, district)
    given = {
        "campaign": next((id for id, _ in lists["campaigns"]), ""),
        "on": str(today()),
        "follows": request.query_params.get("follows", ""),
        **typed,
    }
    return acts.show(
        request,
        caller,
        Form(
            "meetings.record", "meetings.send", HOME, RECORD, "meetings.record_lead", options=lists
        ),
        given,
        fault,
        "meetings/form.html",
        lists=lists,
        rows=decisions.rows_in(typed),
        held=[],
        first=1,
        districts=listing.districts(caller, called),
        wanted={"district": district},
    )


async def begin_record(request: Request) -> Response:
    caller = (await session.current(request)).caller
    if not acts.may(caller, RecordMeeting):
        raise Problem("forbidden")
    return await _record(request, caller, {})


async def record(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    if "more" in typed:
        return await _record(request, caller, typed)
    district = _district(request, caller, await names(request, caller))
    lists = await _lists(request, caller, district)
    rows = decisions.filled_rows(typed)
    filled = {**acts.values(RECORD, typed), "district": district}
    result = await _given(request, caller, RecordMeeting, typed, filled, rows, lists["plain"])
    if isinstance(result, Wrong):
        return await _record(request, caller, typed, result)
    return RedirectResponse(f"{HOME}/{result['id']}?done=meetings.met", 303)


async def _given(
    request: Request,
    caller: Caller,
    shape: type[RecordMeeting] | type[CorrectMeeting],
    typed: dict[str, str],
    filled: Json,
    rows: list[tuple[int, dict[str, str]]],
    units: dict[str, str],
    first: int = 1,
    before: tuple[Json, ...] = (),
) -> Json | Wrong:
    """Gives the record with the decisions of its rows, behind those ``before``."""
    district = filled.pop("district")
    try:
        new = decisions.read_rows(rows, district, units, first)
    except Misfilled as fault:
        return wrong(fault, language(request))
    sent = {**filled, **({"decisions": [*before, *new]} if before or new else {})}
    if shape is RecordMeeting:
        sent["district"] = district
    result = await acts.given(request, caller, shape, typed, sent)
    if not isinstance(result, Wrong):
        return result
    return decisions.placed(result, result.rows, [row for row, _ in rows])


# -- correcting ---------------------------------------------------------------------------------


async def _correct(
    request: Request,
    caller: Caller,
    found: Json,
    typed: dict[str, str],
    fault: Wrong | None = None,
) -> Response:
    called = await names(request, caller)
    lists = await _lists(request, caller, found["district"])
    held = {f"held.{one['number']}": one["text"] for one in found["decisions"]}
    lines = {name: "\n".join(found.get(name, ())) for name in ("agenda", "present", "absent")}
    return acts.show(
        request,
        caller,
        Form(
            "meetings.correct",
            "meetings.correct_send",
            f"{HOME}/{found['id']}",
            CORRECT,
            "meetings.correct_lead",
            options=lists,
        ),
        {"title": found["title"], **lines, **held, **typed},
        fault,
        "meetings/form.html",
        lists=lists,
        rows=decisions.rows_in(typed),
        held=found["decisions"],
        first=_next(found),
        districts=[],
        wanted={"district": found["district"]},
        named=called,
    )


def _next(found: Json) -> int:
    return max((one["number"] for one in found["decisions"]), default=0) + 1


async def begin_correct(request: Request) -> Response:
    caller = (await session.current(request)).caller
    if not acts.may(caller, CorrectMeeting):
        raise Problem("forbidden")
    return await _correct(request, caller, await _found(request, caller), {})


async def correct(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    found = await _found(request, caller)
    if "more" in typed:
        return await _correct(request, caller, found, typed)
    lists = await _lists(request, caller, found["district"])
    city = found["district"] == CITY_WIDE
    worded = tuple(
        reworded(one, typed[f"held.{one['number']}"].strip(), city)
        for one in found["decisions"]
        if typed.get(f"held.{one['number']}", one["text"]).strip() != one["text"]
    )
    filled = {**acts.values(CORRECT, typed), "meeting": found["id"], "district": found["district"]}
    rows = decisions.filled_rows(typed)
    result = await _given(
        request, caller, CorrectMeeting, typed, filled, rows, lists["plain"], _next(found), worded
    )
    if isinstance(result, Wrong):
        return await _correct(request, caller, found, typed, result)
    return RedirectResponse(f"{HOME}/{found['id']}?done=meetings.corrected", 303)


ENTRIES = (
    Entry("oversight", HOME, "meetings.nav", at=60),
    Entry("oversight", needs.HOME, "needs.nav", at=70),
)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/export", export),
    ("GET", f"{HOME}/calendar", calendar),
    ("GET", f"{HOME}/record", begin_record),
    ("POST", f"{HOME}/record", record),
    ("GET", f"{HOME}/{{meeting}}", show),
    ("GET", f"{HOME}/{{meeting}}/sheet", sheet),
    ("GET", f"{HOME}/{{meeting}}/correct", begin_correct),
    ("POST", f"{HOME}/{{meeting}}/correct", correct),
    *needs.ROUTES,
)
