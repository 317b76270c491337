"""The way in: who asks, with what key, with which body; every check that needs no service."""

import asyncio
import json
import re
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.orders.doors import PLAIN
from contracts.roles import Roles
from contracts.words import CITY_WIDE
from gateway.entrance import LOOPBACK
from gateway.parts import parts
from gateway.problems import Problem
from gateway.tokens import Session

JSON = "application/json"
TINY = 4 * 1024
"""Bytes of a sign-in."""
MAX_VALUES = 400_000
"""Values in one body; a table has 300,000 cells at most."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
KEY_HEADER = "idempotency-key"
_KEY = re.compile(r"[\x21-\x7e]{1,120}")
_VERSION = re.compile(r'"([0-9]{1,15})"')


def must_be_private(request: Request) -> None:
    """A password never crosses the open network in plain text. Raises: Problem
    insecure-transport."""
    if request.url.scheme != "https" and request.url.hostname not in LOOPBACK:
        raise Problem("insecure-transport")


async def session(request: Request) -> Session:
    """Raises: Problem not-signed-in, token-invalid, token-expired, database-unavailable."""
    given = request.headers.getlist("authorization")
    if len(given) > 1:
        raise Problem("token-invalid")
    scheme, _, token = "".join(given).partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("not-signed-in")
    found = await parts(request).tokens.admit(token.strip())
    request.state.district = found.caller.district
    request.state.caller = found.caller
    return found


def allow(caller: Caller, roles: Roles) -> None:
    """Raises: Problem forbidden. No roles: every role may."""
    if roles and not caller.has(*roles):
        raise Problem("forbidden")


def within_scope(caller: Caller, asked: Any) -> None:
    """Another district's things do not exist. A question without a district is limited by the
    service; an order on the whole city needs the whole city.

    Raises: Problem not-found.
    """
    district = getattr(asked, "district", None)
    if district is None or caller.district in (CITY_WIDE, district):
        return
    if district == CITY_WIDE and not isinstance(asked, Order):
        return
    raise Problem("not-found")


def idempotency_key(request: Request) -> str:
    """Raises: Problem idempotency-key-missing, idempotency-key-invalid."""
    given = request.headers.getlist(KEY_HEADER)
    if not any(given):
        raise Problem("idempotency-key-missing")
    if len(given) > 1 or not _KEY.fullmatch(given[0]):
        raise Problem("idempotency-key-invalid")
    return given[0]


def expected(request: Request) -> int | None:
    """The version that the client saw, of ``If-Match: "7"``; None where it does not say.

    Raises: Problem if-match-invalid.
    """
    given = request.headers.getlist("if-match")
    if not given:
        return None
    found = _VERSION.fullmatch(given[0].strip())
    if found is None or len(given) > 1:
        raise Problem("if-match-invalid")
    return int(found[1])


async def body(request: Request, limit: int = PLAIN) -> bytes:
    """The whole body within its limits of size and time.

    Raises: Problem too-large, request-timeout.
    """
    seconds = parts(request).body_seconds
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise Problem("too-large", limit_bytes=limit)
    received = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                received += chunk
                if len(received) > limit:
                    raise Problem("too-large", limit_bytes=limit)
    except (TimeoutError, ClientDisconnect):
        raise Problem("request-timeout") from None
    return bytes(received)


async def json_object(request: Request, limit: int = PLAIN) -> dict[str, Any]:
    """Raises: Problem unsupported-media-type, malformed-request, and those of ``body``."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    raw = await body(request, limit)
    if raw and media_type != JSON:
        raise Problem("unsupported-media-type")
    data = decoded(raw or b"{}")
    if not isinstance(data, dict):
        raise Problem("malformed-request")
    return data


def decoded(raw: bytes) -> Any:
    """JSON as data, in time linear in its size: 8 MiB take about 50 ms, the most hostile 300 ms.

    A name that stands twice in an object is refused up to ``PLAIN`` bytes; beyond, where looking
    for it would cost more than all the rest, the last one counts. Raises: Problem
    malformed-request.
    """
    if len(raw) > PLAIN and sum(map(raw.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise Problem("malformed-request", f"请求体中的值超过 {MAX_VALUES} 个。")
    try:
        data = msgspec.json.decode(raw)
        if len(raw) <= PLAIN:
            json.loads(raw, object_pairs_hook=_once)
    except RecursionError:
        raise Problem("malformed-request", "请求体嵌套过深。") from None
    except ValueError as error:  # no JSON, no UTF-8, or digits without end
        told = f"请求体不是合法的 JSON：{str(error)[:200]}"
        raise Problem("malformed-request", told) from None
    return data


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice in an object")


def query(request: Request) -> dict[str, Any]:
    """The URL's parameters, each once. Raises: Problem invalid."""
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if CONTROL.search(name + value):
            raise Problem("invalid", "参数含有控制字符。", field=f"$.{CONTROL.sub('', name)}")
        if name in given:
            raise Problem("invalid", f"参数 {name} 出现了两次。", field=f"$.{name}")
        given[name] = value
    return given


def merge(given: dict[str, Any], path: dict[str, Any]) -> dict[str, Any]:
    """Path parameters belong to the path alone. Raises: Problem unknown-field."""
    for name in path:
        if name in given:
            raise Problem("unknown-field", f"{name} 由地址给出，不得重复。", field=f"$.{name}")
    return {**given, **path}
