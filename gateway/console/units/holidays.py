"""放假安排: the days off of a year."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import (
    HolidaysOf,
    PreviewHolidays,
    SetHolidays,
)
from contracts.roles import CITY_AND_PROVINCE, READERS
from contracts.words import CITY_WIDE
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.receiving import perhaps
from gateway.console.frame.render import language, render
from gateway.console.frame.words import today, word
from gateway.console.units import reading
from gateway.console.units.shared import labels, reader
from gateway.problems import Problem

Json = dict[str, Any]
HOME = "/console/holidays"


async def holidays(request: Request) -> Response:
    caller = await reader(request, READERS)
    return await _holidays(request, caller, request.query_params.get("year", ""))


async def _holidays(
    request: Request,
    caller: Caller,
    year: str,
    given: Json | None = None,
    fault: Wrong | None = None,
    notice: Json | None = None,
) -> Response:
    """``notice``: what was read of one; where nothing is wrong with it, the form holds it."""
    question = read_form(HolidaysOf, {"year": year if _is_year(year) else str(today().year)})
    found = await ask(request, caller, "tasks", question)
    off = [date.fromisoformat(day) for day in found["off"]]
    working = [date.fromisoformat(day) for day in found["working"]]
    typed = {
        "document": found["document"],
        "off": reading.as_typed(off) if found["source"] == "entered" else "",
        "working": "\n".join(map(str, working)) if found["source"] == "entered" else "",
    }
    return render(
        request,
        "units/holidays.html",
        fault.status if fault else 200,
        caller=caller,
        year=question.year,
        found=found,
        off=reading.in_spans(off),
        working=working,
        edits=caller.has(*CITY_AND_PROVINCE) and caller.district == CITY_WIDE,
        given=typed | (given or {}),
        wrong=fault,
        notice=notice,
        doubts=sum(one["dated"] for one in notice["unread"]) if notice else 0,
        labels=labels(request, "document", "off", "working", "notice", "file", "seen"),
    )


async def read_notice(request: Request) -> Response:
    """The notice itself, pasted or as a file: each of its days, before any is kept."""
    caller = await reader(request, CITY_AND_PROVINCE)
    given: Json = {}
    try:
        book = await perhaps(request, caller, given)
        filled: Json = {"text": given.get("notice", ""), "workbook": book}
        found = await ask(request, caller, "tasks", read_form(PreviewHolidays, filled))
    except (Misfilled, Problem) as fault:
        told = wrong(fault, language(request))
        fields = {"notice" if name == "text" else name: s for name, s in told.fields.items()}
        return await _holidays(request, caller, "", given, told._replace(fields=fields))
    for one in found["days"]:
        one["day"] = date.fromisoformat(one["day"])
    if found["faults"]:
        faulty = Wrong({}, word(language(request), "units.notice_faulty"), 422)
        return await _holidays(request, caller, str(found["year"]), given, faulty, found)
    spans = [(one["first"], one["last"]) for one in found["off"]]
    off = [first if first == last else f"{first} 至 {last}" for first, last in spans]
    filled = {"document": found["document"], "off": "\n".join(off)}
    given |= filled | {"working": "\n".join(found["working"])}
    return await _holidays(request, caller, str(found["year"]), given, notice=found)


def _is_year(year: str) -> bool:
    return year.isdecimal() and year.isascii() and 2000 <= int(year[:6]) <= 2100


async def set_holidays(request: Request) -> Response:
    current, given = await posted(request)
    year = given.get("year", "").strip()
    try:
        if given.get("doubts") and not given.get("seen"):
            raise Misfilled({"seen": ("units.notice_unseen", {})})
        filled: Json = {
            "year": year,
            "document": given.get("document", "").strip(),
            "off": reading.spans(given.get("off", ""), "off") or None,
            "working": reading.days(given.get("working", ""), "working"),
        }
        order = read_form(SetHolidays, filled)
        await give(request, current.caller, "tasks", order, key_of(given))
    except (Misfilled, Problem) as fault:
        found = wrong(fault, language(request))
        return await _holidays(request, current.caller, year, given, found)
    return RedirectResponse(f"{HOME}?year={order.year}&done=units_holidays", 303)
