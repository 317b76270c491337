"""扫码登录: the computer's page with the code, and the telephone's page that says yes."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gateway import arriving
from gateway.audit.telling import tell
from gateway.console.frame import qr, session
from gateway.console.frame.asking import fields
from gateway.console.frame.posting import posted
from gateway.console.frame.render import language, render
from gateway.console.frame.words import word
from gateway.parts import parts
from gateway.problems import Problem
from gateway.scans import LIFE, Place, Scan, browser_of
from gateway.tokens import Session
from gateway.visitors import Visitor, address_of

HOME, PHONE = "/console/login/scan", "/console/scan"
COOKIE = "tongxin-scan"
MOST_AN_HOUR = 600
"""Of one network address: a large office's morning."""
OVER = frozenset({"scan-over", "scan-refused"})
FACTOR = frozenset(
    {"second-factor-needed", "second-factor-wrong", "account-locked", "too-many-sign-ins"}
)


# -- the computer -----------------------------------------------------------------------------


async def begin(request: Request) -> Response:
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    if not session.may_sign_in(request):
        raise Problem("insecure-transport")
    made = parts(request)
    await made.pace.step("scan", Visitor(address_of(request)), MOST_AN_HOUR)
    place = Place(address_of(request), browser_of(request.headers.get("user-agent", "")))
    cookie = await made.scans.ask(place)
    response = RedirectResponse(_with_next(HOME, given), 303)
    session.set_cookie(request, response, COOKIE, cookie, int(LIFE.total_seconds()))
    return response


def _with_next(path: str, given: dict[str, str]) -> str:
    next = session.safe_next(given.get("next", ""))
    return path if next == session.HOME else f"{path}?{urlencode({'next': next})}"


async def shown(request: Request) -> Response:
    return await _shown(request, request.query_params.get("next", ""))


async def _shown(request: Request, next: str) -> Response:
    """The code, and a button to go on; or that its time is over."""
    scan, fault = None, ""
    try:
        scan = await parts(request).scans.of(session.cookie(request, COOKIE))
    except Problem as problem:
        if problem.code not in OVER:
            raise
        fault = problem.code
    return render(
        request,
        "signing_in/scan.html",
        410 if fault and request.method == "GET" else 200,
        next=session.safe_next(next),
        scan=scan,
        fault=fault,
        qr=qr.picture(f"{session.site(request)}{PHONE}/{scan.id}") if scan else "",
    )


async def enter(request: Request) -> Response:
    """Asked again and again until somebody has said yes: then the browser is let in."""
    given = await fields(request)
    session.check_form(request, given.get("form_token", ""))
    by_script = request.headers.get("hx-request") == "true"
    next = session.safe_next(given.get("next", ""))
    made = parts(request)
    try:
        entrant = await made.scans.enter(session.cookie(request, COOKIE))
        arrived = await arriving.by_scan(request, entrant) if entrant else None
    except Problem as problem:
        if problem.code not in OVER:
            raise
        return _ended(request, problem, next, by_script=by_script)
    if arrived is None:
        if by_script:
            return Response(status_code=204)
        return await _shown(request, next)
    response: Response = RedirectResponse(next, 303)
    if by_script:
        response = Response(headers={"HX-Redirect": next})
    session.set_cookie(request, response, "tongxin", arrived.token, made.tokens.lifetime)
    session.forget(request, response, COOKIE)
    arriving.remember(request, response, arrived)
    return response


def _ended(request: Request, problem: Problem, next: str, *, by_script: bool) -> Response:
    template = "signing_in/scan_over.html" if by_script else "signing_in/scan.html"
    about: dict[str, Any] = {"next": next, "scan": None, "fault": problem.code, "qr": ""}
    response = render(request, template, 200 if by_script else problem.status, **about)
    session.forget(request, response, COOKIE)
    return response


# -- the telephone ----------------------------------------------------------------------------


async def asked(request: Request) -> Response:
    current = await session.current(request)
    try:
        scan = await parts(request).scans.open(str(request.path_params["scan"]))
    except Problem as problem:
        if problem.code not in OVER:
            raise
        return render(request, "signing_in/scan_spent.html", problem.status, caller=current.caller)
    return await _asked(request, current, scan)


async def _asked(request: Request, current: Session, scan: Scan, fault: str = "") -> Response:
    caller = current.caller
    return render(
        request,
        "signing_in/scan_asked.html",
        422 if fault else 200,
        caller=caller,
        scan=scan,
        same=scan.place.address == address_of(request),
        factor=await parts(request).factors.in_force(caller.account),
        fault=fault,
    )


async def answer(request: Request) -> Response:
    current, given = await posted(request)
    made, id = parts(request), str(request.path_params["scan"])
    yes = given.get("answer") == "yes"
    try:
        scan = await made.scans.open(id)
        if yes:
            visitor = await arriving.visitor_of(request, current.caller.account)
            await made.accounts.vouch(current.caller, given.get("code", "")[:40], visitor)
        await made.scans.answer(id, current, yes=yes)
    except Problem as problem:
        if problem.code in FACTOR:
            told = word(language(request), problem.code.replace("-", "_"))
            told = problem.detail if problem.status == 429 else told
            return await _asked(request, current, scan, told)
        if problem.code not in OVER:
            raise
        return render(request, "signing_in/scan_spent.html", problem.status, caller=current.caller)
    if not yes:
        detail, own = f"scan of {scan.place.address}", current.caller
        await tell(request, own, "sign-in", own.account, detail=detail, outcome="refused")
    return RedirectResponse(f"/console/account?done=scan_{'yes' if yes else 'no'}", 303)


ROUTES = (
    ("POST", f"{HOME}/begin", begin),
    ("GET", HOME, shown),
    ("POST", HOME, enter),
    ("GET", f"{PHONE}/{{scan}}", asked),
    ("POST", f"{PHONE}/{{scan}}", answer),
)
