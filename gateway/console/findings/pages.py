"""问题: the list of findings, one finding with its course, and every act on it."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.evidence import Declare, EvidenceOf
from contracts.orders.scoring import DistrictScoreOf
from contracts.orders.tasks import FindingHistoryOf, FindingOf, Findings
from contracts.words import FINDING_STATE_NAMES
from gateway.console.findings import photos
from gateway.console.findings.views import ACTS, DONE, acts_of, on_plan, pieces_of, steps
from gateway.console.frame import acts, files, listing, session
from gateway.console.frame.acts import Form
from gateway.console.frame.asking import ask, find
from gateway.console.frame.choosing import Where, items, options
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import dates
from gateway.console.frame.words import today
from gateway.problems import Problem

HOME, APPEALS = "/console/findings", "/console/appeals"
MOST_PIECES = 24
"""Pieces of evidence that the page names; the rest is counted."""
NO_WORTH: dict[str, Any] = {"title": "", "points": None, "score": None, "away": False}
FILTERS = ("state", "unit", "item", "overdue", "text")

Json = dict[str, Any]


async def listed(request: Request) -> Response:
    return await _listed(request, "findings/list.html", FILTERS)


async def appeals(request: Request) -> Response:
    """Findings whose appeal waits for a ruling; on demand those that have one."""
    ruled = request.query_params.get("appeal") == "ruled"
    fixed = {"appeal": "ruled" if ruled else "waiting"}
    return await _listed(request, "findings/appeals.html", (), fixed)


async def _listed(
    request: Request, template: str, filters: tuple[str, ...], fixed: Json | None = None
) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, filters)
    question = listing.question(Findings, {**wanted, **(fixed or {})}, request)
    page, days, called = await asyncio.gather(
        ask(request, caller, "tasks", question),
        dates(request, caller),
        names(request, caller, wanted.get("district", "")),
    )
    return render(
        request,
        template,
        caller=caller,
        rows=page["items"],
        units=await listing.units(request, caller, page["items"]),
        named=called,
        wanted={**wanted, **(fixed or {})},
        dates=days,
        pager=listing.pager(request, page),
        sheet=listing.same(request, f"{HOME}/export"),
        districts=listing.districts(caller, called),
        states=FINDING_STATE_NAMES,
    )


async def export(request: Request) -> Response:
    caller = (await session.current(request)).caller
    called = await names(request, caller)
    wanted = listing.wanted(request, caller, called, (*FILTERS, "appeal"))
    return await files.exported(request, caller, listing.question(Findings, wanted))


async def _found(request: Request, caller: Caller) -> Json:
    question = listing.in_path(FindingOf, request)
    return await ask(request, caller, "tasks", question)


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await _found(request, caller)
    groups = pieces_of(found)
    accounts = {found["by"], *found["inspectors"], (found["reply"] or {}).get("responsible", "")}
    told, called, days, pieces, worth = await asyncio.gather(
        ask(
            request, caller, "tasks", FindingHistoryOf(finding=found["id"], lang=language(request))
        ),
        names(request, caller, found["district"], accounts - {""}),
        dates(request, caller),
        _pieces(request, caller, [id for ids in groups.values() for id in ids]),
        _worth(request, caller, found),
    )
    return render(
        request,
        "findings/finding.html",
        caller=caller,
        found=found,
        named=called,
        dates=days,
        steps=steps(found["state"]),
        acts=acts_of(found, caller, today()),
        on_plan=f"/console/map?{urlencode(on_plan(found))}",
        groups=groups,
        pieces=pieces,
        worth=worth,
        entries=listing.course(told["sentences"]),
    )


async def _pieces(request: Request, caller: Caller, ids: list[str]) -> dict[str, str]:
    """Titles of evidence by id; of what the reader may not see, none."""
    wanted = list(dict.fromkeys(ids))[:MOST_PIECES]
    found = await asyncio.gather(
        *(find(request, caller, "evidence", listing.made(EvidenceOf, evidence=id)) for id in wanted)
    )
    return {id: one["title"] for id, one in zip(wanted, found, strict=True) if one}


async def _worth(request: Request, caller: Caller, found: Json) -> Json:
    """What the item is called, its points and what it has now; empty where scoring is away."""
    where = {"district": found["district"], "year": found["year"], "level": "district"}
    try:
        titles, scores = await asyncio.gather(
            items(request, caller, found["standard"]),
            find(request, caller, "scoring", listing.made(DistrictScoreOf, **where)),
        )
    except Problem as problem:
        if problem.status < 500:
            raise
        return {**NO_WORTH, "away": True}
    item = titles.get(found["item"])
    now = [one for one in (scores or {}).get("items", ()) if one["code"] == found["item"]]
    return {
        **NO_WORTH,
        "title": item.title if item else "",
        "points": item.points if item else None,
        "score": now[0]["score"] if now and now[0]["marked"] else None,
    }


# -- acts ---------------------------------------------------------------------------------------


async def _form(request: Request, caller: Caller, found: Json, name: str) -> Form:
    act = ACTS[name]
    where = Where(found["district"], item=found["item"], unit=found["unit"])
    lists = await options(request, caller, (field.of for field in act.fields), where)
    called = await names(request, caller, found["district"])
    may_bring = "pieces" in lists and acts.may(caller, Declare)
    about = [
        ("findings.fault", found["fault"]),
        ("findings.unit", called.unit(found["unit"])),
        *([("findings.place", found["place"])] if found["place"] else []),
        *_before(found, name),
    ]
    return Form(
        title=f"findings.act.{name}",
        send=f"findings.send.{name}",
        back=f"{HOME}/{found['id']}",
        fields=act.fields,
        lead=f"findings.lead.{name}",
        about=about,
        options=lists,
        photos=f"{HOME}/{found['id']}/photos?for={name}" if may_bring else "",
    )


def _before(found: Json, name: str) -> list[tuple[str, str]]:
    """What the act answers: a reply, an appeal, a day that was asked for."""
    reply, plea, delay = found["reply"], found["appeal"], found["delay"]
    if name == "close" and reply:
        told = [reply["note"], reply["measure"], reply["result"]]
        return [("findings.reply", "；".join(filter(None, told)))]
    if name == "rule" and plea:
        return [("findings.plea", plea["reason"])]
    if name == "rule-postponement" and delay:
        return [("findings.later_day", delay["rectify_by"]), ("findings.why", delay["reason"])]
    return []


def _name(request: Request) -> str:
    """Raises: Problem not-found."""
    name: str = request.path_params["act"]
    if name not in ACTS:
        raise Problem("not-found", "没有这个地址。")
    return name


async def begin(request: Request) -> Response:
    caller = (await session.current(request)).caller
    name = _name(request)
    found = await _found(request, caller)
    if not acts.may(caller, ACTS[name].order):
        raise Problem("forbidden")
    return acts.show(request, caller, await _form(request, caller, found, name), {})


async def act(request: Request) -> Response:
    caller = (await session.current(request)).caller
    name = _name(request)
    typed = await acts.typed(request)
    filled = acts.values(ACTS[name].fields, typed)
    if name == "rectify" and "after" in filled:
        filled["evidence"] = filled["after"]
    filled["finding"] = request.path_params["finding"]
    result = await acts.given(request, caller, ACTS[name].order, typed, filled)
    if isinstance(result, Wrong):
        found = await _found(request, caller)
        return acts.show(request, caller, await _form(request, caller, found, name), typed, result)
    return RedirectResponse(f"{HOME}/{filled['finding']}?done=findings.{DONE[name]}", 303)


ENTRIES = (
    Entry("oversight", HOME, "findings.nav", at=20),
    Entry("oversight", APPEALS, "findings.appeals", at=40),
)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/export", export),
    ("GET", APPEALS, appeals),
    *photos.ROUTES,
    ("GET", f"{HOME}/{{finding}}", show),
    ("GET", f"{HOME}/{{finding}}/{{act}}", begin),
    ("POST", f"{HOME}/{{finding}}/{{act}}", act),
)
