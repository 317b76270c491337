"""Requests that bring a table: a form with a file, or plain JSON."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any

import msgspec
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from contracts import secrecy
from contracts.orders.doors import TABLE, Door
from contracts.sheets import Workbook
from gateway import door
from gateway.parts import parts
from gateway.problems import Problem
from gateway.sheets import lawful
from gateway.sheets.process import refusal
from gateway.sheets.protocol import Refused, Reply
from kit import logs

FORM = "multipart/form-data"
FILE = "file"
MAX_FIELDS = 40
MAX_FIELD = 1024 * 1024
"""Bytes of a part that is no file: all answers to a table are one."""
FRAME = MAX_FIELD + 512 * 1024
"""Bytes of a form beside its file."""
MIB = 1024 * 1024
MAX_NAME = 200
READ_AS = "X-Read-As"

log = logs.get(__name__)


@dataclass(frozen=True)
class Form:
    """``text``: the fields are text as in a URL; ``read_as``: how the file was read."""

    fields: dict[str, Any]
    text: bool = False
    read_as: str = ""

    def named(self, response: Response) -> Response:
        if self.read_as:
            response.headers[READ_AS] = self.read_as
        return response


@asynccontextmanager
async def received(request: Request, row: Door, account: str) -> AsyncIterator[Form]:
    """The request's fields. Of the requests that bring a table, only so many are held at once.

    Raises: Problem busy, unsupported-media-type, malformed-request, too-large, request-timeout,
    classified-matter, and the refusals of ``Tables.read``.
    """
    tables = parts(request).tables
    if not row.has_table:
        yield Form(await door.json_object(request, min(row.size, parts(request).max_body)))
        return
    async with tables.uploads.turn(account):
        media_type, charset = _media_type(request)
        if media_type != FORM:
            yield Form(await door.json_object(request, tables.max_table))
            return
        if charset not in ("", "utf-8", "utf8"):
            raise Problem("unsupported-media-type", "表单的文字须为 UTF-8。")
        raw = await door.body(request, tables.max_table + FRAME)
        given = await parsed(request, raw)
        del raw
        try:
            form = await _form(request, given, row.shape, account)
        finally:
            await given.close()
        yield form


async def must_be_lawful(form: Form, asked: Any) -> None:
    """A table that came as JSON is looked through as one in a file: before it is sent on.

    Raises: Problem sheet-faulty, classified-matter.
    """
    book = getattr(asked, TABLE, None)
    if form.text or not isinstance(book, Workbook):
        return
    try:
        await asyncio.to_thread(lawful.must_be_lawful, book)
    except Refused as refused:
        raise refusal(refused.fault) from None


def _media_type(request: Request) -> tuple[str, str]:
    """Without parameters, and the charset among them; both in small letters."""
    kind, more = parse_options_header(request.headers.get("content-type", ""))
    charset = more.get(b"charset", b"").decode("latin-1")
    return kind.decode("latin-1").strip().lower(), charset.strip().lower()


async def _form(
    request: Request, given: FormData, shape: type[msgspec.Struct], account: str
) -> Form:
    fields: dict[str, Any] = {}
    read_as = ""
    for name, value in given.multi_items():
        if name in fields or (name == FILE and TABLE in fields):
            raise Problem("invalid", f"{name} 出现了两次。", field=f"$.{name}")
        if not isinstance(value, UploadFile):
            fields[name] = _value(shape, name, value)
            continue
        if name != FILE:
            raise Problem("unknown-field", f"文件须放在 {FILE} 项中。", field=f"$.{name}")
        reply = await table_of(request, value, account)
        fields[TABLE] = reply.workbook
        read_as = reply.read_as
    return Form(fields, text=True, read_as=read_as)


async def table_of(
    request: Request, file: UploadFile, account: str, *, contacts: bool = False
) -> Reply:
    """Raises: Problem too-large, classified-matter, invalid, and the refusals of
    ``Tables.read``."""
    tables = parts(request).tables
    content = await file.read()
    if len(content) > tables.max_table:
        raise too_large(tables.max_table)
    name = _name(file.filename or "")
    return await tables.read(name, content, account, contacts=contacts)


def too_large(most: int) -> Problem:
    told = f"文件超过 {most // MIB} MB 的上限，请只保留需要的工作表，或拆成几份。"
    return Problem("too-large", told, field="$.file", limit_bytes=most)


async def parsed(request: Request, raw: bytes) -> FormData:
    """The form's parts. Raises: Problem malformed-request."""

    async def stream() -> AsyncGenerator[bytes, None]:
        yield raw

    parser = Parser(
        request.headers, stream(), max_files=1, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD
    )
    try:
        return await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise Problem("malformed-request", "表单无法读懂，或项数、长度超过上限。") from None


class Parser(MultiPartParser):
    """Keeps the file in memory: its size is limited already, and nothing is left on a disk."""

    spool_max_size = 1 << 30


def _name(given: str) -> str:
    """A file's name without a path.

    Raises: Problem classified-matter, not-a-table (too long, none), invalid (it names a person).
    """
    name = PurePath(given.replace("\\", "/")).name
    if secrecy.is_marked(name):
        refusal = secrecy.ClassifiedMatter(f"$.{FILE}")
        log.warning("classified matter refused", field=refusal.field)
        raise Problem(refusal.code, refusal.detail, field=refusal.field)
    if named := lawful.personal(name):
        raise Problem("invalid", f"文件名{named}。", field=f"$.{FILE}")
    if not name or len(name) > MAX_NAME:
        raise Problem("not-a-table", f"文件名须为 1 至 {MAX_NAME} 个字。", field=f"$.{FILE}")
    return name


def _value(shape: type[msgspec.Struct], name: str, text: str) -> Any:
    """A part's text; decoded where the field is a structure. Raises: Problem invalid."""
    if name not in structured(shape):
        return text
    try:
        return door.decoded(text.encode())
    except Problem:
        raise Problem("invalid", f"{name} 须为 JSON。", field=f"$.{name}") from None


@cache
def structured(shape: type[msgspec.Struct]) -> frozenset[str]:
    """The fields that travel as JSON in a form: objects and lists."""
    return frozenset(f.name for f in msgspec.structs.fields(shape) if _deep(f.type))


def _deep(kind: Any) -> bool:
    schema = msgspec.json.schema(kind)
    variants = [schema, *schema.get("anyOf", ())]
    return any("$ref" in one or one.get("type") in ("object", "array") for one in variants)
