"""Signing in and out, and what a person does to the own account."""

import time
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.answers.base import page_of
from gateway import arriving, describe, door, told
from gateway.parts import parts
from gateway.routes.api import add, reply
from gateway.schemas import Schema
from gateway.tending import own
from gateway.tending.given import ChangePassword, ChoosePassword, Code, ShownCode
from gateway.tokens import Session
from gateway.validation import read

TAG = "identity"

SESSION: Schema = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The id of a session, as `GET /sessions` tells it.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
}


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    account: Annotated[str, Meta(min_length=1, max_length=80)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]
    code: Code = ""


PASSWORD_REFUSED = (
    *("bad-credentials", "second-factor-needed", "second-factor-wrong", "account-locked"),
    *("too-many-sign-ins", "insecure-transport"),
)
REFUSED = {
    "/token": PASSWORD_REFUSED,
    "/password": (*PASSWORD_REFUSED, "version-conflict"),
    "/password/link": ("link-invalid", "insecure-transport", "too-many-sign-ins"),
    "/second-factor/confirm": ("refused", "insecure-transport", "version-conflict"),
}
"""Beside those of the way in."""


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """An order that says all in its address."""


BODIES = (ChangePassword, ChoosePassword, Credentials, Nothing, ShownCode)


async def sign_in(request: Request) -> Response:
    """A token for half an hour; a session may be renewed for twelve."""
    door.must_be_private(request)
    door.idempotency_key(request)
    given = read(Credentials, await door.json_object(request, door.TINY))
    arrived = await arriving.sign_in(request, given.account, given.password, given.code)
    return _let_in(request, arrived)


def _let_in(request: Request, arrived: arriving.Arrival) -> Response:
    response = reply(_bearer(arrived.token, arrived.session))
    arriving.remember(request, response, arrived)
    return response


def _bearer(token: str, session: Session) -> dict[str, Any]:
    return {
        "token": token,
        "token_type": "Bearer",
        "expires_in": max(0, session.expires - int(time.time())),
        "expires_at": moment(session.expires),
        "renewable_until": moment(session.last),
        "me": msgspec.to_builtins(session.caller),
    }


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


async def renew(request: Request) -> Response:
    """Another token of the same session: half an hour at a time, twelve hours at most. The old one
    holds until its own end."""
    session = await door.session(request)
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    return reply(_bearer(*await arriving.renewed(request, session)))


async def sessions(request: Request) -> Response:
    """Where the caller is signed in now."""
    found = await own.sessions(request, await door.session(request))
    return reply({"items": found, "next": None})


async def end_session(request: Request) -> Response:
    """One of the caller's own: a computer that was left signed in."""
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    id = str(request.path_params["id"])
    await own.end_session(request, caller, id)
    return reply({"ended": id})


async def sign_out(request: Request) -> Response:
    """The token is refused from the next request on."""
    session = await door.session(request)
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    await parts(request).sessions.end(session)
    return reply({"signed_out": session.caller.account})


async def me(request: Request) -> Response:
    """Who the token says that one is."""
    session = await door.session(request)
    return reply({**msgspec.to_builtins(session.caller), "expires_at": moment(session.expires)})


async def change_password(request: Request) -> Response:
    """Every session of the account ends; the answer holds the token of a new one."""
    door.must_be_private(request)
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    given = read(ChangePassword, await door.json_object(request, door.TINY))
    return _let_in(request, await own.change_password(request, caller, given))


async def choose_password(request: Request) -> Response:
    """With the one-time link of an invitation or a reset, which is used up by it."""
    door.must_be_private(request)
    door.idempotency_key(request)
    given = read(ChoosePassword, await door.json_object(request, door.TINY))
    return reply({"account": await own.choose_password(request, given)})


async def begin_factor(request: Request) -> Response:
    """The secret of a second factor, and the address that an app reads from a picture of it. It is
    in force once a code of it was shown."""
    door.must_be_private(request)
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    return reply(await own.begin_factor(request, caller), 201)


async def confirm_factor(request: Request) -> Response:
    """From now on each sign-in needs a code. The recovery codes are told this once: each is for one
    sign-in without the telephone."""
    door.must_be_private(request)
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    given = read(ShownCode, await door.json_object(request))
    return reply({"recovery_codes": list(await own.confirm_factor(request, caller, given))})


def install(app: Starlette) -> None:
    for path, act, summary, body, answer, secured in (
        ("/token", sign_in, "登录，领取短期令牌", Credentials, told.Bearer, False),
        ("/token/renew", renew, "延长登录", Nothing, told.Bearer, True),
        ("/sign-out", sign_out, "退出，令牌立即失效", Nothing, told.SignedOut, True),
        ("/password", change_password, "修改自己的密码", ChangePassword, told.Bearer, True),
        (
            "/second-factor/confirm",
            confirm_factor,
            "启用动态码",
            ShownCode,
            told.RecoveryCodes,
            True,
        ),
        (
            "/password/link",
            choose_password,
            "凭一次性链接设置密码",
            ChoosePassword,
            told.OfAccount,
            False,
        ),
    ):
        described = describe.operation(
            f"identity.{act.__name__}",
            TAG,
            summary,
            body=body,
            answer=answer,
            secured=secured,
            refusals=REFUSED.get(path, ()),
        )
        add(app, "POST", path, act, described)
    beginning = describe.operation(
        "identity.begin_factor",
        TAG,
        "领取动态码密钥",
        body=Nothing,
        answer=told.FactorSecret,
        refusals=("refused", "insecure-transport"),
        status=201,
    )
    add(app, "POST", "/second-factor", begin_factor, beginning)
    listed = describe.operation("identity.sessions", TAG, "我的登录", answer=page_of(told.SignIn))
    add(app, "GET", "/sessions", sessions, listed)
    ending = describe.operation(
        "identity.end_session",
        TAG,
        "结束我的一处登录",
        body=Nothing,
        answer=told.Ended,
        refusals=("not-found",),
        parameters=[SESSION],
    )
    add(app, "POST", "/sessions/{id}/end", end_session, ending)
    add(app, "GET", "/me", me, describe.operation("identity.me", TAG, "我是谁", answer=told.Me))
