"""How a page is made: words, templates, cookies, and what becomes of a fault."""

import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial, wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from contracts.caller import Caller
from contracts.product import VERSION
from contracts.words import Lang
from gateway import trace
from gateway.audit.telling import tell_refusal
from gateway.console.frame import navigation, questions, session, words
from gateway.console.frame.asking import fields
from gateway.parts import parts
from gateway.problems import Problem
from kit import logs

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{store}; "
    "connect-src 'self'{store}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""``store``: the object store, whose pictures pages show and which takes files; or nothing."""
LOCATING = "camera=(), geolocation=(self), microphone=()"
SIGNED_OUT = frozenset({"not-signed-in", "token-invalid", "token-expired"})
SIZES = ("normal", "large")
LEAGUE_BAR, HEADING_BAR, LEDGER_BAR = 160, 420, 260
"""Widths of the bars, in SVG units."""

log = logs.get(__name__)
templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
templates.globals.update(
    points=words.points,
    change=words.change,
    percent=words.percent,
    typeset=words.typeset,
    instant=datetime.fromisoformat,
    today=words.today,
    widths={"league": LEAGUE_BAR, "heading": HEADING_BAR, "ledger": LEDGER_BAR},
)

FORM = "application/x-www-form-urlencoded"
MAX_HELD, MOST_HELD = 1024 * 1024, 4000
"""Bytes and fields of a form that is kept while its sender signs in."""
NEVER_HELD = (
    *("/console/login", "/console/logout", "/console/account/"),
    *("/console/open/", "/console/scan/"),
)
"""Beginnings of addresses whose forms hold passwords or codes: these are typed again."""

Fields = dict[str, str]
Page = Callable[[Request], Awaitable[Response]]


def language(request: Request) -> Lang:
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
        say=partial(words.say, chosen),
        lang=chosen,
        day=partial(words.day, language=chosen),
        moment=partial(words.moment, language=chosen),
        stamp=partial(words.stamp, language=chosen),
        short_day=partial(words.short_day, language=chosen),
        size=size(request),
        city=parts(request).city,
        site=parts(request),
        version=VERSION,
        caller=caller,
        bar=_bar(request, caller),
        here=_with_query(request),
        titles=lambda key: questions.title_of(key, words.asked(chosen)),
        form_token=session.form_token(request, seed),
        once=secrets.token_hex(16),
        done=_done(request),
        **shown,
    )
    response = HTMLResponse(text, status, headers={"Content-Security-Policy": csp(request)})
    session.set_cookie(request, response, "tongxin-form", seed, parts(request).tokens.lifetime)
    for name in ("lang", "size"):
        if name in request.query_params:
            value = chosen if name == "lang" else size(request)
            session.set_cookie(
                request, response, f"tongxin-{name}", value, session.PREFERENCE_SECONDS
            )
    return response


def locating(response: Response) -> Response:
    """A page whose script may ask the phone once where it is, when its reader says so."""
    response.headers["Permissions-Policy"] = LOCATING
    return response


def csp(request: Request) -> str:
    store = parts(request).store
    return CSP.format(store=f" {store}" if store else "")


def _bar(request: Request, caller: Caller | None) -> navigation.Bar | None:
    if caller is None:
        return None
    state, path = request.app.state, request.url.path
    return navigation.bar(state.entries, caller.roles, path, state.under)


def _done(request: Request) -> str:
    """The word for what a form has just done, as its page is told in the address; "" for none."""
    key = f"done.{request.query_params.get('done', '')}"
    return key if key in words.WORDS else ""


def _with_query(request: Request) -> Callable[..., str]:
    """The page's own address with some parameters changed."""

    def here(**changed: object) -> str:
        kept = [(k, v) for k, v in request.query_params.multi_items() if k not in changed]
        return f"{request.url.path}?{urlencode([*kept, *changed.items()])}"

    return here


def page(show: Page) -> Page:
    """Who is signed out goes to the sign-in page and comes back; other faults get a page."""

    @wraps(show)
    async def guarded(request: Request) -> Response:
        try:
            return await show(request)
        except Problem as problem:
            held = await _held(request, problem)
            if problem.code in SIGNED_OUT:
                return _to_sign_in(request, held, expired=problem.code == "token-expired")
            if held:
                return again(request, held, problem.status)
            return await _refused(request, problem)
        except PyMongoError as error:
            log.error("the database is away", error=str(error)[:300])
            return fault(request, Problem("database-unavailable"))

    return guarded


async def lost(request: Request, problem: Problem) -> Response:
    """The page of an address that leads nowhere, with the reader's own navigation."""
    with suppress(Problem, PyMongoError):
        await session.current(request)
    return fault(request, problem)


async def _refused(request: Request, problem: Problem) -> Response:
    try:
        await tell_refusal(request, problem)
    except PyMongoError as error:
        log.error("the database is away", error=str(error)[:300])
        problem = Problem("database-unavailable")
    return fault(request, problem)


def fault(request: Request, problem: Problem) -> Response:
    """A page that says what happened, what is safe, what to do next, and the trace id."""
    id = trace.trace_id()
    response = render(
        request,
        "frame/error.html",
        problem.status,
        caller=getattr(request.state, "caller", None),
        problem=problem,
        away=problem.status >= 500,
        posted=request.method == "POST",
        now=datetime.now(UTC),
        trace=id,
    )
    response.headers.update(problem.further_headers())
    return response


async def _held(request: Request, problem: Problem) -> Fields:
    """What was typed into a form of ours that cannot be taken now, because its session or its
    token is over; empty for any other."""
    late = problem.code in SIGNED_OUT or problem.code == "cross-site"
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not (late and media_type == FORM and session.from_here(request)):
        return {}
    if request.url.path.startswith(NEVER_HELD):
        return {}
    try:
        given = await fields(request, MAX_HELD, MOST_HELD)
    except Problem:
        return {}
    return {name: value for name, value in given.items() if name != "form_token"}


def again(
    request: Request,
    held: Fields,
    status: int = 200,
    action: str = "",
    caller: Caller | None = None,
) -> Response:
    """The form once more, with all that was typed, to be sent with one click."""
    action = action or _asked(request)
    return render(request, "frame/again.html", status, caller=caller, held=held, action=action)


def _asked(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _to_sign_in(request: Request, held: Fields, *, expired: bool) -> Response:
    """A form that was typed stays in the page itself; anything else is asked again afterwards."""
    if held:
        return sign_in_page(request, next=_asked(request), notice="expired.held", held=held)
    over = expired or request.method == "POST"
    query = {"next": _asked(request), **({"expired": "1"} if over else {})}
    return RedirectResponse(f"/console/login?{urlencode(query)}", 303)


def sign_in_page(request: Request, status: int = 200, **shown: Any) -> Response:
    blank: dict[str, Any] = {"next": session.HOME, "notice": "", "fault": "", "account": ""}
    blank |= {"held": {}, "left": False}
    return render(request, "signing_in/login.html", status, **blank | shown)
