"""What the pages of units share: who may, the districts that are seen, labels."""

from typing import Any

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.tasks import (
    Districts,
)
from contracts.words import CITY_WIDE
from gateway import door
from gateway.console.frame import session
from gateway.console.frame.asking import ask
from gateway.console.frame.render import language
from gateway.console.frame.words import word

Json = dict[str, Any]


async def reader(request: Request, roles: Any) -> Caller:
    caller = (await session.current(request)).caller
    door.allow(caller, roles)
    return caller


async def districts_seen(request: Request, caller: Caller) -> list[tuple[str, str]]:
    """Those that the caller sees, by id and name."""
    found = await ask(request, caller, "tasks", Districts())
    seen = ((one["id"], one["name"]) for one in found["items"])
    return [(id, name) for id, name in seen if caller.district in (CITY_WIDE, id)]


def labels(request: Request, *names: str) -> dict[str, str]:
    return {name: word(language(request), f"units.{name}") for name in names}
