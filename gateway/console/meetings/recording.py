"""Recording a meeting, and correcting a record."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import CorrectMeeting, MeetingOf, RecordMeeting
from contracts.words import CITY_WIDE
from gateway.console.frame import acts, listing, session
from gateway.console.frame.acts import Form
from gateway.console.frame.asking import ask
from gateway.console.frame.choosing import Where, options
from gateway.console.frame.forms import Misfilled, Wrong, wrong
from gateway.console.frame.naming import Names, names
from gateway.console.frame.render import language
from gateway.console.frame.words import today
from gateway.console.meetings import decisions
from gateway.console.meetings.views import CORRECT, RECORD, reworded
from gateway.problems import Problem

HOME = "/console/meetings"

Json = dict[str, Any]


async def meeting_of(request: Request, caller: Caller) -> Json:
    return await ask(request, caller, "tasks", listing.in_path(MeetingOf, request))


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
    return await _correct(request, caller, await meeting_of(request, caller), {})


async def correct(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    found = await meeting_of(request, caller)
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


ROUTES = (
    ("GET", f"{HOME}/record", begin_record),
    ("POST", f"{HOME}/record", record),
    ("GET", f"{HOME}/{{meeting}}/correct", begin_correct),
    ("POST", f"{HOME}/{{meeting}}/correct", correct),
)
