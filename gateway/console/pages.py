"""登录, 简报 and 得分说明, and where every page stands; all work without JavaScript."""

import asyncio
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.clock import CHINA
from contracts.orders.scoring import DistrictScoreOf, ItemScoreOf, League, PushNext
from contracts.words import CITY_WIDE, LEVELS, Lang
from gateway import arriving, trace
from gateway.console import drafts, imports, rules, session, standards, views, words
from gateway.console.asking import fields, find
from gateway.console.render import (
    HEADING_BAR,
    LEAGUE_BAR,
    LEDGER_BAR,
    MAX_HELD,
    MOST_HELD,
    SIGNED_OUT,
    again,
    language,
    page,
    render,
    sign_in_page,
)
from gateway.parts import parts
from gateway.problems import Problem
from gateway.validation import read
from kit import logs

YEARS_BACK = 4
HELD = "held."
"""Begins the names of what was typed into another form before its sender had to sign in."""
LOCKED = ("account-locked", "too-many-sign-ins")
FACTOR = ("second-factor-needed", "second-factor-wrong")

log = logs.get(__name__)


async def sign_in_form(request: Request) -> Response:
    notice = "expired" if request.query_params.get("expired") else ""
    return _form(request, next=request.query_params.get("next", ""), notice=notice)


def _form(
    request: Request,
    *,
    next: str,
    notice: str = "",
    fault: str = "",
    account: str = "",
    **more: Any,
) -> Response:
    if not session.may_sign_in(request):
        raise Problem("forbidden", "登录须用 https 打开本站；明文 http 只限本机。")
    more["next"] = session.safe_next(next)
    return sign_in_page(request, notice=notice, fault=fault, account=account, **more)


async def sign_in(request: Request) -> Response:
    given = await fields(request, MAX_HELD, MOST_HELD)
    held = {
        name.removeprefix(HELD): value for name, value in given.items() if name.startswith(HELD)
    }
    if not session.may_sign_in(request):
        return _form(request, next="")
    session.check_form(request, given.get("form_token", ""))
    account, password = given.get("account", "")[:80], given.get("password", "")[:200]
    next = session.safe_next(given.get("next", ""))
    try:
        arrived = await arriving.sign_in(request, account, password, given.get("code", "")[:40])
    except Problem as problem:
        if problem.code not in ("bad-credentials", *FACTOR, *LOCKED):
            raise
        fault = _fault_of(language(request), problem)
        form = _form(
            request, next=next, fault=fault, account=account, held=held, status=problem.status
        )
        if problem.status == 429:
            form.headers["Retry-After"] = str(problem.extra["retry_after"])
        return form
    response: Response = RedirectResponse(next, 303)
    if held:
        response = again(request, held, action=next, caller=arrived.session.caller)
    session.set_cookie(request, response, "tongxin", arrived.token, parts(request).tokens.lifetime)
    arriving.remember(request, response, arrived)
    return response


def _fault_of(chosen: Lang, problem: Problem) -> str:
    """Which of the two is wrong is not said; until when it is locked, is."""
    if problem.code not in LOCKED:
        return words.word(chosen, problem.code.replace("-", "_"))
    until = datetime.fromisoformat(problem.extra["locked_until"]).astimezone(CHINA)
    return words.word(chosen, "locked", time=f"{until:%H:%M:%S}")


async def sign_out(request: Request) -> Response:
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    await _end(request)
    response = RedirectResponse("/console/login", 303)
    session.forget(request, response, "tongxin")
    return response


async def _end(request: Request) -> None:
    try:
        ending = await session.current(request)
    except Problem as problem:
        if problem.code not in SIGNED_OUT:
            raise
        return
    await parts(request).sessions.end(ending)


async def home(request: Request) -> Response:
    return RedirectResponse(session.HOME, 303)


