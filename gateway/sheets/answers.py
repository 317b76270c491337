"""Answers that are files: a workbook of a service, or every page of a list."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import PurePath
from typing import IO, Any
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from contracts.clock import CHINA
from contracts.orders.base import PAGING
from contracts.sheets import Workbook
from gateway.parts import Parts, parts
from gateway.problems import Problem
from gateway.sheets.columns import Column
from gateway.sheets.names import Question, names_for
from gateway.sheets.protocol import Format, Head
from kit import logs

MEDIA_TYPES: dict[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGES = (200, 40, 8)
"""Rows asked for at once: where the answer is too large for a message, fewer."""
CHUNK = 64 * 1024
NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s]')
NOTHING = "没有符合条件的记录"
"""Said to people, in a workbook; programs read CSV, where no row is no row."""
MAX_PAGES = 100_000
"""A list that never ends is a fault."""

log = logs.get(__name__)

Page = Callable[[str, int], Awaitable[Any]]
"""(cursor, limit) → the page."""


def format_of(given: dict[str, Any]) -> tuple[Format, dict[str, Any]]:
    """The wanted format, and the other parameters. Raises: Problem invalid."""
    rest = dict(given)
    format = rest.pop("format", "xlsx")
    if format not in MEDIA_TYPES:
        raise Problem("invalid", "格式须为 xlsx 或 csv。", field="$.format")
    return format, rest


def must_not_page(given: dict[str, Any]) -> None:
    """An export has no pages. Raises: Problem unknown-field."""
    for name in sorted(PAGING):
        if name in given:
            raise Problem("unknown-field", f"导出不分页，没有 {name}。", field=f"$.{name}")


async def workbook(made: Parts, answer: Any, format: Format, account: str) -> Response:
    """The answer's workbook as a file; of CSV the first sheet."""
    try:
        book = msgspec.convert(answer["workbook"], Workbook)
    except (msgspec.ValidationError, KeyError, TypeError):
        log.error("a service's answer holds no workbook")
        raise Problem("internal") from None
    async with made.tables.written(format, account) as writer:
        for sheet in book.sheets if format == "xlsx" else book.sheets[:1]:
            head = Head(
                name=sheet.name, merged=sheet.merged, widths=sheet.widths, header=sheet.header
            )
            await writer.sheet(head, sheet.rows)
        return _file(await writer.finish(), PurePath(book.filename).stem, format)


async def export(
    request: Request,
    page: Page,
    ask: Question,
    title: str,
    columns: tuple[Column, ...],
    format: Format,
    account: str,
) -> Response:
    """Every page of a list, row by row into a file; nothing is sent before it is whole.

    Pages are read one after another: what is changed meanwhile may be missing or stand twice.
    Raises: Problem export-too-large, deadline-passed, and what ``page`` and ``ask`` raise.
    """
    tables = parts(request).tables
    head = Head(name=title, widths=tuple(one.width for one in columns), header=1)
    try:
        async with (
            asyncio.timeout(tables.export_seconds),
            tables.written(format, account, long=True) as writer,
        ):
            await writer.sheet(head, [[one.title for one in columns]])
            names = await names_for(columns, ask)
            some = False
            async for items in _pages(request, page, tables.max_export):
                some = some or bool(items)
                await writer.rows([one.of(item, names) for one in columns] for item in items)
            if not some and format == "xlsx":
                await writer.rows([[NOTHING]])
            file = await writer.finish()
    except TimeoutError:
        raise Problem("deadline-passed", "导出超时，请缩小查询范围后再试。") from None
    return _file(file, f"{title}_{datetime.now(CHINA):%Y%m%d}", format)


async def _pages(request: Request, page: Page, most: int) -> AsyncIterator[list[Any]]:
    cursor, count = "", 0
    for _ in range(MAX_PAGES):
        answer = await _fitting(page, cursor)
        items = answer["items"]
        count += len(items)
        if count > most:
            raise Problem("export-too-large", f"结果超过 {most} 行，请缩小查询范围后再导出。")
        yield items
        cursor = answer.get("next") or ""
        if not cursor:
            return
        if await request.is_disconnected():
            raise Problem("request-timeout")
    raise Problem("internal")


async def _fitting(page: Page, cursor: str) -> Any:
    """The page in the largest size that a message holds. Raises: what ``page`` raises."""
    for limit in PAGES:
        try:
            return await page(cursor, limit)
        except Problem as problem:
            if problem.code != "too-large" or limit == PAGES[-1]:
                raise
    raise AssertionError("unreachable")


def _file(file: IO[bytes], stem: str, format: Format) -> Response:
    headers = {
        "Content-Length": str(os.fstat(file.fileno()).st_size),
        "Content-Disposition": disposition(f"{stem}.{format}"),
    }
    return StreamingResponse(_chunks(file), headers=headers, media_type=MEDIA_TYPES[format])


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk


def document(raw: bytes, name: str) -> Response:
    """A .docx under a name of at most 80 signs, none of which a file's name may not have."""
    stem = NOT_IN_A_NAME.sub("", name)[:80]
    headers = {"Content-Disposition": disposition(f"{stem}.docx"), "Cache-Control": "no-store"}
    return Response(raw, headers=headers, media_type=DOCX)


def disposition(name: str) -> str:
    """RFC 6266: a name in ASCII for old clients, and the whole name as RFC 5987 says."""
    plain = f"download{PurePath(name).suffix}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
