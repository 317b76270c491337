"""投诉建议: a form and an answer for everybody, and a register for who answers."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import (
    AnswerComplaint,
    Complain,
    ComplaintCounts,
    ComplaintOf,
    Complaints,
    PressComplaint,
)
from contracts.roles import JUDGES_OF_COMPLAINTS
from contracts.words import CITY_WIDE, COMPLAINT_KIND_NAMES, COMPLAINT_STATE_NAMES, TARGET_NAMES
from gateway.console.frame import files, forms, session, words
from gateway.console.frame.asking import ask, fields, find, give
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.public import who
from gateway.console.frame.render import language, render
from gateway.parts import parts
from gateway.problems import Problem
from gateway.validation import read
from gateway.visitors import Visitor, address_of

HOME = "/console/complaints"
REGISTER = f"{HOME}/register"
MAX_FORM = 64 * 1024
"""Bytes: 2,000 characters of Chinese take nine each in a form."""
KINDS, TARGETS = tuple(COMPLAINT_KIND_NAMES), tuple(TARGET_NAMES)
AN_HOUR = 10
"""What one network address may bring without an account."""


async def start(request: Request) -> Response:
    by, signed = await who(request)
    code = request.query_params.get("code", "").strip()
    if code:
        return await _found(request, by, signed, code)
    return await _start(request, by, signed, dict(request.query_params))


async def _found(request: Request, by: Caller, signed: Caller | None, code: str) -> Response:
    try:
        known = await find(request, by, "tasks", read(ComplaintOf, {"complaint": code}))
    except Problem as problem:
        if problem.code != "invalid":
            raise
        known = None
    if known is None:
        return await _start(request, by, signed, {"code": code}, unknown=True, status=404)
    return RedirectResponse(f"{HOME}/{code}", 303)


async def _start(
    request: Request,
    by: Caller,
    signed: Caller | None,
    given: dict[str, str],
    wrong: forms.Wrong | None = None,
    unknown: bool = False,
    status: int = 200,
) -> Response:
    own = "" if by.district == CITY_WIDE else by.district
    chosen = own or given.get("district", "")
    called = await names(request, by, chosen)
    chosen = chosen if chosen in called.districts else ""
    return render(
        request,
        "complaints/start.html",
        wrong.status if wrong else status,
        caller=signed,
        given={**given, "district": chosen},
        wrong=wrong,
        unknown=unknown,
        districts=sorted(called.districts.items(), key=lambda each: each[1]),
        units=sorted(called.units.items(), key=lambda each: each[1]),
        kinds=[(k, words.word(language(request), f"complaints.kind.{k}")) for k in KINDS],
        targets=[(k, words.word(language(request), f"complaints.target.{k}")) for k in TARGETS],
    )


async def bring(request: Request) -> Response:
    by, signed = await who(request)
    given = await fields(request, MAX_FORM)
    session.check_form(request, given.get("form_token", ""))
    said = {name: given.get(name, "").strip() for name in Complain.__struct_fields__}
    try:
        order = forms.read_form(Complain, said)
        if signed is None:
            await parts(request).pace.step("complain", Visitor(address_of(request)), AN_HOUR)
        answer = await give(request, by, "tasks", order, given.get("once", "")[:40])
    except (forms.Misfilled, Problem) as fault:
        wrong = forms.wrong(fault, language(request))
        return await _start(request, by, signed, given, wrong)
    return RedirectResponse(f"{HOME}/{answer['id']}?done=complaints.sent", 303)


async def show(request: Request) -> Response:
    by, signed = await who(request)
    return await _show(request, by, signed)


async def _show(
    request: Request,
    by: Caller,
    signed: Caller | None,
    given: dict[str, str] | None = None,
    wrong: forms.Wrong | None = None,
) -> Response:
    code = request.path_params["complaint"]
    known = await ask(request, by, "tasks", read(ComplaintOf, {"complaint": code}))
    called = await names(request, by, known["district"])
    waits = known["state"] != "answered"
    mine = not known["by"] or known["by"] == by.account
    return render(
        request,
        "complaints/complaint.html",
        wrong.status if wrong else 200,
        caller=signed,
        code=code,
        known=known,
        unit=called.unit(known["unit"]) if known["unit"] else "",
        due=date.fromisoformat(known["due"]) if known["due"] else None,
        answers=waits and signed is not None and signed.has(*JUDGES_OF_COMPLAINTS),
        presses=not waits and mine and known["pressed"] is None,
        given=given or {},
        wrong=wrong,
    )


async def answer(request: Request) -> Response:
    """An answer, or a second look: whichever button was pressed."""
    by, signed = await who(request)
    given = await fields(request, MAX_FORM)
    session.check_form(request, given.get("form_token", ""))
    presses = given.get("act") == "press"
    code, text = request.path_params["complaint"], given.get("text", "").strip()
    if signed is None and not presses:
        raise Problem("not-signed-in")
    try:
        wanted: Any = PressComplaint if presses else AnswerComplaint
        order = forms.read_form(wanted, {"complaint": code, "text": text})
        if signed is None:
            await parts(request).pace.step("complain", Visitor(address_of(request)), AN_HOUR)
        await give(request, by, "tasks", order, given.get("once", "")[:40])
    except (forms.Misfilled, Problem) as fault:
        if isinstance(fault, Problem) and fault.code == "forbidden":
            return await _show(request, by, signed, given, forms.Wrong({}, fault.detail, 403))
        return await _show(request, by, signed, given, forms.wrong(fault, language(request)))
    done = "complaints.pressed" if presses else "complaints.answered"
    return RedirectResponse(f"{HOME}/{code}?done={done}", 303)


async def register(request: Request) -> Response:
    caller = (await session.current(request)).caller
    asked = request.query_params
    state, late = asked.get("state", ""), asked.get("overdue", "")
    filters: dict[str, Any] = {"state": state} if state in COMPLAINT_STATE_NAMES else {}
    filters |= {"overdue": True} if late else {}
    page = await ask(
        request,
        caller,
        "tasks",
        Complaints(cursor=asked.get("cursor", "")[:400], count=True, **filters),
    )
    year = words.today().year
    counts = await ask(request, caller, "tasks", ComplaintCounts(year=year))
    called = await names(request, caller)
    return render(
        request,
        "complaints/register.html",
        caller=caller,
        rows=[{**one, "where": called.district(one["district"])} for one in page["items"]],
        next=page["next"] or "",
        count=page.get("count"),
        counts={**counts, "year": year},
        states=tuple(COMPLAINT_STATE_NAMES),
        state=state,
        late=late,
        by_day=date.fromisoformat,
    )


async def export(request: Request) -> Response:
    """The whole register as a workbook."""
    caller = (await session.current(request)).caller
    return await files.exported(request, caller, Complaints())


ENTRIES = (Entry("oversight", REGISTER, "complaints.register", JUDGES_OF_COMPLAINTS, at=90),)
ROUTES = (
    ("GET", HOME, start),
    ("POST", HOME, bring),
    ("GET", REGISTER, register),
    ("GET", f"{REGISTER}/sheet", export),
    ("GET", f"{HOME}/{{complaint}}", show),
    ("POST", f"{HOME}/{{complaint}}", answer),
)
