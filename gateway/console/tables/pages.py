"""导入表格: a file in, at once what becomes of each row, the questions answered in any sitting, and
then the act. It says to the services what the API's own doors say."""

import asyncio
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.scoring import Standards
from contracts.orders.tasks import Campaigns, Districts, OpenRegister, Registers, Units
from contracts.roles import BRINGERS
from contracts.sheets import Workbook
from contracts.words import CITY_WIDE
from gateway import trace
from gateway.console.frame import questions, session
from gateway.console.frame.asking import ask, fields, give
from gateway.console.frame.navigation import Entry
from gateway.console.frame.receiving import received
from gateway.console.frame.render import render
from gateway.console.tables import bringing, views
from gateway.console.tables.bringing import KINDS
from gateway.console.tables.keeping import Keeping, Kept
from gateway.parts import parts
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/import"
MAX_FORM, MOST_FIELDS = 1024 * 1024, 4000
"""Bytes and fields of a form of answers."""
NEW_REGISTER = "new"
CLASSIFIED = "classified-matter"
LISTED = 100
MIB = 1024 * 1024


def keeping(request: Request) -> Keeping:
    return Keeping(parts(request).database, parts(request).secret)


# -- choosing ---------------------------------------------------------------------------------


async def start(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = dict(request.query_params)
    if "again" in given:
        before = await keeping(request).get(given["again"], caller.account)
        given = {**before.target, "again": before.id}
    return await _start(request, caller, request.query_params.get("kind", ""), given)


async def _start(
    request: Request,
    caller: Caller,
    kind: str,
    given: dict[str, str],
    fault: Problem | None = None,
) -> Response:
    """``fault``: what was wrong with the file or a field of the form."""
    kinds = bringing.open_to(caller)
    chosen = kind if kind in kinds else ""
    waiting = [one for one in await keeping(request).of(caller.account) if one.kind in KINDS]
    options = await _options(request, caller, chosen) if chosen else {}
    return render(
        request,
        "tables/start.html",
        fault.status if fault else 200,
        caller=caller,
        kinds=kinds,
        kind=chosen,
        given=given,
        fault=fault,
        waiting=waiting,
        limit=parts(request).tables.max_table // MIB,
        **{"campaigns": [], "districts": [], "registers": [], "drafts": [], **options},
    )


async def _options(request: Request, caller: Caller, kind: str) -> dict[str, Any]:
    """What the form offers to choose from."""
    if kind == "standard":
        found = await ask(request, caller, "scoring", Standards(limit=LISTED))
        return {"drafts": [one for one in found["items"] if one["state"] == "draft"]}
    campaigns, districts = await asyncio.gather(
        ask(request, caller, "tasks", Campaigns(limit=LISTED)),
        ask(request, caller, "tasks", Districts()),
    )
    names = {one["id"]: one["name"] for one in districts["items"]}
    own = [(id, name) for id, name in names.items() if caller.district in ("*", id)]
    options: dict[str, Any] = {
        "campaigns": [(one["id"], one["name"]) for one in campaigns["items"]],
        "districts": own,
    }
    if kind == "register":
        held = await ask(request, caller, "tasks", Registers(limit=LISTED))
        options["registers"] = [
            (one["id"], f"{one['year']}年 {names.get(one['district'], '')} {one['title']}")
            for one in held["items"]
        ]
    return options


# -- a file comes in --------------------------------------------------------------------------


async def bring(request: Request) -> Response:
    caller = (await session.current(request)).caller
    kind = request.query_params.get("kind", "")
    if kind not in bringing.open_to(caller):
        raise Problem("forbidden")
    given: dict[str, str] = {}
    try:
        book = await received(request, caller, given)
        target, asked = await _target(request, caller, kind, given, book)
        id = await keeping(request).keep(caller.account, kind, target, book)
        if given.get("again"):
            await _carry(request, caller, given["again"], id, asked)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return await _start(request, caller, kind, given, problem)
    return RedirectResponse(f"{HOME}/{id}", 303)


async def _target(
    request: Request, caller: Caller, kind: str, given: dict[str, str], book: Workbook
) -> tuple[dict[str, str], list[questions.Question]]:
    """What the table is for, and what it asks. A new register is opened for it."""
    about = KINDS[kind]
    target = {name: given.get(name, "").strip() for name in about.target}
    if kind == "register" and target["register"] == NEW_REGISTER:
        wanted = {name: given.get(name, "").strip() for name in OpenRegister.__struct_fields__}
        order = read(OpenRegister, wanted, text=True)
        opened = await give(request, caller, about.service, order, f"open-{trace.trace_id()}")
        target["register"] = opened["id"]
    answer = await ask(request, caller, about.service, about.asks(target, book, {}))
    return target, views.preview(kind, answer, book).asked


async def _carry(
    request: Request, caller: Caller, before: str, id: str, asked: list[questions.Question]
) -> None:
    """A table that was mended takes the place of the one before it, with what was answered."""
    old = await keeping(request).get(before, caller.account)
    new = await keeping(request).get(id, caller.account)
    if old.book is not None and old.kind == new.kind:
        seen = await _preview(request, caller, replace(old, answers={}), old.book)
        said = questions.carried(seen.asked, old.answers, asked)
        await keeping(request).answer(new, caller.account, said)
    await keeping(request).drop(before, caller.account)


# -- what becomes of it -----------------------------------------------------------------------


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    kept = await keeping(request).get(request.path_params["id"], caller.account)
    return await _show(request, caller, kept)


async def _show(
    request: Request, caller: Caller, kept: Kept, fault: Problem | None = None
) -> Response:
    """The preview as the service makes it now; where it is away, that the table is safe."""
    if kept.done is not None or kept.book is None:
        return render(request, "tables/done.html", caller=caller, kept=kept)
    seen = None
    try:
        seen = await _preview(request, caller, kept, kept.book)
    except Problem as problem:
        if problem.code == CLASSIFIED:
            await keeping(request).drop(kept.id, caller.account)
        fault = problem
    rows, page, pages = views.page_of(
        seen.made.rows if seen else [], _number(request.query_params.get("page", "1"))
    )
    return render(
        request,
        "tables/import.html",
        fault.status if fault else 200,
        caller=caller,
        kept=kept,
        seen=seen,
        rows=rows,
        page_number=page,
        pages=pages,
        names=await _names(request, caller, kept) if seen and seen.open else [],
        fault=fault,
        trace=trace.trace_id(),
    )


async def _names(request: Request, caller: Caller, kept: Kept) -> list[str]:
    """The units that a question may mean, to be chosen while one types."""
    district = kept.target.get("district") or caller.district
    if kept.kind == "standard" or district == CITY_WIDE:
        return []
    found = await ask(request, caller, "tasks", Units(district=district, limit=MAX_PAGE))
    return [unit["name"] for unit in found["items"]]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 1


async def _preview(request: Request, caller: Caller, kept: Kept, book: Workbook) -> views.Preview:
    about = KINDS[kept.kind]
    asked = about.asks(kept.target, book, kept.answers)
    answer = await ask(request, caller, about.service, asked)
    return views.preview(kept.kind, answer, book)


# -- answers, and the act ---------------------------------------------------------------------


async def go_on(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await fields(request, MAX_FORM, MOST_FIELDS)
    session.check_form(request, form.get("form_token", ""))
    kept = await keeping(request).get(request.path_params["id"], caller.account)
    if "drop" in form:
        await keeping(request).drop(kept.id, caller.account)
        return RedirectResponse(HOME, 303)
    if kept.book is None:
        return RedirectResponse(f"{HOME}/{kept.id}", 303)
    said = questions.said(form, ())
    if questions.TAKE in form or questions.ACCEPT in form:
        seen = await _preview(request, caller, kept, kept.book)
        said = questions.said(form, seen.asked)
    if said:
        await keeping(request).answer(kept, caller.account, said)
        kept = await keeping(request).get(kept.id, caller.account)
    if "act" in form and kept.book is not None:
        return await _act(request, caller, kept, kept.book, form)
    where = form.get(questions.ACCEPT) or questions.kind_of(form.get(questions.TAKE, ""))
    return RedirectResponse(f"{HOME}/{kept.id}#{'q-' + where if where else 'questions'}", 303)


async def _act(
    request: Request, caller: Caller, kept: Kept, book: Workbook, form: dict[str, str]
) -> Response:
    """Once, however often the button is pressed; what refuses it is shown over the preview."""
    about = KINDS[kept.kind]
    more = {name: form[name] for name in about.of_act if form.get(name)}
    try:
        order = about.orders(kept.target, book, kept.answers, **more)
        key = f"import-{kept.id}-{kept.turn}"
        done = await give(request, caller, about.service, order, key)
    except Problem as problem:
        if problem.status >= 500:
            raise
        await keeping(request).turn(kept, caller.account)
        return await _show(request, caller, kept, problem)
    await keeping(request).close(kept, caller.account, _result(done))
    return RedirectResponse(f"{HOME}/{kept.id}", 303)


def _result(done: dict[str, Any] | None) -> dict[str, Any]:
    """The counts of an answer; empty where the table said nothing new."""
    if done is None:
        return {}
    counts = {name: value for name, value in done.items() if isinstance(value, int | str)}
    return {**counts, "open": len(done.get("open", ()))}


ENTRIES = (Entry("admin", HOME, "nav.import", BRINGERS, at=20),)
ROUTES = (
    ("GET", HOME, start),
    ("POST", HOME, bring),
    ("GET", f"{HOME}/{{id}}", show),
    ("POST", f"{HOME}/{{id}}", go_on),
)
