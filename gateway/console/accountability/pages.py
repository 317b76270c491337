"""问责: the list of records, recording a decision, and the reply of the unit concerned."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.tasks import (
    MEASURES_IN_WORDS,
    Accountabilities,
    AccountabilityOf,
    FindingOf,
    RecordAccountability,
    ReplyAccountability,
    TaskOf,
)
from contracts.roles import OFFICES, UNIT, Roles
from gateway.console.frame import acts, choosing, files, listing, session
from gateway.console.frame.acts import Field, Form
from gateway.console.frame.asking import ask, find
from gateway.console.frame.choosing import Where, options
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import render
from gateway.console.frame.terms import dates
from gateway.problems import Problem

HOME = "/console/accountability"
CONCERNED: Roles = (*OFFICES, *UNIT, "leader")
"""For the unit concerned, the offices and leaders."""
MOST_GROUNDS = 40
"""Findings and tasks that the page names."""

RECORD = (
    Field("campaign", "pick", "accountability.campaign", True, of="campaigns"),
    Field("ground", "area", "accountability.ground", True),
    Field(
        "measures",
        "ticks",
        "accountability.measures",
        True,
        choices=tuple((one, f"accountability.measure.{one}") for one in MEASURES_IN_WORDS),
    ),
    Field("decision", "area", "accountability.decision", True),
    Field("decided_by", "text", "accountability.decided_by", True, 200),
    Field("document", "text", "accountability.document", True, 80, "accountability.document_hint"),
    Field("on", "day", "accountability.on", True),
    Field("reply_by", "day", "accountability.reply_by"),
    Field("findings", "ticks", "accountability.findings", of="findings"),
    Field("tasks", "ticks", "accountability.tasks", of="tasks"),
)
REPLY = (
    Field("text", "area", "accountability.text", True),
    Field("evidence", "ticks", "accountability.evidence", of="pieces"),
)

Json = dict[str, Any]


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, ("unit", "replied"))
    page, called, told = await asyncio.gather(
        ask(request, caller, "tasks", listing.question(Accountabilities, wanted, request)),
        names(request, caller, wanted.get("district", "")),
        dates(request, caller),
    )
    return render(
        request,
        "accountability/list.html",
        caller=caller,
        rows=page["items"],
        units=await listing.units(request, caller, page["items"]),
        named=called,
        dates=told,
        wanted=wanted,
        pager=listing.pager(request, page),
        sheet=listing.same(request, f"{HOME}/export"),
        districts=listing.districts(caller, called),
        records=acts.may(caller, RecordAccountability),
    )


async def export(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, ("unit", "replied"))
    return await files.exported(request, caller, listing.question(Accountabilities, wanted))


async def _found(request: Request, caller: Caller) -> Json:
    return await ask(request, caller, "tasks", listing.in_path(AccountabilityOf, request))


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await _found(request, caller)
    grounds, called, told = await asyncio.gather(
        _grounds(request, caller, found),
        names(request, caller, found["district"]),
        dates(request, caller),
    )
    own = bool(caller.unit) and caller.unit == found["unit"]
    return render(
        request,
        "accountability/record.html",
        caller=caller,
        found=found,
        grounds=grounds,
        named=called,
        dates=told,
        replies=own and not found["replied"] and acts.may(caller, ReplyAccountability),
    )


async def _grounds(request: Request, caller: Caller, found: Json) -> list[Json]:
    """Findings and tasks by title, as far as the reader may see them."""
    wanted: list[tuple[str, str, Any]] = [
        *(("finding", id, listing.made(FindingOf, finding=id)) for id in found["findings"]),
        *(("task", id, listing.made(TaskOf, task=id)) for id in found["tasks"]),
    ]
    some = wanted[:MOST_GROUNDS]
    answers = await asyncio.gather(*(find(request, caller, "tasks", one) for _, _, one in some))
    return [
        {"kind": kind, "id": id, "title": one.get("fault") or one["title"]}
        for (kind, id, _), one in zip(some, answers, strict=True)
        if one
    ]


# -- recording ----------------------------------------------------------------------------------


async def _record(
    request: Request, caller: Caller, typed: dict[str, str], wrong: Wrong | None = None
) -> Response:
    """First the unit, in the address; then the decision on it."""
    called = await names(request, caller)
    district = choosing.district_of(request, caller, called)
    units = await options(request, caller, ("units",), Where(district))
    unit = request.query_params.get("unit", "")
    lists: acts.Options = {}
    if unit in dict(units["units"]):
        where = Where(district, unit=unit)
        lists = await options(request, caller, (field.of for field in RECORD), where)
    first = next((id for id, _ in lists.get("campaigns", ())), "")
    return acts.show(
        request,
        caller,
        Form(
            "accountability.record",
            "accountability.send",
            HOME,
            RECORD,
            "accountability.record_lead",
            [("accountability.unit", dict(units["units"]).get(unit, ""))] if lists else [],
            lists,
        ),
        {"campaign": first, **typed},
        wrong,
        "accountability/form.html",
        chosen=bool(lists),
        units=units["units"],
        wanted={"district": district, "unit": unit},
        districts=listing.districts(caller, called),
    )


async def begin_record(request: Request) -> Response:
    caller = (await session.current(request)).caller
    if not acts.may(caller, RecordAccountability):
        raise Problem("forbidden")
    return await _record(request, caller, {})


async def record(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    district = choosing.district_of(request, caller, await names(request, caller))
    unit = request.query_params.get("unit", "")
    filled = {**acts.values(RECORD, typed), "district": district, "unit": unit}
    result = await acts.given(request, caller, RecordAccountability, typed, filled)
    if isinstance(result, Wrong):
        return await _record(request, caller, typed, result)
    return RedirectResponse(f"{HOME}/{result['id']}?done=accountability.recorded", 303)


# -- the reply ----------------------------------------------------------------------------------


async def _reply(request: Request, caller: Caller, found: Json) -> Form:
    lists = await options(request, caller, ("pieces",), Where(found["district"]))
    return Form(
        "accountability.reply",
        "accountability.reply_send",
        f"{HOME}/{found['id']}",
        REPLY,
        "accountability.reply_lead",
        [
            ("accountability.document", found["document"]),
            ("accountability.decision", found["decision"]),
        ],
        lists,
    )


async def begin_reply(request: Request) -> Response:
    caller = (await session.current(request)).caller
    if not acts.may(caller, ReplyAccountability):
        raise Problem("forbidden")
    return acts.show(
        request, caller, await _reply(request, caller, await _found(request, caller)), {}
    )


async def reply(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    id = request.path_params["accountability"]
    filled = {**acts.values(REPLY, typed), "accountability": id}
    result = await acts.given(request, caller, ReplyAccountability, typed, filled)
    if isinstance(result, Wrong):
        form = await _reply(request, caller, await _found(request, caller))
        return acts.show(request, caller, form, typed, result)
    return RedirectResponse(f"{HOME}/{id}?done=accountability.replied", 303)


ENTRIES = (Entry("oversight", HOME, "accountability.nav", CONCERNED, at=50),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/export", export),
    ("GET", f"{HOME}/record", begin_record),
    ("POST", f"{HOME}/record", record),
    ("GET", f"{HOME}/{{accountability}}", show),
    ("GET", f"{HOME}/{{accountability}}/reply", begin_reply),
    ("POST", f"{HOME}/{{accountability}}/reply", reply),
)
