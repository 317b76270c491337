"""Opening accounts for people, and what an office does to those of its people."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.tasks import AppointPerson
from contracts.roles import OFFICES, given_by
from contracts.words import Slug
from gateway import describe, door
from gateway.parts import Parts, parts
from gateway.problems import Problem
from gateway.routes.api import add, reply
from gateway.routes.identity import TAG, Nothing, Password
from gateway.validation import read

ACCOUNT: describe.Schema = {
    "name": "account",
    "in": "path",
    "required": True,
    "schema": describe.field_schema(Slug),
}


class OpenAccount(AppointPerson, frozen=True, kw_only=True):
    """A person with roles in a scope, and the account with which they sign in.

    Without a ``password`` the answer holds the one-time link of an invitation: whoever has it
    chooses the password, so hand it to the person alone.
    """

    password: Password | None = None


BODIES = (OpenAccount,)


async def open_account(request: Request) -> Response:
    caller = (await door.session(request)).caller
    door.allow(caller, OFFICES)
    key = door.idempotency_key(request)
    given = read(OpenAccount, await door.json_object(request))
    door.within_scope(caller, given)
    _may_grant(caller, given)
    return reply(await _open(parts(request), caller, given, key), 201)


async def _open(made: Parts, caller: Caller, given: OpenAccount, key: str) -> Any:
    """Reserve the name, appoint the person, activate the account.

    Whichever half fails, the same request with the same key goes on where it stopped; until then
    nobody can sign in. A refused appointment frees the name again. A repeat makes a new link.
    """
    cause = f"{caller.account} {key}"
    person = Caller(
        account=given.account,
        name=given.name,
        roles=given.roles,
        district=given.district,
        unit=given.unit or "",
    )
    await made.openings.reserve(person, given.password, email=given.email or "", cause=cause)
    fields = {name: getattr(given, name) for name in AppointPerson.__struct_fields__}
    try:
        answer = await made.rpc.call(
            "tasks",
            "appoint_person",
            {"order": AppointPerson(**fields), "caller": caller, "key": key},
        )
    except Problem as problem:
        if problem.status < 500:
            await made.openings.release(given.account, cause)
        raise
    invited = given.password is None
    await made.openings.activate(given.account, cause, "invited" if invited else "active")
    return {**answer, "invitation": await _link(made, given.account)} if invited else answer


def _may_grant(caller: Caller, given: AppointPerson) -> None:
    beyond = [role for role in given.roles if role not in given_by(caller.roles)]
    if beyond:
        raise Problem("forbidden", f"不能授予 {'、'.join(beyond)}。", field="$.roles")


async def send_link(request: Request) -> Response:
    """A one-time link with which the person chooses a password: an invitation once more, or a
    reset. An older link is void; a password in use stays until the new one is chosen."""
    account = await _of_own_people(request)
    return reply(await _link(parts(request), account), 201)


async def _link(made: Parts, account: str) -> dict[str, Any]:
    link = await made.accounts.link(account, made.link_life)
    return {"account": account, "link": link.token, "expires_at": link.until}


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
    """The account in the address, where this caller may tend it."""
    caller = (await door.session(request)).caller
    door.allow(caller, OFFICES)
    door.idempotency_key(request)
    read(Nothing, await door.json_object(request))
    account = str(request.path_params["account"])
    await parts(request).accounts.tended(caller, account)
    return account


def install(app: Starlette) -> None:
    opening = describe.operation(
        "identity.open_account", TAG, "开通账号并任命", body=OpenAccount, status=201
    )
    add(app, "POST", "/people", open_account, opening)
    for path, act, summary, status in (
        ("link", send_link, "发一次性链接，由本人设置密码", 201),
        ("unlock", unlock, "解除登录限制", 200),
        ("sign-out", sign_out_everywhere, "使此账号的登录全部失效", 200),
    ):
        described = describe.operation(
            f"identity.{act.__name__}",
            TAG,
            summary,
            body=Nothing,
            parameters=[ACCOUNT],
            status=status,
        )
        add(app, "POST", f"/people/{{account}}/{path}", act, described)
