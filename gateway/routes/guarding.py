"""Letting people in again, and locking out what is no longer theirs."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.roles import GUARDIANS, OFFICES, Roles
from gateway import door, people
from gateway.audit.telling import tell
from gateway.parts import parts
from gateway.routes.api import reply
from gateway.routes.identity import Nothing
from gateway.routes.people import add_act, comes
from gateway.validation import read

REMOVERS: Roles = (*OFFICES, "security_admin")


async def unlock(request: Request) -> Response:
    """Forget the wrong tries at an account's name, so that its owner need not wait."""
    account = await _guarded(request, "unlock")
    await parts(request).attempts.unlock(account)
    return reply({"unlocked": account})


async def sign_out_everywhere(request: Request) -> Response:
    """End every session of an account: a lost telephone, a password that somebody saw."""
    account = await _guarded(request, "sign-out")
    await parts(request).sessions.end_all(account)
    return reply({"signed_out": account})


async def remove_factor(request: Request) -> Response:
    """A telephone is lost, and the recovery codes with it. Who may send links may not do this, but
    for an office's own people: else one administrator could become anybody."""
    account = await _guarded(request, "second factor removed", REMOVERS)
    made = parts(request)
    await made.factors.remove(account)
    await made.sessions.end_all(account)
    return reply({"account": account})


async def _guarded(request: Request, act: str, roles: Roles = GUARDIANS) -> str:
    """The account in the address, where this caller may lock it out or let it in."""
    caller, _ = await comes(request, roles)
    read(Nothing, await door.json_object(request))
    account = str(request.path_params["account"])
    await parts(request).people.guarded(caller, account)
    if roles is REMOVERS:
        people.must_be_another(caller, account)
    await tell(request, caller, "rights", account, detail=act)
    return account


def install(app: Starlette) -> None:
    add_act(app, "unlock", unlock, "解除登录限制")
    add_act(app, "sign-out", sign_out_everywhere, "使此账号的登录全部失效")
    add_act(app, "second-factor/remove", remove_factor, "停用此账号的动态码")
