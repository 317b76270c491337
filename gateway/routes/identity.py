"""Signing in and out, and what a person does to the own account."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from gateway import arriving, describe, door, passwords
from gateway.parts import parts
from gateway.routes.api import add, reply
from gateway.validation import read

TAG = "identity"
Password = Annotated[str, Meta(min_length=passwords.MIN, max_length=passwords.MAX)]


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    account: Annotated[str, Meta(min_length=1, max_length=80)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]


class ChangePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``old``: the one that is signed in with now."""

    old: Annotated[str, Meta(min_length=1, max_length=200)]
    new: Password


class ChoosePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``link``: the token of an invitation or a reset."""

    link: Annotated[str, Meta(min_length=1, max_length=200)]
    password: Password


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """An order that says all in its address."""


BODIES = (ChangePassword, ChoosePassword, Credentials, Nothing)


async def sign_in(request: Request) -> Response:
    door.must_be_private(request)
    door.idempotency_key(request)
    given = read(Credentials, await door.json_object(request, door.TINY))
    arrived = await arriving.sign_in(request, given.account, given.password)
    return _let_in(request, arrived)


def _let_in(request: Request, arrived: arriving.Arrival) -> Response:
    response = reply(
        {
            "token": arrived.token,
            "token_type": "Bearer",
            "expires_in": parts(request).tokens.lifetime,
            "expires_at": arrived.session.expires,
            "me": msgspec.to_builtins(arrived.session.caller),
        }
    )
    arriving.remember(request, response, arrived)
    return response


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
    entry = await accounts.change_password(caller, given.old, given.new, visitor)
    return _let_in(request, arriving.arrived(request, entry, known=False))


async def choose_password(request: Request) -> Response:
    """With the one-time link of an invitation or a reset, which is used up by it."""
    door.must_be_private(request)
    door.idempotency_key(request)
    given = read(ChoosePassword, await door.json_object(request, door.TINY))
    account = await parts(request).accounts.choose(given.link, given.password)
    return reply({"account": account})


def install(app: Starlette) -> None:
    for path, act, summary, body, secured in (
        ("/token", sign_in, "登录，领取短期令牌", Credentials, False),
        ("/sign-out", sign_out, "退出，令牌立即失效", Nothing, True),
        ("/password", change_password, "修改自己的密码", ChangePassword, True),
        ("/password/link", choose_password, "凭一次性链接设置密码", ChoosePassword, False),
    ):
        described = describe.operation(
            f"identity.{act.__name__}", TAG, summary, body=body, secured=secured
        )
        add(app, "POST", path, act, described)
    add(app, "GET", "/me", me, describe.operation("identity.me", TAG, "我是谁"))
