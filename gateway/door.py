"""The way in: who asks, with what key, with which body; every check that needs no service."""

import asyncio
import re
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.words import CITY_WIDE, Role
from gateway.parts import parts
from gateway.problems import Problem
from gateway.tokens import Session

KEY_HEADER = "idempotency-key"
_KEY = re.compile(r"[\x21-\x7e]{1,120}")
_VERSION = re.compile(r'"([0-9]{1,15})"')


def session(request: Request) -> Session:
    """Raises: Problem not-signed-in, token-invalid, token-expired."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("not-signed-in")
    found = parts(request).tokens.read(token.strip())
    request.state.district = found.caller.district
    return found


def allow(caller: Caller, roles: tuple[Role, ...]) -> None:
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
    key = request.headers.get(KEY_HEADER)
    if not key:
        raise Problem("idempotency-key-missing")
    if not _KEY.fullmatch(key):
        raise Problem("idempotency-key-invalid")
    return key


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


async def body(request: Request, limit: int = 0) -> bytes:
    """The whole body within its limits of size (0: the usual one) and time.

    Raises: Problem too-large, request-timeout.
    """
    limit, seconds = limit or parts(request).max_body, parts(request).body_seconds
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


async def json_object(request: Request, limit: int = 0) -> dict[str, Any]:
    """Raises: Problem unsupported-media-type, malformed-request, and those of ``body``."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    raw = await body(request, limit)
    if raw and media_type != "application/json":
        raise Problem("unsupported-media-type")
    try:
        data = msgspec.json.decode(raw or b"{}")
    except msgspec.DecodeError as error:
        raise Problem("malformed-request", f"请求体不是合法的 JSON：{error}") from None
    except RecursionError:
        raise Problem("malformed-request", "请求体嵌套过深。") from None
    if not isinstance(data, dict):
        raise Problem("malformed-request")
    return data


def query(request: Request) -> dict[str, Any]:
    """The URL's parameters, each once. Raises: Problem invalid."""
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
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
