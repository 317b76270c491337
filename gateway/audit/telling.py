"""What a request leaves in the audit log."""

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import Ask, method_of
from contracts.orders.tasks import Persons
from gateway.audit.chain import Kind
from gateway.parts import parts
from gateway.problems import Problem
from gateway.visitors import address_of

PERSONAL: frozenset[type[Ask]] = frozenset({Persons})
"""Questions whose answers are about persons."""
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


async def tell_read(request: Request, caller: Caller, question: Ask) -> None:
    """Of a question about persons. Raises: as ``tell``."""
    if type(question) in PERSONAL:
        said = {name: getattr(question, name) for name in question.__struct_fields__}
        asked = " ".join(f"{name}={value}" for name, value in said.items() if value)
        await tell(request, caller, "read", method_of(type(question)), detail=asked)
