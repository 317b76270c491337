"""年度创建: opening a year, and a district's 任务分解表."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.scoring import Standards
from contracts.orders.tasks import (
    Campaigns,
    DecomposeByRoles,
    DecompositionOf,
    DecompositionSheet,
    OpenCampaign,
    PreviewByRoles,
)
from contracts.roles import OFFICES
from contracts.words import CITY_WIDE
from gateway import asking, duties
from gateway.console.frame import acts, questions, session
from gateway.console.frame.acts import Field, Form
from gateway.console.frame.asking import Json, ask, find
from gateway.console.frame.files import sheet as sheet_of
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import calendar, term
from gateway.console.frame.words import word
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/campaigns"
OPENS = (
    Field("year", "text", "campaigns.year", required=True, size=4),
    Field("name", "text", "campaigns.name", required=True, size=200),
    Field("standard", "pick", "campaigns.standard", required=True, of="standards"),
    Field("districts", "ticks", "campaigns.districts", required=True, of="districts"),
)


async def _campaigns(request: Request, caller: Caller) -> list[Json]:
    found: list[Json] = (await ask(request, caller, "tasks", Campaigns(limit=MAX_PAGE)))["items"]
    return found


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found, called, versions = await asyncio.gather(
        _campaigns(request, caller),
        names(request, caller),
        asking.beside(request, caller, "scoring", Standards(limit=MAX_PAGE)),
    )
    known = versions["items"] if versions else ()
    return render(
        request,
        "campaigns/list.html",
        caller=caller,
        campaigns=[
            {**one, "seen": [d for d in one["districts"] if caller.district in (CITY_WIDE, d)]}
            for one in found
        ],
        called=called,
        standards={one["version"]: one["name"] for one in known},
        opens=acts.may(caller, OpenCampaign),
    )


async def new(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _new(request, caller, {})


async def _new(
    request: Request, caller: Caller, given: dict[str, str], fault: Wrong | None = None
) -> Response:
    if not acts.may(caller, OpenCampaign):
        raise Problem("forbidden")
    found, called = await asyncio.gather(
        ask(request, caller, "scoring", Standards(limit=MAX_PAGE)), names(request, caller)
    )
    published = [one for one in found["items"] if one["state"] == "published"]
    form = Form(
        "campaigns.open",
        "campaigns.open",
        HOME,
        OPENS,
        lead="campaigns.open_lead",
        options={
            "standards": [(one["version"], one["name"]) for one in published],
            "districts": sorted(called.districts.items()),
        },
    )
    return acts.show(request, caller, form, given, fault)


async def open_campaign(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await acts.typed(request)
    filled = acts.values(OPENS, form)
    answer = await acts.given(request, caller, OpenCampaign, form, filled)
    if isinstance(answer, Wrong):
        return await _new(request, caller, form, answer)
    return RedirectResponse(f"{HOME}?done=campaign-opened", 303)


# -- a district's decomposition ----------------------------------------------------------------


async def _here(request: Request, caller: Caller) -> tuple[Json, Any]:
    """The campaign and the question for its district. Raises: Problem not-found."""
    asked = read(DecompositionOf, dict(request.path_params), text=True)
    found = await _campaigns(request, caller)
    campaign = next((one for one in found if one["id"] == asked.campaign), None)
    if campaign is None or asked.district not in campaign["districts"]:
        raise Problem("not-found")
    return campaign, asked


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    campaign, asked = await _here(request, caller)
    found, days = await asyncio.gather(
        find(request, caller, "tasks", asked), calendar(request, caller)
    )
    rows = found["duties"] if found else []
    words = {row["item"]: row["words"] for row in found["rows"]} if found else {}
    called, items = await asyncio.gather(
        names(request, caller, asked.district, {row["person"] for row in rows}),
        duties.items(request, caller, campaign["standard"]),
    )
    said = language(request)
    return render(
        request,
        "campaigns/district.html",
        caller=caller,
        campaign=campaign,
        district=asked.district,
        rows=[(row, term(row["due"], days, said), words.get(row["item"], "")) for row in rows],
        item_titles={code: item["title"] for code, item in items.items()},
        called=called,
        offices=caller.has(*OFFICES),
    )


async def sheet(request: Request) -> Response:
    caller = (await session.current(request)).caller
    asked = read(DecompositionSheet, dict(request.path_params), text=True)
    return await sheet_of(request, caller, asked)


# -- by the standard's own roles ---------------------------------------------------------------


async def by_roles(request: Request) -> Response:
    """The day of all tasks first; then what it would make, and what it asks."""
    caller = (await session.current(request)).caller
    campaign, asked = await _here(request, caller)
    if not acts.may(caller, DecomposeByRoles):
        raise Problem("forbidden")
    return await _by_roles(request, caller, campaign, asked.district, {})


async def _by_roles(
    request: Request,
    caller: Caller,
    campaign: Json,
    district: str,
    given: dict[str, str],
    answers: dict[str, str] | None = None,
    fault: Wrong | None = None,
) -> Response:
    seen: Json | None = None
    if given.get("due"):
        filled = {"campaign": campaign["id"], "district": district, "due": given["due"]}
        try:
            question = read_form(PreviewByRoles, {**filled, "answers": answers or {}})
            seen = await ask(request, caller, "tasks", question)
        except (Misfilled, Problem) as problem:
            fault = wrong(problem, language(request))
    asked = [questions.of_tasks(one) for one in seen["questions"]] if seen else []
    return render(
        request,
        "campaigns/roles.html",
        fault.status if fault else 200,
        caller=caller,
        campaign=campaign,
        district=district,
        called=await names(request, caller, district),
        given=given,
        wrong=fault,
        seen=seen,
        groups=questions.groups(asked),
        asked=asked,
        alone=sum(_alone(one) for one in asked),
    )


async def decompose(request: Request) -> Response:
    """Answers as they are given, shown again; or, when nothing is open, the order."""
    caller = (await session.current(request)).caller
    campaign, asked = await _here(request, caller)
    form = await acts.typed(request)
    held = {k.removeprefix("a."): v for k, v in form.items() if k.startswith("a.")}
    filled = {"campaign": campaign["id"], "district": asked.district, "due": form.get("due", "")}
    where = (request, caller, campaign, asked.district)
    if not form.get("due"):
        told = Wrong({"due": word(language(request), "form.missing")}, "", 422)
        return await _by_roles(*where, form, held, told)
    if form.get("act"):
        order = {**filled, "answers": held, "accept": form.get("accept", "")}
        answer = await acts.given(request, caller, DecomposeByRoles, form, order)
        if isinstance(answer, Wrong):
            return await _by_roles(*where, form, held, answer)
        path = f"{HOME}/{campaign['id']}/{asked.district}"
        return RedirectResponse(f"{path}?done=campaign-decomposed", 303)
    question = read_form(PreviewByRoles, {**filled, "answers": held})
    before = await ask(request, caller, "tasks", question)
    known = [questions.of_tasks(one) for one in before["questions"]]
    said = questions.said(form, known)
    if form.get("alone"):
        said = {one.id: one.options[0].value for one in known if _alone(one)} | said
    return await _by_roles(*where, form, {**held, **said})


def _alone(question: questions.Question) -> bool:
    """Open, with one thing to choose and nothing proposed: that it is left out."""
    return question.open and len(question.options) == 1 and not question.proposal


ENTRIES = (Entry("tasks", HOME, "nav.campaigns", OFFICES, at=40),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", f"{HOME}/new", new),
    ("POST", f"{HOME}/new", open_campaign),
    ("GET", f"{HOME}/{{campaign}}/{{district}}", show),
    ("GET", f"{HOME}/{{campaign}}/{{district}}/sheet", sheet),
    ("GET", f"{HOME}/{{campaign}}/{{district}}/roles", by_roles),
    ("POST", f"{HOME}/{{campaign}}/{{district}}/roles", decompose),
)
