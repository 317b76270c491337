"""A table that comes with a form of a page."""

import asyncio

from starlette.datastructures import UploadFile
from starlette.requests import Request

from contracts.caller import Caller
from contracts.sheets import Workbook
from gateway import door
from gateway.console.frame import session
from gateway.parts import parts
from gateway.problems import Problem
from gateway.sheets import forms

MAX_DRAINED = 64 * 1024 * 1024
"""Bytes of a file that is too large which are read all the same: a browser that is cut off while it
sends shows no answer at all."""


async def received(
    request: Request, caller: Caller, given: dict[str, str], *, contacts: bool = False
) -> Workbook:
    """As ``perhaps``, where there must be one."""
    book = await perhaps(request, caller, given, contacts=contacts)
    if book is None:
        raise Problem("invalid", "请选择要带进来的文件。", field="$.file")
    return book


async def perhaps(
    request: Request, caller: Caller, given: dict[str, str], *, contacts: bool = False
) -> Workbook | None:
    """The table, or None where no file was chosen; the form's fields go into ``given``, whatever is
    wrong with the file. ``contacts``: it may hold telephone numbers.

    Raises: Problem, of the file's and of the form's own.
    """
    tables = parts(request).tables
    async with tables.uploads.turn(caller.account):
        raw = await _body(request, tables.max_table)
        form = await forms.parsed(request, raw)
        del raw
        try:
            given |= {k: v for k, v in form.multi_items() if isinstance(v, str)}
            session.check_form(request, given.get("form_token", ""))
            file = form.get(forms.FILE)
            if not isinstance(file, UploadFile) or not file.filename:
                return None
            reply = await forms.table_of(request, file, caller.account, contacts=contacts)
        finally:
            await form.close()
    assert reply.workbook is not None
    return reply.workbook


async def _body(request: Request, most: int) -> bytes:
    try:
        return await door.body(request, most + forms.FRAME)
    except Problem as problem:
        if problem.code != "too-large":
            raise
        drained = 0
        async with asyncio.timeout(parts(request).body_seconds):
            async for chunk in request.stream():
                drained += len(chunk)
                if drained > MAX_DRAINED:
                    break
        raise forms.too_large(most) from None
