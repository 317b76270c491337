"""统一身份认证: to the city's own sign-in and back; and the code that an account wants besides."""

import hmac
import secrets
import time
from urllib.parse import quote, unquote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gateway import arriving
from gateway.city.provider import NoGrant, Provider, ProviderAway
from gateway.city.tokens import Distrusted, Somebody
from gateway.console.frame import session
from gateway.console.frame.asking import fields
from gateway.console.frame.render import language, render, sign_in_page
from gateway.console.frame.words import word
from gateway.parts import parts
from gateway.problems import Problem
from gateway.tokens import RECOGNISED_SECONDS
from gateway.visitors import address_of
from kit import logs

HOME = "/console/login/city"
GOING, WAITING, IN = "tongxin-city", "tongxin-city-code", "tongxin-city-in"
"""Cookies: of a browser that is on its way, that owes a code, that came in by the city."""
AWAY_SECONDS = 600
"""How long somebody may take at the provider's."""
LONGEST = 2000
FACTOR = frozenset(
    {"second-factor-needed", "second-factor-wrong", "account-locked", "too-many-sign-ins"}
)
IN_SECONDS = 12 * 3600

log = logs.get(__name__)


def provider(request: Request) -> Provider:
    found = parts(request).provider
    if found is None:
        raise Problem("not-found", "这里没有接入统一身份认证。")
    if not session.may_sign_in(request):
        raise Problem("insecure-transport")
    return found


def _refused(request: Request, key: str, status: int, next: str = "") -> Response:
    """The form for a password, which works whatever the provider does."""
    name = parts(request).provider
    told = word(language(request), key, name=name.settings.name if name else "")
    response = sign_in_page(request, status, fault=told, next=session.safe_next(next))
    session.forget(request, response, GOING)
    return response


async def go(request: Request) -> Response:
    city = provider(request)
    next = session.safe_next(request.query_params.get("next", "")[:LONGEST])
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    back = f"{session.site(request)}{HOME}/back"
    try:
        there = await city.going(back=back, state=state, nonce=nonce, verifier=verifier)
    except ProviderAway as fault:
        log.warning("the city's sign-in is away", error=str(fault))
        return _refused(request, "city.away", 503, next)
    response = RedirectResponse(there, 303)
    kept = ".".join((state, nonce, verifier, quote(next, safe="")))
    session.set_cookie(request, response, GOING, kept, AWAY_SECONDS)
    return response


async def back(request: Request) -> Response:
    city, given = provider(request), request.query_params
    kept = session.cookie(request, GOING).split(".", 3)
    if len(kept) < 4 or not hmac.compare_digest(kept[0].encode(), given.get("state", "").encode()):
        return _refused(request, "city.stale", 403)
    _, nonce, verifier, next = kept
    next = session.safe_next(unquote(next))
    if "code" not in given:
        return _refused(request, "city.denied", 403, next)
    came = int(time.time() * 1000)
    address = f"{session.site(request)}{HOME}/back"
    try:
        somebody = await city.somebody(
            given["code"][:LONGEST], back=address, nonce=nonce, verifier=verifier
        )
    except ProviderAway as fault:
        log.warning("the city's sign-in is away", error=str(fault))
        return _refused(request, "city.away", 503, next)
    except (NoGrant, Distrusted) as fault:
        log.warning("the city's sign-in is not believed", error=str(fault))
        await _tell_refusal(request, "by the city: not believed")
        return _refused(request, "city.distrusted", 403, next)
    return await _known(request, city, somebody, next, came)


async def _tell_refusal(request: Request, detail: str) -> None:
    source = address_of(request)
    await parts(request).audit.add(
        "sign-in", "", "", outcome="refused", detail=detail, source=source
    )


async def _known(
    request: Request, city: Provider, somebody: Somebody, next: str, came: int
) -> Response:
    made = parts(request)
    found = await made.identities.account_of(somebody) if made.identities else None
    if found is None:
        await _tell_refusal(request, f"by the city: {somebody.subject} has no account")
        response = render(
            request, "signing_in/city_unknown.html", 403, subject=somebody.subject, next=next
        )
        session.forget(request, response, GOING)
        return response
    account, bound = found
    if bound:
        source = address_of(request)
        await made.audit.add("rights", account, account, detail="identity by claim", source=source)
    enough = bool(somebody.means & city.settings.enough)
    try:
        return await _in(request, account, next, enough=enough, began=came)
    except Problem as problem:
        if problem.code != "second-factor-needed":
            raise
    query = urlencode({"next": next})
    response = RedirectResponse(f"{HOME}/code?{query}", 303)
    waiting = made.tokens.issue_recognised(account)
    session.set_cookie(request, response, WAITING, waiting, RECOGNISED_SECONDS)
    session.forget(request, response, GOING)
    return response


async def _in(
    request: Request, account: str, next: str, *, enough: bool, began: int, code: str = ""
) -> Response:
    """Raises: as ``Accounts.recognised``."""
    arrived = await arriving.by_city(request, account, enough=enough, began=began, code=code)
    response = RedirectResponse(next, 303)
    lifetime = parts(request).tokens.lifetime
    session.set_cookie(request, response, "tongxin", arrived.token, lifetime)
    session.set_cookie(request, response, IN, "1", IN_SECONDS)
    for gone in (GOING, WAITING):
        session.forget(request, response, gone)
    arriving.remember(request, response, arrived)
    return response


async def code_form(request: Request) -> Response:
    provider(request)
    return _code(request, request.query_params.get("next", ""))


def _code(request: Request, next: str, fault: str = "") -> Response:
    if parts(request).tokens.recognised(session.cookie(request, WAITING)) is None:
        return _refused(request, "city.stale", 403, next)
    status = 422 if fault else 200
    next = session.safe_next(next)
    return render(request, "signing_in/city_code.html", status, next=next, fault=fault)


async def show_code(request: Request) -> Response:
    provider(request)
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    next = session.safe_next(given.get("next", ""))
    waiting = parts(request).tokens.recognised(session.cookie(request, WAITING))
    if waiting is None:
        return _refused(request, "city.stale", 403, next)
    try:
        return await _in(
            request,
            waiting.account,
            next,
            enough=False,
            began=waiting.issued,
            code=given.get("code", "")[:40],
        )
    except Problem as problem:
        if problem.code not in FACTOR:
            raise
        told = word(language(request), problem.code.replace("-", "_"))
        return _code(request, next, problem.detail if problem.status == 429 else told)


async def leave(request: Request) -> Response:
    """Out of the provider's too, where it has an address for that."""
    city = provider(request)
    try:
        there = await city.leaving(back=f"{session.site(request)}/console/login")
    except ProviderAway as fault:
        log.warning("the city's sign-in is away", error=str(fault))
        return _refused(request, "city.away", 503)
    response = RedirectResponse(there or "/console/login", 303)
    session.forget(request, response, IN)
    return response


ROUTES = (
    ("GET", HOME, go),
    ("GET", f"{HOME}/back", back),
    ("GET", f"{HOME}/code", code_form),
    ("POST", f"{HOME}/code", show_code),
    ("GET", f"{HOME}/out", leave),
)
