"""A row of a route table, and the FastAPI route that is made of it."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Literal, NamedTuple

import msgspec
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from contracts.orders.base import Ask, Order, PageAsk
from contracts.words import Role
from gateway.door import LARGE, PLAIN
from gateway.sheets.columns import Column

PREFIX = "/api/v1"
JSON = "application/json"
TABLE = "workbook"
"""The field of an order that a file becomes."""

Endpoint = Callable[[Request], Awaitable[Response]]
Kind = Literal["order", "ask", "upload", "preview", "download", "export"]

__all__ = [
    "LARGE",
    "Column",
    "Row",
    "add",
    "download",
    "export",
    "get",
    "post",
    "preview",
    "upload",
]


class Row(NamedTuple):
    """``POST``/``GET`` path → ``<service>.<method>`` with ``shape``; no roles: every role may.

    ``columns``: of an export. ``size``: bytes of a body, of one with a table the gateway's limit.
    """

    verb: str
    path: str
    shape: type[Order] | type[Ask]
    roles: tuple[Role, ...] = ()
    status: int = 200
    summary: str = ""
    kind: Kind = "order"
    columns: tuple[Column, ...] = ()
    size: int = PLAIN

    @property
    def has_table(self) -> bool:
        return TABLE in self.shape.__struct_fields__

    @property
    def method(self) -> str:
        """The RPC method: AppointPerson -> appoint_person."""
        return re.sub(r"(?<=.)(?=[A-Z])", "_", self.shape.__name__).lower()

    @property
    def in_path(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


def post(
    path: str,
    shape: type[Order],
    summary: str,
    *roles: Role,
    status: int = 200,
    size: int = PLAIN,
) -> Row:
    return Row("POST", path, shape, roles, status, summary, size=size)


def get(path: str, shape: type[Ask], summary: str, *roles: Role) -> Row:
    return Row("GET", path, shape, roles, 200, summary, "ask")


def upload(path: str, shape: type[Order], summary: str, *roles: Role, status: int = 200) -> Row:
    """An order with a table: the part ``file`` of a form becomes its field ``workbook``."""
    return Row("POST", path, shape, roles, status, summary, "upload")


def preview(path: str, shape: type[Ask], summary: str, *roles: Role, size: int = PLAIN) -> Row:
    """A question with a table (or a long one), asked with a body. It changes nothing."""
    return Row("POST", path, shape, roles, 200, summary, "preview", size=size)


def download(path: str, shape: type[Ask], summary: str, *roles: Role) -> Row:
    """A question whose answer's ``workbook`` is handed out as a file."""
    return Row("GET", path, shape, roles, 200, summary, "download")


def export(
    path: str,
    shape: type[PageAsk],
    summary: str,
    columns: tuple[Column, ...],
    *roles: Role,
) -> Row:
    """Every page of a question as one file; stands beside the question's own door."""
    return Row("GET", path, shape, roles, 200, summary, "export", columns)


def add(app: FastAPI, verb: str, path: str, endpoint: Endpoint, operation: dict[str, Any]) -> None:
    """``operation`` is the OpenAPI description; nothing is added to it by inference."""
    app.add_api_route(
        PREFIX + path,
        endpoint,
        methods=[verb],
        status_code=int(next(status for status in operation["responses"] if status != "default")),
        response_class=Response,
        operation_id=operation["operationId"],
        openapi_extra=operation,
    )


def reply(answer: Any, status: int = 200) -> Response:
    """JSON; one thing's answer carries its version as ETag, for a later If-Match."""
    version = answer.get("version") if isinstance(answer, dict) else None
    tagged = type(version) is int and status == 200
    headers = {"ETag": f'"{version}"'} if tagged else None
    return Response(msgspec.json.encode(answer), status, headers, media_type=JSON)
