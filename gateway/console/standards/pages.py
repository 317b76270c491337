"""考评标准: every version, a draft with all that it still asks, its items, and publishing."""

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.doors import roles_of
from contracts.orders.scoring import (
    AmendStandard,
    DryRun,
    PublishStandard,
    StandardOf,
    Standards,
    StandardSheet,
)
from contracts.roles import BRINGERS, PROVINCE
from gateway.console.frame import files, questions, session, words
from gateway.console.frame.asking import ask, fields, give
from gateway.console.frame.navigation import Entry, Under
from gateway.console.frame.render import render
from gateway.console.standards import views
from gateway.console.tasks import gathering
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/standards"
MAX_FORM, MOST_FIELDS = 1024 * 1024, 4000
LISTED = 100
EDITED = ("code", "category", "title", "points", "side", "kind", "evidence", "lead", "cooperating")
MAX_KEY = 80

Json = dict[str, Any]


def may_edit(caller: Caller) -> bool:
    return caller.has(*roles_of(AmendStandard))


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await ask(request, caller, "scoring", Standards(limit=LISTED))
    rows = views.versions(found["items"])
    return render(request, "standards/list.html", caller=caller, rows=rows, edits=may_edit(caller))


async def _found(request: Request, caller: Caller) -> Json:
    asked = read(StandardOf, {"version": request.path_params["version"]}, text=True)
    return await ask(request, caller, "scoring", asked)


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _show(request, caller, await _found(request, caller))


async def _show(
    request: Request, caller: Caller, found: Json, fault: Problem | None = None
) -> Response:
    return render(
        request,
        "standards/draft.html",
        fault.status if fault else 200,
        caller=caller,
        shown=views.standard(found),
        edits=may_edit(caller) and not found["published"],
        fault=fault,
    )


async def answer(request: Request) -> Response:
    """What a draft asks: answers as they are typed, a proposal, or all of a column."""
    caller = (await session.current(request)).caller
    form = await fields(request, MAX_FORM, MOST_FIELDS)
    session.check_form(request, form.get("form_token", ""))
    found = await _found(request, caller)
    shown = views.standard(found)
    said = questions.said(form, shown.asked)
    where = form.get(questions.ACCEPT) or questions.kind_of(form.get(questions.TAKE, ""))
    try:
        await _amend(request, caller, {"version": shown.version, "answers": said})
    except Problem as problem:
        if problem.status >= 500:
            raise
        return await _show(request, caller, found, problem)
    return RedirectResponse(f"{HOME}/{shown.version}#{'q-' + where if where else 'questions'}", 303)


async def _amend(request: Request, caller: Caller, given: Json) -> None:
    order = read(AmendStandard, given)
    if order.answers or order.items:
        await give(request, caller, "scoring", order, secrets.token_hex(16))


# -- one item ---------------------------------------------------------------------------------


async def item(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _item(request, caller, await _found(request, caller))


async def _item(
    request: Request,
    caller: Caller,
    found: Json,
    typed: dict[str, str] | None = None,
    fault: Problem | None = None,
) -> Response:
    shown = views.standard(found)
    item = views.item_of(found, request.path_params["item"])
    if item is None:
        raise Problem("not-found", "这一版标准没有这一项。")
    edits = may_edit(caller) and not found["published"]
    return render(
        request,
        "standards/item.html",
        fault.status if fault else 200,
        caller=caller,
        shown=shown,
        item=item,
        form={**item.form, **(typed or {})},
        edits=edits,
        reading=[] if edits else await _reading(request, caller, found, item.code),
        fault=fault,
    )


async def _reading(request: Request, caller: Caller, found: Json, code: str) -> list[str]:
    """Its rule in Chinese; nothing while it has none."""
    raw = next(one for one in found["items"] if one["code"] == code)
    if not raw.get("rule"):
        return []
    return await gathering.reading(request, caller, found["version"], raw)


async def rewrite(request: Request) -> Response:
    """The item's fields that were changed, and answers to its questions."""
    caller = (await session.current(request)).caller
    form = await fields(request, MAX_FORM, MOST_FIELDS)
    session.check_form(request, form.get("form_token", ""))
    found = await _found(request, caller)
    held = views.item_of(found, request.path_params["item"])
    if held is None:
        raise Problem("not-found", "这一版标准没有这一项。")
    typed = {name: form[name].strip() for name in (*EDITED, "rule") if name in form}
    changed = {name: text for name, text in typed.items() if text != held.form[name]}
    said = questions.said(form, held.asked)
    if "rule" in changed:
        said[f"{held.code}.rule"] = changed.pop("rule")
    code = changed.get("code", held.code)
    said = {f"{code}.{id.partition('.')[2]}": text for id, text in said.items()}
    items = [{"item": held.code, **changed}] if changed else []
    given = {"version": found["version"], "answers": said, "items": items}
    try:
        await _amend(request, caller, given)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return await _item(request, caller, found, typed, problem)
    return RedirectResponse(f"{HOME}/{found['version']}/items/{code}", 303)


# -- publishing -------------------------------------------------------------------------------


async def ready(request: Request) -> Response:
    """What publishing means, before it is done."""
    caller = (await session.current(request)).caller
    found = await _found(request, caller)
    versions = await ask(request, caller, "scoring", Standards(limit=LISTED))
    year, run = request.query_params.get("year", ""), None
    if year and may_edit(caller):
        wanted = read(DryRun, {"version": found["version"], "year": year}, text=True)
        run = await ask(request, caller, "scoring", wanted)
    return render(
        request,
        "standards/publish.html",
        caller=caller,
        shown=views.standard(found),
        force=[one for one in versions["items"] if one["state"] == "published"],
        key=secrets.token_hex(16),
        year=year or str(words.today().year),
        run=run,
    )


async def publish(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await fields(request)
    session.check_form(request, form.get("form_token", ""))
    order = read(PublishStandard, {"version": request.path_params["version"]}, text=True)
    key = form.get("key", "")[:MAX_KEY] or secrets.token_hex(16)
    try:
        await give(request, caller, "scoring", order, key)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return await _show(request, caller, await _found(request, caller), problem)
    return RedirectResponse(f"{HOME}/{order.version}", 303)


async def sheet(request: Request) -> Response:
    """The version as a workbook that imports as the same standard."""
    caller = (await session.current(request)).caller
    wanted = read(StandardSheet, {"version": request.path_params["version"]}, text=True)
    return await files.sheet(request, caller, wanted, "scoring")


ENTRIES = (Entry("admin", HOME, "nav.standards", BRINGERS, home=PROVINCE, at=10),)
UNDER = (Under(HOME, "/console/tasks"),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/{{version}}", show),
    ("POST", f"{HOME}/{{version}}", answer),
    ("GET", f"{HOME}/{{version}}/items/{{item}}", item),
    ("POST", f"{HOME}/{{version}}/items/{{item}}", rewrite),
    ("GET", f"{HOME}/{{version}}/sheet", sheet),
    ("GET", f"{HOME}/{{version}}/publish", ready),
    ("POST", f"{HOME}/{{version}}/publish", publish),
)
