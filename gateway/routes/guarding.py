"""The doors through which people are let in again, or locked out."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.roles import GUARDIANS, Roles
from gateway import door, told
from gateway.routes.api import reply
from gateway.routes.identity import Nothing
from gateway.routes.people import add_act, comes
from gateway.tending import guarding as tending
from gateway.validation import read


async def unlock(request: Request) -> Response:
    """Forget the wrong tries at an account's name, so that its owner need not wait."""
    caller, account = await _comes(request, GUARDIANS)
    await tending.unlock(request, caller, account)
    return reply({"unlocked": account})


async def sign_out_everywhere(request: Request) -> Response:
    """End every session of an account: a lost telephone, a password that somebody saw."""
    caller, account = await _comes(request, GUARDIANS)
    await tending.sign_out_everywhere(request, caller, account)
    return reply({"signed_out": account})


async def remove_factor(request: Request) -> Response:
    """A telephone is lost, and the recovery codes with it. Who may send links may not do this, but
    for an office's own people: else one administrator could become anybody."""
    caller, account = await _comes(request, tending.REMOVERS)
    await tending.remove_factor(request, caller, account)
    return reply({"account": account})


async def _comes(request: Request, roles: Roles) -> tuple[Caller, str]:
    """Who, and the account in the address."""
    caller, _ = await comes(request, roles)
    read(Nothing, await door.json_object(request))
    return caller, str(request.path_params["account"])


def install(app: Starlette) -> None:
    add_act(app, "unlock", unlock, "解除登录限制", answer=told.Unlocked)
    add_act(app, "sign-out", sign_out_everywhere, "使此账号的登录全部失效", answer=told.SignedOut)
    add_act(app, "second-factor/remove", remove_factor, "停用此账号的动态码")
