"""The doors to one's own app passwords, for telephones with ODK Collect or KoboCollect."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.answers.base import page_of
from contracts.roles import UPLOADERS
from gateway import describe, door, told
from gateway.openrosa.answers import server_of
from gateway.parts import parts
from gateway.routes.api import add, reply
from gateway.routes.identity import TAG, Nothing
from gateway.schemas import Schema
from gateway.tending import own
from gateway.tending.given import NamedTelephone
from gateway.validation import read

BODIES = (NamedTelephone,)
APP_PASSWORD: Schema = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The id of an app password, as `GET /app-passwords` tells it.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
}


async def app_passwords(request: Request) -> Response:
    """Those of the caller's that hold, the newest first; without what they open with."""
    caller = (await door.session(request)).caller
    door.allow(caller, UPLOADERS)
    return reply({"items": await parts(request).devices.of(caller.account), "next": None})


async def make_app_password(request: Request) -> Response:
    """One for one telephone: it opens OpenRosa and nothing else, and is told this once."""
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    given = read(NamedTelephone, await door.json_object(request, door.TINY))
    made = await own.make_app_password(request, caller, given.label)
    answer = {"id": made.id, "account": caller.account, "secret": made.secret}
    response = reply({**answer, "server": server_of(request)}, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


async def end_app_password(request: Request) -> Response:
    """A telephone that is lost, or handed on: the others go on."""
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    id = str(request.path_params["id"])
    await own.end_app_password(request, caller, id)
    return reply({"ended": id})


def install(app: Starlette) -> None:
    listed = describe.operation(
        "identity.app_passwords", TAG, "我的手机应用口令", answer=page_of(told.AppPassword)
    )
    add(app, "GET", "/app-passwords", app_passwords, listed)
    making = describe.operation(
        "identity.make_app_password",
        TAG,
        "领取手机应用口令",
        body=NamedTelephone,
        answer=told.NewAppPassword,
        refusals=("refused", "insecure-transport"),
        status=201,
    )
    add(app, "POST", "/app-passwords", make_app_password, making)
    ending = describe.operation(
        "identity.end_app_password",
        TAG,
        "停用手机应用口令",
        body=Nothing,
        answer=told.EndedAppPassword,
        refusals=("not-found",),
        parameters=[APP_PASSWORD],
    )
    add(app, "POST", "/app-passwords/{id}/end", end_app_password, ending)