async def brief(request: Request) -> Response:
    caller = (await session.current(request)).caller
    year = request.query_params.get("year") or str(words.today().year)
    level = request.query_params.get("level") or "district"
    asked = read(League, {"year": year, "level": level}, text=True)
    league = await find(request, caller, "scoring", asked)
    shown: dict[str, Any] = {
        "year": asked.year,
        "level": asked.level,
        "chosen": None,
        "years": [(y, y) for y in _years(asked.year)],
        "level_options": [(x, words.word(language(request), f"level.{x}")) for x in LEVELS],
    }
    if league is None or not league["rows"]:
        return render(request, "brief.html", caller=caller, places=[], **shown)
    places = views.places(league, LEAGUE_BAR)
    chosen = _chosen(request, caller, places)
    where = {"district": chosen, "year": asked.year, "level": asked.level}
    district, plan = await asyncio.gather(
        find(request, caller, "scoring", read(DistrictScoreOf, where, text=True)),
        find(request, caller, "scoring", read(PushNext, where, text=True), without="forbidden"),
    )
    if district is None:
        raise Problem("not-found")
    shown |= {
        "chosen": next((p for p in places if p.district == chosen), None),
        "district": district,
        "ranked_of": league["of"],
        "district_options": [(p.district, p.name) for p in places],
        "steers": plan is not None,
        "pushed": views.first_to_push(plan) if plan else [],
        "headings": views.headings(district, HEADING_BAR),
    }
    return render(request, "brief.html", caller=caller, places=places, **shown)


def _years(asked: int) -> list[int]:
    now = words.today().year
    return sorted({asked, *range(now - YEARS_BACK, now + 2)}, reverse=True)


def _chosen(request: Request, caller: Caller, places: list[views.Place]) -> str:
    """The district that is asked for, or the reader's own, or the first of the table."""
    own = "" if caller.district == CITY_WIDE else caller.district
    return request.query_params.get("district") or own or places[0].district


async def item(request: Request) -> Response:
    caller = (await session.current(request)).caller
    level = request.query_params.get("level") or "district"
    asked = read(ItemScoreOf, {**request.path_params, "level": level}, text=True)
    answers = await asyncio.gather(
        *(
            find(
                request,
                caller,
                "scoring",
                ItemScoreOf(district=asked.district, year=asked.year, item=asked.item, level=each),
            )
            for each in LEVELS
        )
    )
    by_level = dict(zip(LEVELS, answers, strict=True))
    answer = by_level[asked.level]
    if answer is None:
        raise Problem("not-found")
    try:
        rows = views.ledger(answer, LEDGER_BAR)
    except views.DoesNotAddUp as fault:
        log.error("an explanation does not add up", fault=str(fault), district=asked.district)
        rows = None
    return render(
        request,
        "score.html",
        caller=caller,
        answer=answer,
        rows=rows,
        total_bar=views.whole(answer, LEDGER_BAR),
        facts=views.facts(answer),
        by_level=by_level,
        trace=trace.trace_id(),
    )


def install(app: Starlette) -> None:
    for verb, path, show in (
        ("GET", "/", home),
        ("GET", "/console", home),
        ("GET", "/console/login", sign_in_form),
        ("POST", "/console/login", sign_in),
        ("POST", "/console/logout", sign_out),
        ("GET", "/console/brief", brief),
        ("GET", "/console/scores/{district}/{year}/{item}", item),
        ("GET", "/console/import", imports.start),
        ("POST", "/console/import", imports.bring),
        ("GET", "/console/import/{id}", imports.show),
        ("POST", "/console/import/{id}", imports.go_on),
        ("GET", "/console/standards", standards.listed),
        ("GET", "/console/standards/{version}", standards.show),
        ("POST", "/console/standards/{version}", standards.answer),
        ("GET", "/console/standards/{version}/items/{item}", standards.item),
        ("POST", "/console/standards/{version}/items/{item}", standards.rewrite),
        ("GET", "/console/standards/{version}/publish", standards.ready),
        ("POST", "/console/standards/{version}/publish", standards.publish),
        ("GET", "/console/rules", rules.grammar),
        ("POST", "/console/rules", rules.try_rule),
        ("GET", "/console/rules/{version}", drafts.overview),
        ("GET", "/console/rules/{version}/{item}", drafts.desk),
        ("POST", "/console/rules/{version}/{item}", drafts.work),
    ):
        app.add_route(path, page(show), [verb])
