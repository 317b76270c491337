"""登录, 简报 and 得分说明: three pages that work without JavaScript."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial, wraps
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.scoring import DistrictScoreOf, ItemScoreOf, League
from contracts.words import CITY_WIDE, LEVELS
from gateway import door, trace
from gateway.console import session, views, words
from gateway.parts import parts
from gateway.problems import Problem
from gateway.validation import read
from kit import logs

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SIGNED_OUT = frozenset({"not-signed-in", "token-invalid", "token-expired"})
YEARS_BACK = 4
SIZES = ("normal", "large")
LEAGUE_BAR, HEADING_BAR, LEDGER_BAR = 160, 420, 260
"""Widths of the bars, in SVG units."""

log = logs.get(__name__)
templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.globals.update(
    points=words.points,
    change=words.change,
    percent=words.percent,
    day=words.day,
    today=words.today,
    levels=LEVELS,
    widths={"league": LEAGUE_BAR, "heading": HEADING_BAR, "ledger": LEDGER_BAR},
)

Page = Callable[[Request], Awaitable[Response]]


def language(request: Request) -> words.Language:
    asked = request.query_params.get("lang") or session.cookie(request, "tongxin-lang")
    return "en" if asked == "en" else "zh"


def size(request: Request) -> str:
    asked = request.query_params.get("size") or session.cookie(request, "tongxin-size")
    return asked if asked in SIZES else "normal"


def render(
    request: Request, template: str, status: int = 200, caller: Caller | None = None, **shown: Any
) -> Response:
    chosen, seed = language(request), session.form_seed(request)
    text = templates.get_template(template).render(
        w=partial(words.word, chosen),
        lang=chosen,
        size=size(request),
        city=parts(request).city,
        caller=caller,
        here=_with_query(request),
        form_token=session.form_token(request, seed),
        **shown,
    )
    response = HTMLResponse(text, status, headers={"Content-Security-Policy": CSP})
    session.set_cookie(request, response, "tongxin-form", seed, parts(request).tokens.lifetime)
    for name in ("lang", "size"):
        if name in request.query_params:
            value = chosen if name == "lang" else size(request)
            session.set_cookie(
                request, response, f"tongxin-{name}", value, session.PREFERENCE_SECONDS
            )
    return response


def _with_query(request: Request) -> Callable[..., str]:
    """The page's own address with some parameters changed."""

    def here(**changed: str) -> str:
        asked = {**request.query_params, **changed}
        return f"{request.url.path}?{urlencode(asked)}"

    return here


def page(show: Page) -> Page:
    """Who is signed out goes to the sign-in page and comes back; other faults get a page."""

    @wraps(show)
    async def guarded(request: Request) -> Response:
        try:
            return await show(request)
        except Problem as problem:
            if problem.code in SIGNED_OUT:
                return _to_sign_in(request, expired=problem.code == "token-expired")
            return render(request, "error.html", problem.status, problem=problem, trace=_trace())
        except PyMongoError as error:
            log.error("the database is away", error=str(error)[:300])
            away = Problem("database-unavailable")
            return render(request, "error.html", 503, problem=away, trace=_trace())

    return guarded


def _trace() -> str:
    return trace.trace_id()


def _to_sign_in(request: Request, *, expired: bool) -> Response:
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = {"next": asked, **({"expired": "1"} if expired else {})}
    return RedirectResponse(f"/console/login?{urlencode(query)}", 303)


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
    status = more.pop("status", 200)
    return render(
        request,
        "login.html",
        status,
        next=session.safe_next(next),
        notice=notice,
        fault=fault,
        account=account,
    )


async def sign_in(request: Request) -> Response:
    given = await _fields(request)
    if not session.may_sign_in(request):
        return _form(request, next="")
    session.check_form(request, given.get("form_token", ""))
    account, password = given.get("account", "")[:80], given.get("password", "")[:200]
    next = session.safe_next(given.get("next", ""))
    try:
        caller = await parts(request).accounts.sign_in(account, password)
    except Problem as problem:
        if problem.code not in ("bad-credentials", "account-locked"):
            raise
        fault = _fault_of(language(request), problem)
        return _form(request, next=next, fault=fault, account=account, status=problem.status)
    token, _ = parts(request).tokens.issue(caller)
    response = RedirectResponse(next, 303)
    session.set_cookie(request, response, "tongxin", token, parts(request).tokens.lifetime)
    return response


def _fault_of(chosen: words.Language, problem: Problem) -> str:
    """Which of the two is wrong is not said; until when it is locked, is."""
    if problem.code == "bad-credentials":
        return words.word(chosen, "bad_credentials")
    until = datetime.fromisoformat(problem.extra["locked_until"]).astimezone(words.LOCAL)
    return words.word(chosen, "locked", time=f"{until:%H:%M:%S}")


async def sign_out(request: Request) -> Response:
    given = await _fields(request)
    session.check_form(request, given.get("form_token", ""))
    response = RedirectResponse("/console/login", 303)
    session.forget(request, response, "tongxin")
    return response


async def _fields(request: Request) -> dict[str, str]:
    raw = await door.body(request)
    try:
        return dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        raise Problem("malformed-request", "表单无法读懂。") from None


async def home(request: Request) -> Response:
    return RedirectResponse(session.HOME, 303)


async def brief(request: Request) -> Response:
    caller = session.current(request).caller
    year = request.query_params.get("year") or str(words.today().year)
    level = request.query_params.get("level") or "district"
    asked = read(League, {"year": year, "level": level}, text=True)
    league = await _ask(request, caller, "league", asked)
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
    question = read(
        DistrictScoreOf, {"district": chosen, "year": asked.year, "level": asked.level}, text=True
    )
    door.within_scope(caller, question)
    district = await _ask(request, caller, "district_score_of", question)
    if district is None:
        raise Problem("not-found")
    shown |= {
        "chosen": next((p for p in places if p.district == chosen), None),
        "district": district,
        "district_options": [(p.district, p.name) for p in places],
        "pushes": views.pushes(district),
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
    caller = session.current(request).caller
    level = request.query_params.get("level") or "district"
    asked = read(ItemScoreOf, {**request.path_params, "level": level}, text=True)
    door.within_scope(caller, asked)
    answers = await asyncio.gather(
        *(
            _ask(
                request,
                caller,
                "item_score_of",
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
        trace=_trace(),
    )


async def _ask(request: Request, caller: Caller, method: str, ask: Any) -> dict[str, Any] | None:
    """A question to the scoring service; None where there is no such thing."""
    try:
        answer: dict[str, Any] = await parts(request).rpc.call(
            "scoring", method, {"ask": ask, "caller": caller}
        )
    except Problem as problem:
        if problem.code == "not-found":
            return None
        raise
    return answer


def install(app: FastAPI) -> None:
    for verb, path, show in (
        ("GET", "/", home),
        ("GET", "/console", home),
        ("GET", "/console/login", sign_in_form),
        ("POST", "/console/login", sign_in),
        ("POST", "/console/logout", sign_out),
        ("GET", "/console/brief", brief),
        ("GET", "/console/scores/{district}/{year}/{item}", item),
    ):
        app.add_api_route(path, page(show), methods=[verb], include_in_schema=False)
