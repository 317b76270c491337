"""手机应用口令: make one, see those that hold, take one back."""

import base64
import json
import zlib
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.roles import UPLOADERS
from gateway import door
from gateway.console.frame import qr, session
from gateway.console.frame.navigation import Under
from gateway.console.frame.posting import posted
from gateway.console.frame.render import render
from gateway.openrosa.answers import server_of
from gateway.parts import parts
from gateway.problems import Problem
from gateway.tending import own

HOME = "/console/devices"
MAX_LABEL = 40


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _shown(request, caller)


async def make(request: Request) -> Response:
    """Its secret is shown by this answer alone."""
    current, given = await posted(request)
    caller = current.caller
    label = given.get("label", "").strip()[:MAX_LABEL]
    try:
        made = await own.make_app_password(request, caller, label or "Collect")
    except Problem as fault:
        return await _shown(request, caller, fault=fault)
    server = server_of(request)
    picture = qr.picture(settings_of(server, caller.account, made.secret, parts(request).city))
    return await _shown(request, caller, secret=made.secret, server=server, picture=picture)


async def end(request: Request) -> Response:
    current, given = await posted(request)
    caller = current.caller
    await own.end_app_password(request, caller, given.get("id", "")[:32])
    return RedirectResponse(f"{HOME}?done=devices_ended", 303)


async def _shown(
    request: Request, caller: Caller, fault: Problem | None = None, **more: Any
) -> Response:
    door.allow(caller, UPLOADERS)
    held = await parts(request).devices.of(caller.account)
    shown = {"secret": "", "server": "", "picture": "", "fault": fault.detail if fault else ""}
    status = fault.status if fault else 200
    return render(request, "devices/list.html", status, caller=caller, held=held, **shown | more)


def settings_of(server: str, account: str, secret: str, city: str) -> str:
    """What Collect reads from a picture: base64 of zlib of JSON
    (https://docs.getodk.org/collect-import-export/)."""
    general = {
        "protocol": "odk_default",
        "server_url": server,
        "username": account,
        "password": secret,
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
        "delete_send": False,
    }
    told = {"general": general, "admin": {}, "project": {"name": f"{city} {account}".strip()}}
    return base64.b64encode(zlib.compress(json.dumps(told).encode())).decode()


ENTRIES = ()
UNDER = (Under(HOME, "/console/account"),)
ROUTES = (("GET", HOME, show), ("POST", HOME, make), ("POST", f"{HOME}/end", end))
