"""What a page asks with: the fields of a form, and questions and orders to a service (the same
call, roles and scope as the API's own doors)."""

from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import Ask, Order, method_of
from contracts.orders.doors import roles_of
from contracts.orders.tasks import FoundDistrict, ImportUnits, RegisterUnit, SucceedUnit
from gateway import door
from gateway.audit.telling import tell_read
from gateway.parts import parts
from gateway.problems import Problem
from gateway.vouching import vouched

Json = dict[str, Any]

MAX_FIELDS = 40
MAX_FORM = 16 * 1024
"""Bytes of one form."""
NAMING = (FoundDistrict, ImportUnits, RegisterUnit, SucceedUnit)
"""Orders after which the names held a moment ago (``frame/naming.py``) are not all there are."""


async def ask(request: Request, caller: Caller, service: str, question: Ask) -> Json:
    """The answer. Raises: Problem, the service's own refusal among them."""
    door.allow(caller, roles_of(type(question)))
    door.within_scope(caller, question)
    await tell_read(request, caller, question)
    answer: Json = await vouched(
        parts(request).rpc, service, method_of(type(question)), {"ask": question, "caller": caller}
    )
    return answer


async def find(
    request: Request, caller: Caller, service: str, question: Ask, without: str = "not-found"
) -> Json | None:
    """The same; None where it is refused with the code ``without``."""
    try:
        return await ask(request, caller, service, question)
    except Problem as problem:
        if problem.code == without:
            return None
        raise


async def give(
    request: Request,
    caller: Caller,
    service: str,
    order: Order,
    key: str,
    expected: int | None = None,
) -> Json:
    """The answer; the same order with the same ``key`` is done once. ``expected``: the version that
    the page showed, refused where it is old. Raises: as ``ask``."""
    door.allow(caller, roles_of(type(order)))
    door.within_scope(caller, order)
    kwargs: Json = {"order": order, "caller": caller, "key": key}
    if expected is not None:
        kwargs["expected"] = expected
    answer: Json = await vouched(parts(request).rpc, service, method_of(type(order)), kwargs)
    request.app.state.badges.pop(caller.account, None)
    if isinstance(order, NAMING):
        request.app.state.names.clear()
    return answer


async def fields(request: Request, limit: int = MAX_FORM, most: int = MAX_FIELDS) -> dict[str, str]:
    """A form's fields; asked again, the same. Raises: Problem malformed-request, and those of
    ``door.body``."""
    if not hasattr(request.state, "fields"):
        raw = await door.body(request, limit)
        try:
            pairs = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=most)
        except ValueError:
            raise Problem("malformed-request", "表单无法读懂。") from None
        request.state.fields = dict(pairs)
    found: dict[str, str] = request.state.fields
    return found
