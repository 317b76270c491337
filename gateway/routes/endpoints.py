"""What happens at a door: who, what, then the call to the service."""

import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
import msgspec.inspect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.base import Ask
from contracts.orders.doors import Door
from gateway import describe, door
from gateway.audit.telling import tell, tell_read
from gateway.parts import parts
from gateway.routes.api import Endpoint, add, reply
from gateway.sheets import answers, forms
from gateway.sheets.columns import Column
from gateway.validation import read
from gateway.vouching import vouched

Columns = tuple[Column, ...]


def install(
    app: Starlette, service: str, rows: Iterable[Door], columns: Mapping[Any, Columns]
) -> None:
    """``columns``: of each question that has an export. Raises: KeyError for one without."""
    for row in rows:
        if row.kind == "export":
            endpoint = _export(service, row, columns[row.shape])
        else:
            endpoint = MAKERS[row.kind](service, row)
        add(app, row.verb, row.path, endpoint, describe.door(service, row))


def _command(service: str, row: Door) -> Endpoint:
    async def command(request: Request) -> Response:
        caller = await _allowed(request, row)
        key, expected = door.idempotency_key(request), door.expected(request)
        given = await door.json_object(request, min(row.size, parts(request).max_body))
        order = _read(row, caller, given, request)
        return reply(await _give(request, service, row, order, caller, key, expected), row.status)

    return command


def _upload(service: str, row: Door) -> Endpoint:
    async def upload(request: Request) -> Response:
        caller = await _allowed(request, row)
        key, expected = door.idempotency_key(request), door.expected(request)
        async with forms.received(request, row, caller.account) as form:
            order = _read(row, caller, form.fields, request, text=form.text)
            await forms.must_be_lawful(form, order)
            answer = await _give(request, service, row, order, caller, key, expected)
        return form.named(reply(answer, row.status))

    return upload


def _question(service: str, row: Door) -> Endpoint:
    async def question(request: Request) -> Response:
        caller = await _allowed(request, row)
        ask = _read(row, caller, door.query(request), request, text=True)
        await tell_read(request, caller, ask)
        return reply(await _ask(request, service, row, ask, caller))

    return question


def _preview(service: str, row: Door) -> Endpoint:
    async def preview(request: Request) -> Response:
        caller = await _allowed(request, row)
        async with forms.received(request, row, caller.account) as form:
            ask = _read(row, caller, form.fields, request, text=form.text)
            await forms.must_be_lawful(form, ask)
            answer = await _ask(request, service, row, ask, caller)
        return form.named(reply(answer))

    return preview


def _download(service: str, row: Door) -> Endpoint:
    async def download(request: Request) -> Response:
        caller = await _allowed(request, row)
        format, given = answers.format_of(door.query(request))
        ask = _read(row, caller, given, request, text=True)
        answer = await _ask(request, service, row, ask, caller)
        await tell(request, caller, "export", request.url.path, detail=request.url.query)
        return await answers.workbook(parts(request), answer, format, caller.account)

    return download


def _document(service: str, row: Door) -> Endpoint:
    async def document(request: Request) -> Response:
        caller = await _allowed(request, row)
        ask = _read(row, caller, door.query(request), request, text=True)
        answer = await _ask(request, service, row, ask, caller)
        await tell(request, caller, "export", request.url.path)
        return answers.document(b64decode(answer["print"]), f"{answer['number']} {answer['title']}")

    return document


def _export(service: str, row: Door, columns: Columns) -> Endpoint:
    async def export(request: Request) -> Response:
        caller = await _allowed(request, row)
        format, given = answers.format_of(door.query(request))
        answers.must_not_page(given)
        ask = _read(row, caller, given, request, text=True)

        await tell(request, caller, "export", request.url.path, detail=request.url.query)

        async def page(cursor: str, limit: int) -> Any:
            part = msgspec.structs.replace(ask, limit=limit, cursor=cursor)
            return await _ask(request, service, row, part, caller)

        async def named(method: str, about: Ask) -> Any:
            return await parts(request).rpc.call("tasks", method, {"ask": about, "caller": caller})

        return await answers.export(
            request, page, named, row.summary, columns, format, caller.account
        )

    return export


MAKERS = {
    "order": _command,
    "upload": _upload,
    "ask": _question,
    "preview": _preview,
    "download": _download,
    "document": _document,
}


async def _allowed(request: Request, row: Door) -> Caller:
    caller = (await door.session(request)).caller
    door.allow(caller, row.roles)
    return caller


def _read(
    row: Door, caller: Caller, given: dict[str, Any], request: Request, *, text: bool = False
) -> Any:
    asked = read(row.shape, door.merge(given, in_path(row, request)), text=text)
    door.within_scope(caller, asked)
    return asked


def in_path(row: Door, request: Request) -> dict[str, Any]:
    """What the address says: its numbers as numbers, whatever the body is."""
    numbers = _numbers(row.shape)
    return {
        name: int(value) if name in numbers and re.fullmatch(r"[0-9]{1,18}", value) else value
        for name, value in request.path_params.items()
    }


@cache
def _numbers(shape: type[msgspec.Struct]) -> frozenset[str]:
    """The fields that are whole numbers."""
    return frozenset(
        field.name
        for field in msgspec.structs.fields(shape)
        if isinstance(msgspec.inspect.type_info(field.type), msgspec.inspect.IntType)
    )


async def _give(
    request: Request,
    service: str,
    row: Door,
    order: Any,
    caller: Caller,
    key: str,
    expected: int | None,
) -> Any:
    """Give an order. ``expected``: the version that the caller saw, refused where it is old."""
    kwargs = {"order": order, "caller": caller, "key": key}
    if expected is not None:
        kwargs["expected"] = expected
    return await vouched(parts(request).rpc, service, row.method, kwargs)


async def _ask(request: Request, service: str, row: Door, ask: Any, caller: Caller) -> Any:
    kwargs = {"ask": ask, "caller": caller}
    return await vouched(parts(request).rpc, service, row.method, kwargs)
