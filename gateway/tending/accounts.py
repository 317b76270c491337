"""Opening accounts for people, and what an office does to those of its people."""

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.notify import MailLink, ReachPerson
from contracts.orders.tasks import AppointPerson
from contracts.roles import APPOINTERS, GUARDIANS, given_by
from gateway import door, people
from gateway.account import caller_of
from gateway.audit.telling import tell
from gateway.links import USABLE as IN_USE
from gateway.parts import Parts, parts
from gateway.problems import Problem
from gateway.tending.given import (
    REACH,
    Accounts,
    Appointment,
    Contact,
    Handing,
    Identity,
    OpenAccount,
)
from kit import logs

Json = dict[str, Any]

TOLD_APART = ("telephone", "wecom")
"""Ways to reach a person that no appointment tells of."""

log = logs.get(__name__)


async def open_account(request: Request, caller: Caller, given: OpenAccount, key: str) -> Json:
    """Raises: Problem forbidden, not-found, account-exists, invalid, and the service's own."""
    door.allow(caller, APPOINTERS)
    door.within_scope(caller, given)
    may_grant(caller, given)
    answer = await _open(parts(request), caller, given, key)
    await tell(request, caller, "rights", given.account, detail=f"opened: {_granted(given)}")
    return answer


async def _open(made: Parts, caller: Caller, given: OpenAccount, key: str) -> Json:
    """Reserve the name, appoint the person, activate the account.

    Whichever half fails, the same request with the same key goes on where it stopped; until then
    nobody can sign in. A refused appointment frees the name again. A repeat makes a new link.
    """
    cause = f"{caller.account} {key}"
    person = _person(given)
    await made.openings.reserve(person, given.password, reach=_reach(given), cause=cause)
    try:
        answer = await appoint(made, caller, given, key)
        await reach(made, caller, person, {}, _reach(given), key)
    except Problem as problem:
        if problem.status < 500:
            await made.openings.release(given.account, cause)
        raise
    invited = given.password is None
    await made.openings.activate(given.account, cause, "invited" if invited else "active")
    if not invited:
        return answer
    return {**answer, "invitation": await _link(made, caller, person, given.email, given.by_mail)}


def _reach(given: OpenAccount | Appointment | Contact) -> dict[str, str]:
    """What is left out is empty."""
    return {name: getattr(given, name) or "" for name in REACH}


def _person(given: AppointPerson) -> Caller:
    return Caller(
        account=given.account,
        name=given.name,
        roles=given.roles,
        district=given.district,
        unit=given.unit or "",
    )


async def appoint(made: Parts, caller: Caller, given: AppointPerson, key: str) -> Json:
    fields = {name: getattr(given, name) for name in AppointPerson.__struct_fields__}
    kwargs = {"order": AppointPerson(**fields), "caller": caller, "key": key}
    answer: Json = await made.rpc.call("tasks", "appoint_person", kwargs)
    return answer


async def reach(
    made: Parts,
    caller: Caller,
    person: Caller,
    was: Mapping[str, Any],
    now: Mapping[str, Any],
    key: str,
) -> None:
    """Tell who tells people by which telephone and WeCom user, where either is another now."""
    told = {name: now.get(name) or None for name in TOLD_APART}
    if told != {name: was.get(name) or None for name in TOLD_APART}:
        order = ReachPerson(account=person.account, district=person.district, **told)
        kwargs = {"order": order, "caller": caller, "key": key}
        await made.rpc.call("notify", "reach_person", kwargs)


def may_grant(caller: Caller, given: AppointPerson) -> None:
    """Raises: Problem forbidden."""
    beyond = [role for role in given.roles if role not in given_by(caller.roles)]
    if beyond:
        raise Problem("forbidden", f"不能授予 {'、'.join(beyond)}。", field="$.roles")


async def listed(request: Request, caller: Caller, asked: Accounts) -> Json:
    """A page of accounts in the caller's scope, with the ways to reach their people."""
    door.allow(caller, GUARDIANS)
    door.within_scope(caller, asked)
    page = await parts(request).people.page(caller, asked)
    await tell(request, caller, "read", "accounts", detail=request.url.query)
    return page


async def one(request: Request, caller: Caller, account: str) -> Json:
    """An account that the caller tends, with the ways to reach its person. Raises: Problem
    forbidden, not-found."""
    door.allow(caller, GUARDIANS)
    found = await parts(request).people.guarded(caller, account)
    await tell(request, caller, "read", account)
    until = people.link_until(found)
    identities = parts(request).identities
    return {
        **people.shown(found),
        "factor": "factor" in found,
        "link_until": until,
        "identity": identities.subject_of(found) if identities else "",
    }


