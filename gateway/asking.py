"""Questions and orders to a service, from ways in that are no door of the API (the console,
OpenRosa): the same call, roles and scope as its doors."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE, Ask, Order, PageAsk, method_of
from contracts.orders.doors import roles_of
from contracts.orders.tasks import FoundDistrict, ImportUnits, RegisterUnit, SucceedUnit
from gateway import door
from gateway.audit.telling import tell_read
from gateway.parts import parts
from gateway.problems import Problem
from gateway.vouching import vouched

Json = dict[str, Any]
T = TypeVar("T")

NAMING = (FoundDistrict, ImportUnits, RegisterUnit, SucceedUnit)
"""Orders after which the names held a moment ago (``fresh``) are not all there are."""
FRESH_SECONDS = 30
"""A unit renamed elsewhere is called so after this; one renamed here, at once (``give``)."""
MOST_KEPT = 200
"""Answers that a process holds at once."""
MOST_PAGES = 5


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


async def beside(request: Request, caller: Caller, service: str, question: Ask) -> Json | None:
    """An answer without which the page still holds: None where there is none, or its service is
    away. Raises: Problem where the page itself cannot be."""
    try:
        return await find(request, caller, service, question)
    except Problem as problem:
        if problem.status < 500:
            raise
        return None


async def every(request: Request, caller: Caller, question: PageAsk) -> list[Json]:
    """All pages of a list, ``MOST_PAGES`` at most."""
    found: list[Json] = []
    cursor: str | None = ""
    for _ in range(MOST_PAGES):
        part = msgspec.structs.replace(question, limit=MAX_PAGE, cursor=cursor)
        page = await ask(request, caller, "tasks", part)
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    return found


async def fresh(request: Request, key: str, asked: Callable[[], Awaitable[T]]) -> T:
    """What was asked for ``key`` a moment ago: the same for all who see as far."""
    kept: dict[str, tuple[float, Any]] = request.app.state.names
    at, found = kept.get(key, (-FRESH_SECONDS, None))
    if time.monotonic() - at > FRESH_SECONDS:
        found = await asked()
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = (time.monotonic(), found)
    return found  # type: ignore[no-any-return]
