"""公文: drawing one up, issuing it, the list of those issued, the same print for ever."""

import asyncio
import base64
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.doors import roles_of
from contracts.orders.tasks import (
    Body,
    CheckPaper,
    PaperOf,
    PaperPrint,
    Papers,
    VoidPaper,
)
from contracts.words import CITY_WIDE, PAPER_NAMES
from gateway.audit.telling import tell
from gateway.console.frame import acts, listing, session
from gateway.console.frame.acts import Field, Form
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import dates
from gateway.console.frame.words import today
from gateway.console.papers import codes
from gateway.console.papers.drafts.doubts import doubts
from gateway.console.papers.drafts.draft import LETTERS, Draft, Office
from gateway.console.papers.gathering import GATHERED, issued_of, office_of
from gateway.console.papers.issuing import checked, issued, read_typed
from gateway.papers.printing import cancelled, printed
from gateway.problems import Problem
from gateway.sheets.answers import document

HOME = "/console/papers"
CANCELLED = "作废"
FILTERS = ("kind", "year", "unit", "about", "void")
FIELDS = (
    Field("title", "text", "papers.subject", True, 200),
    Field("addressees", "text", "papers.addressees", size=300, hint="papers.addressees_hint"),
    Field("requirement", "area", "papers.requirement", size=4000, hint="papers.requirement_hint"),
    Field("issuer", "text", "papers.issuer", True, 200),
    Field("on", "day", "papers.on", True),
)
CODE = Field("code", "text", "papers.code", True, 12, "papers.code_hint")
LETTER = (
    Field("mark", "text", "papers.mark", size=40, hint="papers.mark_hint"),
    Field("copies", "text", "papers.copies", size=300),
)

SEALED = ("form_token", "once")
Json = dict[str, Any]


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    asked = request.query_params
    wanted = {name: asked[name].strip() for name in FILTERS if asked.get(name, "").strip()}
    if (district := asked.get("district", "")) in called.districts:
        wanted["district"] = district
    page, told = await asyncio.gather(
        ask(request, caller, "tasks", listing.question(Papers, wanted, request)),
        dates(request, caller),
    )
    return render(
        request,
        "papers/list.html",
        caller=caller,
        rows=page["items"],
        named=called,
        dates=told,
        wanted=wanted,
        kinds=list(PAPER_NAMES),
        years=range(today().year + 1, today().year - 4, -1),
        pager=listing.pager(request, page),
        districts=listing.districts(caller, called),
    )


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    paper = await _found(request, caller)
    return await _show(request, caller, paper, {})