async def change(request: Request, caller: Caller, given: Appointment, key: str) -> None:
    """Other roles, another unit or scope, another name. Every session of the account ends, for
    each says who its person was. Raises: Problem forbidden, not-found, refused."""
    door.allow(caller, APPOINTERS)
    people.must_be_another(caller, given.account)
    made = parts(request)
    found = await made.people.given(caller, given.account)
    door.within_scope(caller, given)
    may_grant(caller, given)
    if "system_admin" not in given.roles:
        await made.people.must_be_spared(found)
    if found["state"] not in IN_USE:
        raise Problem("refused", "此账号未开通或已停用。")
    await appoint(made, caller, given, key)
    await reach(made, caller, _person(given), found, _reach(given), key)
    await made.people.appoint(_person(given), _reach(given))
    await made.sessions.end_all(given.account)
    was = f"{','.join(found['roles'])} {found['district']} {found['unit']}".strip()
    detail = f"changed: {was} -> {_granted(given)}"
    await tell(request, caller, "rights", given.account, detail=detail)


def _granted(given: AppointPerson) -> str:
    return f"{','.join(given.roles)} {given.district} {given.unit or ''}".strip()


async def contact(request: Request, caller: Caller, account: str, given: Contact, key: str) -> None:
    """Another mail address or telephone; who is signed in stays so."""
    door.allow(caller, APPOINTERS)
    made = parts(request)
    found = await made.people.given(caller, account)
    if found["state"] in IN_USE:
        await appoint(made, caller, as_held(found, given.email), key)
        await reach(made, caller, caller_of(found), found, _reach(given), key)
    await made.people.appoint(caller_of(found), _reach(given))
    await tell(request, caller, "rights", account, detail="contact")


def as_held(found: Json, email: str | None) -> AppointPerson:
    """The appointment that an account stands for."""
    return AppointPerson(
        account=found["_id"],
        name=found["name"],
        roles=tuple(found["roles"]),
        district=found["district"],
        unit=found["unit"] or None,
        email=email or None,
    )


async def send_link(request: Request, caller: Caller, account: str, given: Handing) -> Json:
    """A one-time link with which the person chooses a password: an invitation once more, or a
    reset. An older link is void; a password in use stays until the new one is chosen."""
    door.allow(caller, APPOINTERS)
    people.must_be_another(caller, account)
    made = parts(request)
    found = await made.people.given(caller, account)
    reset = found["state"] == "active"
    email = found.get("email") or None
    answer = await _link(made, caller, caller_of(found), email, given.by_mail, reset=reset)
    detail = "link by mail" if "mailed_to" in answer else "link"
    await tell(request, caller, "rights", account, detail=detail)
    return answer


async def _link(
    made: Parts,
    caller: Caller,
    person: Caller,
    email: str | None,
    by_mail: bool,
    *,
    reset: bool = False,
) -> Json:
    """Whatever keeps it from being mailed, it is in the answer then, to be handed over."""
    link = await made.accounts.link(person.account, made.link_life)
    told = {"account": person.account, "expires_at": link.until}
    if by_mail and email:
        order = MailLink(
            account=person.account,
            district=person.district,
            name=person.name,
            email=email,
            link=link.token,
            until=link.until,
            reset=reset,
        )
        try:
            kwargs = {"order": order, "caller": caller, "key": secrets.token_hex(16)}
            await made.rpc.call("notify", "mail_link", kwargs)
            return {**told, "mailed_to": email}
        except Problem as problem:
            log.warning("a link was not mailed", account=person.account, code=problem.code)
    return {**told, "link": link.token}


async def withdraw_link(request: Request, caller: Caller, account: str) -> None:
    """Nobody chooses a password by it any more: it went to the wrong person, or is not wanted.
    Raises: Problem forbidden, not-found, refused (none is open)."""
    door.allow(caller, APPOINTERS)
    people.must_be_another(caller, account)
    made = parts(request)
    await made.people.given(caller, account)
    if not await made.people.withdraw_link(account):
        raise Problem("refused", "没有待用的链接：已用过、已过期或已作废。")
    await tell(request, caller, "rights", account, detail="link withdrawn")


async def bind(request: Request, caller: Caller, account: str, given: Identity) -> None:
    """Whom of the city's own sign-in an account is for. Raises: Problem forbidden, not-found (also
    where there is no such sign-in), refused (bound to another account)."""
    door.allow(caller, APPOINTERS)
    people.must_be_another(caller, account)
    made = parts(request)
    await made.people.given(caller, account)
    if made.identities is None:
        raise Problem("not-found", "这里没有接入统一身份认证。")
    await made.identities.set(account, given.subject or "")
    act = "identity" if given.subject else "identity removed"
    await tell(request, caller, "rights", account, detail=act)
