"""Letting people in again, and locking out what is no longer theirs."""

from starlette.requests import Request

from contracts.caller import Caller
from contracts.roles import GUARDIANS, OFFICES, Roles
from gateway import door, people
from gateway.audit.telling import tell
from gateway.parts import parts

REMOVERS: Roles = (*OFFICES, "security_admin")


async def unlock(request: Request, caller: Caller, account: str) -> None:
    """Forget the wrong tries at an account's name, so that its owner need not wait."""
    await _guarded(request, caller, account, "unlock")
    await parts(request).attempts.unlock(account)


async def sign_out_everywhere(request: Request, caller: Caller, account: str) -> None:
    """End every session of an account: a lost telephone, a password that somebody saw."""
    await _guarded(request, caller, account, "sign-out")
    await parts(request).sessions.end_all(account)


async def remove_factor(request: Request, caller: Caller, account: str) -> None:
    """A telephone is lost, and the recovery codes with it. Who may send links may not do this, but
    for an office's own people: else one administrator could become anybody."""
    await _guarded(request, caller, account, "second factor removed", REMOVERS)
    made = parts(request)
    await made.factors.remove(account)
    await made.sessions.end_all(account)


async def _guarded(
    request: Request, caller: Caller, account: str, act: str, roles: Roles = GUARDIANS
) -> None:
    """The caller may lock this account out or let it in. Raises: Problem forbidden, not-found."""
    door.allow(caller, roles)
    await parts(request).people.guarded(caller, account)
    if roles is REMOVERS:
        people.must_be_another(caller, account)
    await tell(request, caller, "rights", account, detail=act)
