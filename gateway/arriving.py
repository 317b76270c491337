"""Signing in, at the API and in the browser: the visitor, the try, the session, the device."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from gateway.console.frame import session
from gateway.identity import Entry
from gateway.parts import parts
from gateway.problems import Problem
from gateway.scans import Entrant
from gateway.tokens import DEVICE_SECONDS, Session
from gateway.visitors import Visitor, address_of

COOKIE = "tongxin-device"


class Arrival(NamedTuple):
    token: str
    session: Session
    known: bool
    """Whether the device was known before."""


async def sign_in(request: Request, account: str, password: str, code: str = "") -> Arrival:
    """Raises: as ``Accounts.sign_in``."""
    visitor = await visitor_of(request, account)
    entry = await parts(request).accounts.sign_in(account, password, visitor, code)
    return await arrived(request, entry, known=visitor.device != "")


async def by_scan(request: Request, entrant: Entrant) -> Arrival:
    """Raises: as ``Accounts.vouched``."""
    visitor = await visitor_of(request, entrant.account)
    entry = await parts(request).accounts.vouched(entrant, visitor)
    return await arrived(request, entry, known=visitor.device != "")


async def by_city(
    request: Request, account: str, *, enough: bool, began: int, code: str
) -> Arrival:
    """Raises: as ``Accounts.recognised``; Problem bad-credentials, where its sessions were ended
    since ``began`` (ms)."""
    made, visitor = parts(request), await visitor_of(request, account)
    if await made.sessions.forgotten(account, began):
        raise Problem("bad-credentials")
    entry = await made.accounts.recognised(account, visitor, code=code, enough=enough, began=began)
    return await arrived(request, entry, known=visitor.device != "")


async def arrived(request: Request, entry: Entry, *, known: bool) -> Arrival:
    made = parts(request)
    token, begun = made.tokens.issue(entry.caller, entry.began)
    await made.sessions.open(begun, address_of(request))
    return Arrival(token, begun, known=known)


async def renewed(request: Request, current: Session) -> tuple[str, Session]:
    """A token for another while of work. Raises: PyMongoError."""
    made = parts(request)
    token, again = made.tokens.renew(current)
    await made.sessions.renewed(again)
    return token, again


async def visitor_of(request: Request, account: str) -> Visitor:
    """Raises: Problem database-unavailable, PyMongoError."""
    return Visitor(address_of(request), await _device(request, account))


async def _device(request: Request, account: str) -> str:
    made = parts(request)
    device = made.tokens.device(session.cookie(request, COOKIE), account)
    if device is None or await made.sessions.forgotten(account, device.issued):
        return ""
    return device.id


def remember(request: Request, response: Response, arrival: Arrival) -> None:
    """Let the device be known the next time; it opens nothing by itself."""
    if not arrival.known:
        device = parts(request).tokens.issue_device(arrival.session.caller.account)
        session.set_cookie(request, response, COOKIE, device, DEVICE_SECONDS)
