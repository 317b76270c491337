"""Opening accounts for people, and what an office does to those of its people."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.base import PageAsk
from contracts.orders.tasks import AppointPerson
from contracts.roles import APPOINTERS, GUARDIANS, Roles, given_by
from contracts.words import DistrictId, Email, Role, Slug
from gateway import describe, door, people
from gateway.audit.telling import tell
from gateway.identity import caller_of
from gateway.links import USABLE as IN_USE
from gateway.parts import Parts, parts
from gateway.problems import Problem
from gateway.routes.api import Endpoint, add, reply
from gateway.routes.identity import TAG, Nothing, Password
from gateway.validation import read

Telephone = Annotated[str, Meta(pattern=r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})\Z")]

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
    telephone: Telephone | None = None


class Appointment(AppointPerson, frozen=True, kw_only=True):
    """Who an account's person is from now on: what is left out is taken away."""

    telephone: Telephone | None = None


Change = describe.body_of(Appointment, ("account",))


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out is taken away."""

    email: Email | None = None
    telephone: Telephone | None = None


class Accounts(PageAsk, frozen=True, kw_only=True):
    """``state``: pending, invited, active or disabled."""

    district: DistrictId | None = None
    unit: Slug | None = None
    state: Literal["pending", "invited", "active", "disabled"] | None = None
    role: Role | None = None


BODIES = (OpenAccount, Change, Contact)


async def open_account(request: Request) -> Response:
    caller = (await door.session(request)).caller
    door.allow(caller, APPOINTERS)
    key = door.idempotency_key(request)
    given = read(OpenAccount, await door.json_object(request))
    door.within_scope(caller, given)
    _may_grant(caller, given)
    answer = await _open(parts(request), caller, given, key)
    await tell(request, caller, "rights", given.account, detail=f"opened: {_granted(given)}")
    return reply(answer, 201)


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
    reached = {"email": given.email or "", "telephone": given.telephone or ""}
    await made.openings.reserve(person, given.password, **reached, cause=cause)
    try:
        answer = await appoint(made, caller, given, key)
    except Problem as problem:
        if problem.status < 500:
            await made.openings.release(given.account, cause)
        raise
    invited = given.password is None
    await made.openings.activate(given.account, cause, "invited" if invited else "active")
    return {**answer, "invitation": await _link(made, given.account)} if invited else answer


async def appoint(made: Parts, caller: Caller, given: AppointPerson, key: str) -> Any:
    fields = {name: getattr(given, name) for name in AppointPerson.__struct_fields__}
    kwargs = {"order": AppointPerson(**fields), "caller": caller, "key": key}
    return await made.rpc.call("tasks", "appoint_person", kwargs)


def _may_grant(caller: Caller, given: AppointPerson) -> None:
    beyond = [role for role in given.roles if role not in given_by(caller.roles)]
    if beyond:
        raise Problem("forbidden", f"不能授予 {'、'.join(beyond)}。", field="$.roles")


async def accounts(request: Request) -> Response:
    """A page of accounts in the caller's scope, with the ways to reach their people."""
    caller = (await door.session(request)).caller
    door.allow(caller, GUARDIANS)
    asked = read(Accounts, door.query(request), text=True)
    door.within_scope(caller, asked)
    wanted = {
        name: value
        for name, value in (
            ("district", asked.district),
            ("unit", asked.unit),
            ("state", asked.state),
            ("roles", asked.role),
        )
        if value
    }
    rows, next = await parts(request).people.page(
        caller, wanted, after=asked.cursor, limit=asked.limit
    )
    await tell(request, caller, "read", "accounts", detail=request.url.query)
    return reply({"items": rows, "next": next})


