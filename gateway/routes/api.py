"""How an endpoint becomes a route of the public API, and an answer a response."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

PREFIX = "/api/v1"
JSON = "application/json"

Endpoint = Callable[[Request], Awaitable[Response]]


def add(
    app: Starlette, verb: str, path: str, endpoint: Endpoint, operation: dict[str, Any]
) -> None:
    """``operation`` is the OpenAPI description; what the endpoint says of itself is added."""
    app.add_route(PREFIX + path, endpoint, [verb])
    said = {"description": endpoint.__doc__} if endpoint.__doc__ else {}
    app.state.paths.setdefault(PREFIX + path, {})[verb.lower()] = {**said, **operation}


def reply(answer: Any, status: int = 200) -> Response:
    """JSON; one thing's answer carries its version as ETag, for a later If-Match."""
    version = answer.get("version") if isinstance(answer, dict) else None
    tagged = type(version) is int and status == 200
    headers = {"ETag": f'"{version}"'} if tagged else None
    return Response(msgspec.json.encode(answer), status, headers, media_type=JSON)
