"""登录 and 退出; what was typed into another form before is kept."""

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.clock import CHINA
from contracts.words import Lang
from gateway import arriving
from gateway.console.frame import session, words
from gateway.console.frame.asking import fields
from gateway.console.frame.render import (
    MAX_HELD,
    MOST_HELD,
    SIGNED_OUT,
    again,
    language,
    sign_in_page,
)
from gateway.console.signing_in import city, scanning
from gateway.parts import parts
from gateway.problems import Problem

HELD = "held."
"""Begins the names of what was typed into another form before its sender had to sign in."""
LOCKED = ("account-locked", "too-many-sign-ins")
FACTOR = ("second-factor-needed", "second-factor-wrong")


async def sign_in_form(request: Request) -> Response:
    notice = "expired" if request.query_params.get("expired") else ""
    account = request.query_params.get("account", "")[:80]
    next = request.query_params.get("next", "")
    left = request.query_params.get("left") == "city"
    return _form(request, next=next, notice=notice, account=account, left=left)


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
    left = "?left=city" if session.cookie(request, city.IN) else ""
    response = RedirectResponse(f"/console/login{left}", 303)
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


ENTRIES = ()
ROUTES = (
    ("GET", "/console/login", sign_in_form),
    ("POST", "/console/login", sign_in),
    ("POST", "/console/logout", sign_out),
    *scanning.ROUTES,
    *city.ROUTES,
)