async def change(request: Request) -> Response:
    """Other roles, another unit or scope, another name. Every session of the account ends, for
    each says who its person was."""
    caller, key = await comes(request, APPOINTERS)
    body = await door.json_object(request)
    given = read(Appointment, door.merge(body, {"account": request.path_params["account"]}))
    people.must_be_another(caller, given.account)
    made = parts(request)
    found = await made.people.given(caller, given.account)
    door.within_scope(caller, given)
    _may_grant(caller, given)
    if "system_admin" not in given.roles:
        await made.people.must_be_spared(found)
    if found["state"] not in IN_USE:
        raise Problem("refused", "此账号未开通或已停用。")
    await appoint(made, caller, given, key)
    person = Caller(
        account=given.account,
        name=given.name,
        roles=given.roles,
        district=given.district,
        unit=given.unit or "",
    )
    await made.people.appoint(person, given.email or "", given.telephone or "")
    await made.sessions.end_all(given.account)
    was = f"{','.join(found['roles'])} {found['district']} {found['unit']}".strip()
    detail = f"changed: {was} -> {_granted(given)}"
    await tell(request, caller, "rights", given.account, detail=detail)
    return reply({"account": given.account})


def _granted(given: AppointPerson) -> str:
    return f"{','.join(given.roles)} {given.district} {given.unit or ''}".strip()


async def contact(request: Request) -> Response:
    """Another mail address or telephone; who is signed in stays so."""
    caller, key = await comes(request, APPOINTERS)
    given = read(Contact, await door.json_object(request))
    made, account = parts(request), str(request.path_params["account"])
    found = await made.people.given(caller, account)
    if found["state"] in IN_USE:
        await appoint(made, caller, as_held(found, given.email), key)
    await made.people.appoint(caller_of(found), given.email or "", given.telephone or "")
    await tell(request, caller, "rights", account, detail="contact")
    return reply({"account": account})


def as_held(found: dict[str, Any], email: str | None) -> AppointPerson:
    """The appointment that an account stands for."""
    return AppointPerson(
        account=found["_id"],
        name=found["name"],
        roles=tuple(found["roles"]),
        district=found["district"],
        unit=found["unit"] or None,
        email=email or None,
    )


async def send_link(request: Request) -> Response:
    """A one-time link with which the person chooses a password: an invitation once more, or a
    reset. An older link is void; a password in use stays until the new one is chosen."""
    caller, _ = await comes(request, APPOINTERS)
    read(Nothing, await door.json_object(request))
    made, account = parts(request), str(request.path_params["account"])
    people.must_be_another(caller, account)
    await made.people.given(caller, account)
    answer = await _link(made, account)
    await tell(request, caller, "rights", account, detail="link")
    return reply(answer, 201)


async def _link(made: Parts, account: str) -> dict[str, Any]:
    link = await made.accounts.link(account, made.link_life)
    return {"account": account, "link": link.token, "expires_at": link.until}


async def comes(request: Request, roles: Roles) -> tuple[Caller, str]:
    """Who, and with which key. Raises: Problem, as the doors do."""
    caller = (await door.session(request)).caller
    door.allow(caller, roles)
    return caller, door.idempotency_key(request)


def install(app: Starlette) -> None:
    opening = describe.operation(
        "identity.open_account", TAG, "开通账号并任命", body=OpenAccount, status=201
    )
    add(app, "POST", "/people", open_account, opening)
    listed = describe.operation(
        "identity.accounts",
        TAG,
        "账号名单",
        parameters=describe.query_of(Accounts),
        answer=describe.PAGE,
    )
    add(app, "GET", "/people", accounts, listed)
    for path, act, summary, body, status in (
        ("change", change, "变更岗位、单位或范围", Change, 200),
        ("contact", contact, "变更邮箱或电话", Contact, 200),
        ("link", send_link, "发一次性链接，由本人设置密码", Nothing, 201),
    ):
        add_act(app, path, act, summary, body, status)


def add_act(
    app: Starlette,
    path: str,
    act: Endpoint,
    summary: str,
    body: type[Struct] = Nothing,
    status: int = 200,
) -> None:
    """What is done to one account."""
    described = describe.operation(
        f"identity.{act.__name__}", TAG, summary, body=body, parameters=[ACCOUNT], status=status
    )
    add(app, "POST", f"/people/{{account}}/{path}", act, described)
