"""The doors through which an account is disabled, and enabled again."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.roles import APPOINTERS, GUARDIANS
from gateway import door, told
from gateway.routes.api import reply
from gateway.routes.identity import Nothing
from gateway.routes.people import add_act, comes
from gateway.tending import leaving as tending
from gateway.tending.given import Disable
from gateway.validation import read

BODIES = (Disable,)


async def disable(request: Request) -> Response:
    """Nobody signs in to it any more; its sessions and feeds end, and it gets no mail.

    What its person has open goes to the ``successor``, or is listed under ``held`` (null where
    the caller may not know).
    """
    caller, key = await comes(request, GUARDIANS)
    given = read(Disable, await door.json_object(request))
    account = str(request.path_params["account"])
    held = await tending.disable(request, caller, account, given, key)
    ids = None if held is None else [task["id"] for task in held]
    return reply({"account": account, "held": ids})


async def enable(request: Request) -> Response:
    """Take back a disabling: with the password of before, or to be invited anew."""
    caller, key = await comes(request, APPOINTERS)
    read(Nothing, await door.json_object(request))
    account = str(request.path_params["account"])
    await tending.enable(request, caller, account, key)
    return reply({"account": account})


def install(app: Starlette) -> None:
    add_act(app, "disable", disable, "停用账号", Disable, told.Disabled)
    add_act(app, "enable", enable, "恢复账号")
