"""A row of a route table, and the FastAPI route that is made of it."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import msgspec
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from contracts.orders.base import Ask, Order
from contracts.words import Role
from gateway import describe, door
from gateway.parts import parts
from gateway.validation import read

PREFIX = "/api/v1"
JSON = "application/json"

Endpoint = Callable[[Request], Awaitable[Response]]


class Row(NamedTuple):
    """``POST``/``GET`` path → ``<service>.<method>`` with ``shape``; no roles: every role may."""

    verb: str
    path: str
    shape: type[Order] | type[Ask]
    roles: tuple[Role, ...] = ()
    status: int = 200
    summary: str = ""

    @property
    def method(self) -> str:
        """The RPC method: AppointPerson -> appoint_person."""
        return re.sub(r"(?<=.)(?=[A-Z])", "_", self.shape.__name__).lower()

    @property
    def in_path(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


def post(path: str, shape: type[Order], summary: str, *roles: Role, status: int = 200) -> Row:
    return Row("POST", path, shape, roles, status, summary)


def get(path: str, shape: type[Ask], summary: str, *roles: Role) -> Row:
    return Row("GET", path, shape, roles, 200, summary)


def install(app: FastAPI, service: str, rows: tuple[Row, ...]) -> None:
    for row in rows:
        endpoint = _command(service, row) if row.verb == "POST" else _question(service, row)
        add(
            app,
            row.verb,
            row.path,
            endpoint,
            describe.row(service, row),
        )


def add(app: FastAPI, verb: str, path: str, endpoint: Endpoint, operation: dict[str, Any]) -> None:
    """``operation`` is the OpenAPI description; nothing is added to it by inference."""
    app.add_api_route(
        PREFIX + path,
        endpoint,
        methods=[verb],
        response_class=Response,
        operation_id=operation["operationId"],
        openapi_extra=operation,
    )


def _command(service: str, row: Row) -> Endpoint:
    async def command(request: Request) -> Response:
        caller = door.session(request).caller
        door.allow(caller, row.roles)
        key = door.idempotency_key(request)
        order = read(row.shape, door.merge(await door.json_object(request), request.path_params))
        door.within_scope(caller, order)
        answer = await parts(request).rpc.call(
            service, row.method, {"order": order, "caller": caller, "key": key}
        )
        return reply(answer, row.status)

    return command


def _question(service: str, row: Row) -> Endpoint:
    async def question(request: Request) -> Response:
        caller = door.session(request).caller
        door.allow(caller, row.roles)
        ask = read(row.shape, door.merge(door.query(request), request.path_params), text=True)
        door.within_scope(caller, ask)
        answer = await parts(request).rpc.call(service, row.method, {"ask": ask, "caller": caller})
        return reply(answer)

    return question


def reply(answer: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(answer), status, media_type=JSON)
