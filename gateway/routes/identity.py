"""Signing in and out, and what a person does to the own account."""

import time
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from gateway import arriving, describe, door, passwords
from gateway.audit.telling import tell
from gateway.parts import parts
from gateway.routes.api import add, reply
from gateway.tokens import Session
from gateway.validation import read
from gateway.visitors import address_of

TAG = "identity"
Password = Annotated[str, Meta(min_length=passwords.MIN, max_length=passwords.MAX)]


SESSION: describe.Schema = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
}


Code = Annotated[str, Meta(max_length=40)]
"""Of the second factor: six digits, or a recovery code."""


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    account: Annotated[str, Meta(min_length=1, max_length=80)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]
    code: Code = ""


class ChangePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``old``: the one that is signed in with now; ``code`` where a second factor is enrolled."""

    old: Annotated[str, Meta(min_length=1, max_length=200)]
    new: Password
    code: Code = ""


class ChoosePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``link``: the token of an invitation or a reset."""

    link: Annotated[str, Meta(min_length=1, max_length=200)]
    password: Password


class ShownCode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: Annotated[str, Meta(min_length=6, max_length=40)]


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """An order that says all in its address."""


BODIES = (ChangePassword, ChoosePassword, Credentials, Nothing, ShownCode)


async def sign_in(request: Request) -> Response:
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
        "expires_at": session.expires,
        "renewable_until": session.last,
        "me": msgspec.to_builtins(session.caller),
    }


async def renew(request: Request) -> Response:
    """Another token of the same session: half an hour at a time, twelve hours at most. The old one
    holds until its own end."""
    session = await door.session(request)
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    return reply(_bearer(*await arriving.renewed(request, session)))


async def sessions(request: Request) -> Response:
    """Where the caller is signed in now."""
    session = await door.session(request)
    found = await parts(request).sessions.of(session.caller.account)
    rows = [
        {
            "id": one["_id"],
            "began": one["began"],
            "seen": one["seen"],
            "until": one["until"],
            "address": one["address"],
            "current": one["_id"] == session.id,
        }
        for one in found
    ]
    return reply({"items": rows, "next": None})


async def end_session(request: Request) -> Response:
    """One of the caller's own: a computer that was left signed in."""
    session = await door.session(request)
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    made, id = parts(request), str(request.path_params["id"])
    await made.sessions.must_be_of(session.caller.account, id)
    await made.sessions.end_one(session.caller.account, id)
    return reply({"ended": id})


async def sign_out(request: Request) -> Response:
    """The token is refused from the next request on."""
    session = await door.session(request)
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    await parts(request).sessions.end(session)
    return reply({"signed_out": session.caller.account})


async def me(request: Request) -> Response:
    session = await door.session(request)
    return reply({**msgspec.to_builtins(session.caller), "expires_at": session.expires})


async def change_password(request: Request) -> Response:
    """Every session of the account ends; the answer holds the token of a new one."""
    door.must_be_private(request)
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    given = read(ChangePassword, await door.json_object(request, door.TINY))
    visitor = await arriving.visitor_of(request, caller.account)
    accounts = parts(request).accounts
    entry = await accounts.change_password(caller, given.old, given.new, visitor, given.code)
    await tell(request, caller, "rights", caller.account, detail="password changed")
    return _let_in(request, await arriving.arrived(request, entry, known=False))


async def choose_password(request: Request) -> Response:
    """With the one-time link of an invitation or a reset, which is used up by it."""
    door.must_be_private(request)
    door.idempotency_key(request)
    given = read(ChoosePassword, await door.json_object(request, door.TINY))
    made = parts(request)
    account = await made.accounts.choose(given.link, given.password)
    source = address_of(request)
    await made.audit.add("rights", account, account, detail="password by link", source=source)
    return reply({"account": account})


async def begin_factor(request: Request) -> Response:
    """The secret of a second factor, and the address that an app reads from a picture of it. It is
    in force once a code of it was shown."""
    door.must_be_private(request)
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    return reply(await parts(request).factors.begin(caller.account), 201)


async def confirm_factor(request: Request) -> Response:
    """From now on each sign-in needs a code. The recovery codes are told this once: each is for one
    sign-in without the telephone."""
    door.must_be_private(request)
    caller = (await door.session(request)).caller
    door.idempotency_key(request)
    given = read(ShownCode, await door.json_object(request))
    codes = await parts(request).factors.confirm(caller.account, given.code)
    await tell(request, caller, "rights", caller.account, detail="second factor")
    return reply({"recovery_codes": list(codes)})


def install(app: Starlette) -> None:
    for path, act, summary, body, secured in (
        ("/token", sign_in, "登录，领取短期令牌", Credentials, False),
        ("/token/renew", renew, "延长登录", Nothing, True),
        ("/sign-out", sign_out, "退出，令牌立即失效", Nothing, True),
        ("/password", change_password, "修改自己的密码", ChangePassword, True),
        ("/second-factor/confirm", confirm_factor, "启用动态码", ShownCode, True),
        ("/password/link", choose_password, "凭一次性链接设置密码", ChoosePassword, False),
    ):
        described = describe.operation(
            f"identity.{act.__name__}", TAG, summary, body=body, secured=secured
        )
        add(app, "POST", path, act, described)
    beginning = describe.operation(
        "identity.begin_factor", TAG, "领取动态码密钥", body=Nothing, status=201
    )
    add(app, "POST", "/second-factor", begin_factor, beginning)
    listed = describe.operation("identity.sessions", TAG, "我的登录", answer=describe.PAGE)
    add(app, "GET", "/sessions", sessions, listed)
    ending = describe.operation(
        "identity.end_session", TAG, "结束我的一处登录", body=Nothing, parameters=[SESSION]
    )
    add(app, "POST", "/sessions/{id}/end", end_session, ending)
    add(app, "GET", "/me", me, describe.operation("identity.me", TAG, "我是谁"))
