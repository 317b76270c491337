"""我的账号: password, second factor, where one is signed in; and 设置密码 by a one-time link."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.roles import UPLOADERS
from contracts.words import CITY_WIDE
from gateway import arriving, passwords
from gateway.console.frame import qr, session
from gateway.console.frame.asking import fields
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.posting import posted
from gateway.console.frame.render import language, render
from gateway.console.frame.words import word
from gateway.parts import parts
from gateway.problems import Problem
from gateway.tending import own
from gateway.tending.given import ChangePassword, ChoosePassword, ShownCode
from gateway.tokens import Session

HOME = "/console/account"
OPEN = "/console/open"
AT_FIELD = {
    "bad-credentials": "old",
    "second-factor-needed": "code",
    "second-factor-wrong": "code",
}
"""Refusals of a sign-in that stand at a field of the form."""
LOCKED = frozenset({"account-locked", "too-many-sign-ins"})


async def show(request: Request) -> Response:
    current = await session.current(request)
    caller, made = current.caller, parts(request)
    return render(
        request,
        "account/account.html",
        caller=caller,
        person=await made.people.about(caller.account),
        where=await _where(request, current),
        factor=await made.factors.in_force(caller.account),
        sessions=await own.sessions(request, current),
        uploads=caller.has(*UPLOADERS),
    )


async def _where(request: Request, current: Session) -> str | None:
    """District and unit by name; None while they cannot be had."""
    caller = current.caller
    if caller.district == CITY_WIDE:
        return ""
    try:
        found = await names(request, caller, caller.district if caller.unit else "")
    except Problem as problem:
        if problem.status < 500:
            raise
        return None
    district = found.district(caller.district)
    unit = found.unit(caller.unit) if caller.unit else district
    return unit if unit.startswith(district) else f"{district} {unit}"


# -- the own password -------------------------------------------------------------------------


async def password_form(request: Request) -> Response:
    return await _password(request, await session.current(request))


async def _password(
    request: Request, current: Session, fault: Wrong | None = None, code: str = ""
) -> Response:
    return render(
        request,
        "account/password.html",
        fault.status if fault else 200,
        caller=current.caller,
        factor=await parts(request).factors.in_force(current.caller.account),
        wrong=fault,
        given={"code": code},
        least=passwords.MIN,
    )


async def change_password(request: Request) -> Response:
    current, given = await posted(request)
    chosen = language(request)
    try:
        order = read_form(ChangePassword, _without(given, "again", "username"))
        _must_agree(order.new, given)
        arrived = await own.change_password(request, current.caller, order)
    except (Misfilled, Problem) as fault:
        at = AT_FIELD.get(fault.code, "") if isinstance(fault, Problem) else ""
        if isinstance(fault, Problem) and (at or fault.code in LOCKED):
            told = word(chosen, "account.wrong_old") if at == "old" else fault.detail
            found = Wrong({at: told} if at else {}, told, fault.status)
        else:
            found = wrong(fault, chosen)
        return await _password(request, current, found, given.get("code", ""))
    response = RedirectResponse(f"{HOME}?done=account_password", 303)
    session.set_cookie(request, response, "tongxin", arrived.token, parts(request).tokens.lifetime)
    arriving.remember(request, response, arrived)
    return response


def _without(given: dict[str, str], *names: str) -> dict[str, str]:
    """What a form gives, without what only the page itself uses."""
    return {k: v for k, v in given.items() if k not in ("form_token", "once", *names)}


def _must_agree(password: str, given: dict[str, str]) -> None:
    """Raises: Misfilled where the repeated password is another."""
    if given.get("again", "") != password:
        raise Misfilled({"again": ("account.not_same", {})})


# -- the second factor ------------------------------------------------------------------------


async def factor(request: Request) -> Response:
    return await _factor(request, await session.current(request))


async def _factor(request: Request, current: Session, fault: Wrong | None = None) -> Response:
    factors, account = parts(request).factors, current.caller.account
    pending = await factors.pending(account)
    return render(
        request,
        "account/factor.html",
        fault.status if fault else 200,
        caller=current.caller,
        in_force=await factors.in_force(account),
        pending=pending,
        qr=qr.picture(pending["uri"]) if pending else "",
        wrong=fault,
        given={},
    )


async def begin_factor(request: Request) -> Response:
    current, _ = await posted(request)
    await own.begin_factor(request, current.caller)
    return RedirectResponse(f"{HOME}/factor", 303)


async def confirm_factor(request: Request) -> Response:
    """The recovery codes, told this once."""
    current, given = await posted(request)
    try:
        order = read_form(ShownCode, {"code": given.get("code", "").strip()})
        codes = await own.confirm_factor(request, current.caller, order)
    except (Misfilled, Problem) as fault:
        return await _factor(request, current, wrong(fault, language(request)))
    return render(request, "account/codes.html", caller=current.caller, codes=codes)


# -- where one is signed in -------------------------------------------------------------------


async def end_session(request: Request) -> Response:
    current, given = await posted(request)
    await own.end_session(request, current.caller, given.get("id", "")[:32])
    return RedirectResponse(f"{HOME}?done=account_session#sessions", 303)


# -- a one-time link --------------------------------------------------------------------------


async def open_link(request: Request) -> Response:
    return await _link(request)


async def _link(request: Request, fault: Wrong | None = None) -> Response:
    """Whose it is; or, where it does not hold, how to get another."""
    link = str(request.path_params["link"])[:200]
    shown: dict[str, Any] = {"wrong": fault, "given": {}, "least": passwords.MIN, "link": link}
    if not session.may_sign_in(request):
        raise Problem("insecure-transport")
    try:
        person = await parts(request).accounts.holder(link)
    except Problem as problem:
        if problem.code != "link-invalid":
            raise
        return render(request, "account/spent.html", problem.status)
    status = fault.status if fault else 200
    return render(request, "account/open.html", status, person=person, **shown)


async def choose_password(request: Request) -> Response:
    given = await fields(request)
    chosen = language(request)
    try:
        session.check_form(request, given.get("form_token", ""))
        filled = {"link": str(request.path_params["link"]), "password": given.get("password", "")}
        order = read_form(ChoosePassword, filled)
        _must_agree(order.password, given)
        account = await own.choose_password(request, order)
    except (Misfilled, Problem) as fault:
        code = fault.code if isinstance(fault, Problem) else ""
        if code == "link-invalid":
            return await _link(request)
        late = Wrong({}, word(chosen, "account.late"), 403)
        return await _link(request, late if code == "cross-site" else wrong(fault, chosen))
    return RedirectResponse(f"/console/login?done=account_opened&account={account}", 303)


ENTRIES = ()
ROUTES = (
    ("GET", HOME, show),
    ("GET", f"{HOME}/password", password_form),
    ("POST", f"{HOME}/password", change_password),
    ("GET", f"{HOME}/factor", factor),
    ("POST", f"{HOME}/factor", confirm_factor),
    ("POST", f"{HOME}/factor/begin", begin_factor),
    ("POST", f"{HOME}/sessions", end_session),
    ("GET", f"{OPEN}/{{link}}", open_link),
    ("POST", f"{OPEN}/{{link}}", choose_password),
)
