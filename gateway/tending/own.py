"""What a person does to the own account."""

from typing import Any

from starlette.requests import Request

from contracts.caller import Caller
from contracts.roles import UPLOADERS
from gateway import arriving, door
from gateway.arriving import Arrival
from gateway.audit.telling import tell
from gateway.openrosa.devices import Made
from gateway.parts import parts
from gateway.tending.given import ChangePassword, ChoosePassword, ShownCode
from gateway.tokens import Session
from gateway.visitors import address_of


async def sessions(request: Request, session: Session) -> list[dict[str, Any]]:
    """Where the caller is signed in now."""
    found = await parts(request).sessions.of(session.caller.account)
    return [
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


async def end_session(request: Request, caller: Caller, id: str) -> None:
    """One of the caller's own: a computer that was left signed in. Raises: Problem not-found."""
    made = parts(request)
    await made.sessions.must_be_of(caller.account, id)
    await made.sessions.end_one(caller.account, id)


async def make_app_password(request: Request, caller: Caller, label: str) -> Made:
    """For a telephone's app; its secret is told this once. Raises: Problem forbidden, refused (as
    many as one may have), insecure-transport."""
    door.allow(caller, UPLOADERS)
    door.must_be_private(request)
    made = await parts(request).devices.make(caller.account, label)
    await tell(request, caller, "rights", caller.account, detail="app password made")
    return made


async def end_app_password(request: Request, caller: Caller, id: str) -> None:
    """Raises: Problem not-found."""
    await parts(request).devices.end(caller.account, id)
    await tell(request, caller, "rights", caller.account, detail="app password ended")


async def change_password(request: Request, caller: Caller, given: ChangePassword) -> Arrival:
    """Every session of the account ends, and a new one begins. Raises: Problem bad-credentials,
    invalid, and as ``Accounts.sign_in``."""
    door.must_be_private(request)
    visitor = await arriving.visitor_of(request, caller.account)
    accounts = parts(request).accounts
    entry = await accounts.change_password(caller, given.old, given.new, visitor, given.code)
    await tell(request, caller, "rights", caller.account, detail="password changed")
    return await arriving.arrived(request, entry, known=False)


async def choose_password(request: Request, given: ChoosePassword) -> str:
    """With the one-time link of an invitation or a reset, which is used up by it; the account.
    Raises: as ``Accounts.choose``."""
    door.must_be_private(request)
    made = parts(request)
    account = await made.accounts.choose(given.link, given.password)
    source = address_of(request)
    await made.audit.add("rights", account, account, detail="password by link", source=source)
    return account


async def begin_factor(request: Request, caller: Caller) -> dict[str, str]:
    """The secret of a second factor, and the address that an app reads from a picture of it. It is
    in force once a code of it was shown. Raises: Problem refused."""
    door.must_be_private(request)
    return await parts(request).factors.begin(caller.account)


async def confirm_factor(request: Request, caller: Caller, given: ShownCode) -> tuple[str, ...]:
    """From now on each sign-in needs a code. The recovery codes are told this once: each is for one
    sign-in without the telephone. Raises: Problem refused, invalid."""
    door.must_be_private(request)
    codes = await parts(request).factors.confirm(caller.account, given.code)
    await tell(request, caller, "rights", caller.account, detail="second factor")
    return codes
