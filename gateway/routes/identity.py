"""Signing in and out, and opening accounts."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.tasks import AppointPerson
from contracts.roles import OFFICES
from contracts.words import CITY_WIDE, Role, Slug
from gateway import arriving, describe, door, passwords
from gateway.parts import Parts, parts
from gateway.problems import Problem
from gateway.routes.api import add, reply
from gateway.validation import read

TAG = "identity"
Password = Annotated[str, Meta(min_length=passwords.MIN, max_length=passwords.MAX)]

ACCOUNT: describe.Schema = {
    "name": "account",
    "in": "path",
    "required": True,
    "schema": describe.field_schema(Slug),
}

GRANTED_BY_DISTRICT: frozenset[Role] = frozenset({"district_office", "unit", "field", "leader"})
"""Roles that a district office may give: none that reaches beyond its district, nor one that looks
into its work."""


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    account: Annotated[str, Meta(min_length=1, max_length=80)]
    password: Annotated[str, Meta(min_length=1, max_length=200)]


class OpenAccount(AppointPerson, frozen=True, kw_only=True):
    """A person with roles in a scope, and the account with which they sign in."""

    password: Password


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """An order that says all in its address."""


BODIES = (Credentials, Nothing, OpenAccount)


async def sign_in(request: Request) -> Response:
    door.must_be_private(request)
    door.idempotency_key(request)
    given = read(Credentials, await door.json_object(request, door.TINY))
    arrived = await arriving.sign_in(request, given.account, given.password)
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


async def unlock(request: Request) -> Response:
    """Forget the wrong tries at an account's name, so that its owner need not wait."""
    account = await _of_own_people(request)
    await parts(request).attempts.unlock(account)
    return reply({"unlocked": account})


async def sign_out_everywhere(request: Request) -> Response:
    """End every session of an account: a lost telephone, a password that somebody saw."""
    account = await _of_own_people(request)
    await parts(request).sessions.end_all(account)
    return reply({"signed_out": account})


async def _of_own_people(request: Request) -> str:
    """The account in the address, where it is in the scope of this office."""
    caller = (await door.session(request)).caller
    door.allow(caller, OFFICES)
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    account = str(request.path_params["account"])
    await parts(request).accounts.within(caller, account)
    return account


async def me(request: Request) -> Response:
    session = await door.session(request)
    return reply({**msgspec.to_builtins(session.caller), "expires_at": session.expires})


async def open_account(request: Request) -> Response:
    caller = (await door.session(request)).caller
    door.allow(caller, OFFICES)
    key = door.idempotency_key(request)
    given = read(OpenAccount, await door.json_object(request))
    door.within_scope(caller, given)
    _may_grant(caller, given)
    return reply(await _open(parts(request), caller, given, key), 201)


async def _open(made: Parts, caller: Caller, given: OpenAccount, key: str) -> object:
    """Reserve the name, appoint the person, activate the account.

    Whichever half fails, the same request with the same key goes on where it stopped; until then
    nobody can sign in. A refused appointment frees the name again.
    """
    cause = f"{caller.account} {key}"
    person = Caller(
        account=given.account,
        name=given.name,
        roles=given.roles,
        district=given.district,
        unit=given.unit or "",
    )
    await made.accounts.reserve(person, given.password, email=given.email or "", cause=cause)
    fields = {name: getattr(given, name) for name in AppointPerson.__struct_fields__}
    try:
        answer = await made.rpc.call(
            "tasks",
            "appoint_person",
            {"order": AppointPerson(**fields), "caller": caller, "key": key},
        )
    except Problem as problem:
        if problem.status < 500:
            await made.accounts.release(given.account, cause)
        raise
    await made.accounts.activate(given.account, cause)
    return answer


def _may_grant(caller: Caller, given: OpenAccount) -> None:
    if caller.district == CITY_WIDE and caller.has("city_office"):
        return
    beyond = [role for role in given.roles if role not in GRANTED_BY_DISTRICT]
    if beyond:
        raise Problem("forbidden", f"不能授予 {'、'.join(beyond)}。", field="$.roles")


def install(app: Starlette) -> None:
    add(
        app,
        "POST",
        "/token",
        sign_in,
        describe.operation(
            "identity.sign_in", TAG, "登录，领取短期令牌", body=Credentials, secured=False
        ),
    )
    add(
        app,
        "POST",
        "/sign-out",
        sign_out,
        describe.operation("identity.sign_out", TAG, "退出，令牌立即失效", body=Nothing),
    )
    add(app, "GET", "/me", me, describe.operation("identity.me", TAG, "我是谁"))
    add(
        app,
        "POST",
        "/people",
        open_account,
        describe.operation(
            "identity.open_account", TAG, "开通账号并任命", body=OpenAccount, status=201
        ),
    )
    for path, act, summary in (
        ("unlock", unlock, "解除登录限制"),
        ("sign-out", sign_out_everywhere, "使此账号的登录全部失效"),
    ):
        described = describe.operation(
            f"identity.{act.__name__}", TAG, summary, body=Nothing, parameters=[ACCOUNT]
        )
        add(app, "POST", f"/people/{{account}}/{path}", act, described)