async def _show(
    request: Request, caller: Caller, paper: Json, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    accounts = {paper["by"], (paper["voided"] or {}).get("by", "")} - {""}
    called = await names(request, caller, accounts=accounts)
    body = msgspec.convert(paper["body"], Body)
    own = caller.district in (CITY_WIDE, paper["office"])
    return render(
        request,
        "papers/paper.html",
        fault.status if fault else 200,
        caller=caller,
        paper=paper,
        body=paper["body"],
        sources=body.sources(),
        number=paper["number"],
        named=called,
        voids=acts.may(caller, VoidPaper) and own and not paper["void"],
        given=given,
        wrong=fault,
    )


async def _found(request: Request, caller: Caller) -> Json:
    return await ask(request, caller, "tasks", listing.in_path(PaperOf, request))


async def download(request: Request) -> Response:
    """The first print, byte for byte; of a cancelled paper a copy that says so, and the print
    itself where ``print`` is asked for."""
    caller = (await session.current(request)).caller
    found = await ask(request, caller, "tasks", listing.in_path(PaperPrint, request))
    await tell(request, caller, "export", request.url.path)
    raw, name = base64.b64decode(found["print"]), f"{found['number']} {found['title']}"
    if found["void"] and "print" not in request.query_params:
        raw, name = await asyncio.to_thread(cancelled, raw), f"{CANCELLED} {name}"
    return document(raw, name)


async def void(request: Request) -> Response:
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    id = request.path_params["paper"]
    try:
        order = read_form(VoidPaper, {"paper": id, "reason": typed.get("reason", "")})
        await give(request, caller, "tasks", order, typed.get("once", "")[: acts.MAX_KEY])
    except (Misfilled, Problem) as fault:
        said = wrong(fault, language(request))
        return await _show(request, caller, await _found(request, caller), typed, said)
    return RedirectResponse(f"{HOME}/{id}?done=papers.voided", 303)


# -- drawing one up -----------------------------------------------------------------------------


async def _draft(request: Request, caller: Caller) -> tuple[Draft, Office]:
    """Raises: Problem not-found (no such kind), forbidden, refused (nothing to write)."""
    if not caller.has(*roles_of(CheckPaper)):
        raise Problem("forbidden")
    kind = request.path_params["kind"]
    if kind not in GATHERED:
        raise Problem("not-found", "没有这种公文。")
    office = await office_of(request, caller)
    draft = await GATHERED[kind](request, caller, dict(request.query_params))
    if caller.district not in (CITY_WIDE, draft.district):
        raise Problem("forbidden")
    return draft, office


async def begin(request: Request) -> Response:
    caller = (await session.current(request)).caller
    draft, office = await _draft(request, caller)
    return _form(request, caller, draft, draft.proposed(office, today()))


def _form(
    request: Request,
    caller: Caller,
    draft: Draft,
    typed: dict[str, str],
    fault: Wrong | None = None,
) -> Response:
    """The form, and beneath it the paper as it would be issued where nothing is wrong with it."""
    more = LETTER if draft.kind in LETTERS else ()
    asked = (*(() if draft.number else (CODE,)), *FIELDS, *more)
    form = Form(f"papers.kind.{draft.kind}", "papers.issue", draft.about, asked, "papers.new_lead")
    body = None
    if fault is None or not fault.fields:
        body = draft.body(typed)
    return acts.show(
        request,
        caller,
        form,
        typed,
        fault,
        "papers/new.html",
        draft=draft,
        body=msgspec.to_builtins(body) if body else None,
        sources=body.sources() if body else [],
        number=str(draft.number or ""),
    )


async def send(request: Request) -> Response:
    """``do``: look at it, take it away as a draft, or issue it; without it, show once more what is
    about to be issued."""
    caller = (await session.current(request)).caller
    typed = await acts.typed(request)
    draft, office = await _draft(request, caller)
    code = typed.get("code", "").strip()
    key = typed.get("once", "")[: acts.MAX_KEY]
    try:
        body = read_typed(draft, typed, office)
        if typed.get("do") == "issue":
            made = await issued(request, caller, draft, body, code, key)
            return RedirectResponse(f"{HOME}/{made['paper']}?done=papers.issued", 303)
        number = await checked(request, caller, draft, body, code)
        if "do" not in typed:
            return await _confirm(request, caller, draft, body, number, typed)
    except (Misfilled, Problem) as fault:
        said = wrong(fault, language(request))
        return _form(request, caller, draft, typed, said)
    if typed.get("do") == "draft":
        raw = await asyncio.to_thread(printed, body, str(draft.number or ""))
        return document(raw, f"草稿-{body.title}")
    return _form(request, caller, draft, typed)


async def _confirm(
    request: Request, caller: Caller, draft: Draft, body: Body, number: str, typed: dict[str, str]
) -> Response:
    before = await issued_of(request, caller, draft.kind, draft.about)
    return render(
        request,
        "papers/confirm.html",
        caller=caller,
        kind=draft.kind,
        number=number,
        body=body,
        doubts=doubts(draft, body.on, today(), before),
        typed={name: value for name, value in typed.items() if name not in SEALED},
        key=typed.get("once", ""),
    )


ENTRIES = (Entry("bulletins", HOME, "papers.nav", at=20),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", codes.HOME, codes.show),
    ("POST", codes.HOME, codes.assign),
    ("GET", f"{HOME}/new/{{kind}}", begin),
    ("POST", f"{HOME}/new/{{kind}}", send),
    ("GET", f"{HOME}/{{paper}}", show),
    ("POST", f"{HOME}/{{paper}}", void),
    ("GET", f"{HOME}/{{paper}}/docx", download),
)
