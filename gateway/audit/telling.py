"""What a request leaves in the audit log."""

from starlette.requests import Request

from contracts.caller import Caller
from gateway.audit.chain import Kind
from gateway.parts import parts
from gateway.problems import Problem
from gateway.visitors import address_of

REFUSALS = frozenset({"forbidden", "grant-forbidden"})
"""Refusals for want of a right."""


async def tell(
    request: Request,
    caller: Caller,
    kind: Kind,
    about: str,
    *,
    detail: str = "",
    outcome: str = "ok",
) -> None:
    """Raises: Problem unavailable, PyMongoError."""
    audit, source = parts(request).audit, address_of(request)
    await audit.add(kind, caller.account, about, outcome=outcome, detail=detail, source=source)


async def tell_refusal(request: Request, problem: Problem) -> None:
    """Of somebody who is signed in. Raises: as ``tell``."""
    caller = getattr(request.state, "caller", None)
    if problem.code in REFUSALS and caller is not None:
        asked = f"{request.method} {request.url.path}"
        await tell(request, caller, "refusal", asked, detail=problem.code, outcome="refused")
