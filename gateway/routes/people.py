"""The doors to accounts of other people (``gateway/tending``)."""

from msgspec import Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.answers.base import page_of
from contracts.caller import Caller
from contracts.orders.doors import LARGE
from contracts.roles import APPOINTERS, GUARDIANS, Roles
from contracts.words import Slug
from gateway import describe, door, told
from gateway.routes.api import Endpoint, add, reply
from gateway.routes.identity import TAG, Nothing
from gateway.schemas import Schema, of_field
from gateway.tending import accounts as tending
from gateway.tending import importing
from gateway.tending.given import Accounts, Appointment, Contact, Handing, Identity, OpenAccount
from gateway.tending.importing import ImportPeople
from gateway.validation import read

ACCOUNT: Schema = {
    "name": "account",
    "in": "path",
    "required": True,
    "description": "The account that it is done to.",
    "schema": of_field(Slug),
}
Change = describe.body_of(Appointment, ("account",))
BODIES = (OpenAccount, ImportPeople, Change, Contact, Handing, Identity)


async def open_account(request: Request) -> Response:
    """A person with roles in a scope, and the account that they sign in with."""
    caller, key = await comes(request, APPOINTERS)
    given = read(OpenAccount, await door.json_object(request))
    return reply(await tending.open_account(request, caller, given, key), 201)


async def import_people(request: Request) -> Response:
    """Up to 200 at once: where one row is at fault none is opened; what a service refuses is told
    by its row, and the others stand. Sent again with the same key, it goes on where it stopped."""
    caller, key = await comes(request, APPOINTERS)
    given = read(ImportPeople, await door.json_object(request, LARGE))
    return reply(await importing.import_people(request, caller, given, key))


async def accounts(request: Request) -> Response:
    """A page of accounts in the caller's scope, with the ways to reach their people."""
    caller = (await door.session(request)).caller
    door.allow(caller, GUARDIANS)
    asked = read(Accounts, door.query(request), text=True)
    return reply(await tending.listed(request, caller, asked))


async def change(request: Request) -> Response:
    """Other roles, another unit or scope, another name. Every session of the account ends, for
    each says who its person was."""
    caller, key = await comes(request, APPOINTERS)
    body = await door.json_object(request)
    given = read(Appointment, door.merge(body, {"account": request.path_params["account"]}))
    await tending.change(request, caller, given, key)
    return reply({"account": given.account})


async def contact(request: Request) -> Response:
    """Another mail address or telephone; who is signed in stays so."""
    caller, key = await comes(request, APPOINTERS)
    given = read(Contact, await door.json_object(request))
    account = str(request.path_params["account"])
    await tending.contact(request, caller, account, given, key)
    return reply({"account": account})


async def send_link(request: Request) -> Response:
    """A one-time link with which the person chooses a password: an invitation once more, or a
    reset. An older link is void; a password in use stays until the new one is chosen."""
    caller, _ = await comes(request, APPOINTERS)
    given = read(Handing, await door.json_object(request))
    account = str(request.path_params["account"])
    return reply(await tending.send_link(request, caller, account, given), 201)


async def withdraw_link(request: Request) -> Response:
    """Nobody chooses a password by it any more: it went to the wrong person, or is not wanted."""
    caller, _ = await comes(request, APPOINTERS)
    read(Nothing, await door.json_object(request))
    account = str(request.path_params["account"])
    await tending.withdraw_link(request, caller, account)
    return reply({"account": account})


async def bind(request: Request) -> Response:
    """Whom of the city's own sign-in an account is for; without a subject nobody."""
    caller, _ = await comes(request, APPOINTERS)
    given = read(Identity, await door.json_object(request))
    account = str(request.path_params["account"])
    await tending.bind(request, caller, account, given)
    return reply({"account": account})


async def comes(request: Request, roles: Roles) -> tuple[Caller, str]:
    """Who, and with which key. Raises: Problem, as the doors do."""
    caller = (await door.session(request)).caller
    door.allow(caller, roles)
    return caller, door.idempotency_key(request)


def install(app: Starlette) -> None:
    opening = describe.operation(
        "identity.open_account",
        TAG,
        "开通账号并任命",
        body=OpenAccount,
        answer=told.Opened,
        refusals=("forbidden", "not-found", "account-exists", "grant-forbidden"),
        status=201,
    )
    add(app, "POST", "/people", open_account, opening)
    many = describe.operation(
        "identity.import_people", TAG, "开通多个账号", body=ImportPeople, answer=told.ManyOpened
    )
    add(app, "POST", "/people/import", import_people, many)
    listed = describe.operation(
        "identity.accounts",
        TAG,
        "账号名单",
        parameters=describe.query_of(Accounts),
        answer=page_of(told.AccountLine),
        refusals=("forbidden", "not-found"),
    )
    add(app, "GET", "/people", accounts, listed)
    for path, act, summary, body, answer, status in (
        ("change", change, "变更岗位、单位或范围", Change, told.OfAccount, 200),
        ("contact", contact, "变更邮箱或电话", Contact, told.OfAccount, 200),
        ("link", send_link, "发一次性链接，由本人设置密码", Handing, told.Link, 201),
        ("identity", bind, "绑定统一身份认证的身份", Identity, told.OfAccount, 200),
        ("link/withdraw", withdraw_link, "作废一次性链接", Nothing, told.OfAccount, 200),
    ):
        add_act(app, path, act, summary, body, answer, status)


def add_act(
    app: Starlette,
    path: str,
    act: Endpoint,
    summary: str,
    body: type[Struct] = Nothing,
    answer: type[Struct] = told.OfAccount,
    status: int = 200,
) -> None:
    """What is done to one account."""
    described = describe.operation(
        f"identity.{act.__name__}",
        TAG,
        summary,
        body=body,
        answer=answer,
        parameters=[ACCOUNT],
        refusals=("forbidden", "not-found", "refused"),
        status=status,
    )
    add(app, "POST", f"/people/{{account}}/{path}", act, described)
