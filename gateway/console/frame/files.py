"""Lists and sheets handed out as files, to who reads pages as to who calls the API."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.base import Ask, PageAsk, method_of
from contracts.orders.doors import doors_of
from gateway.audit.telling import tell
from gateway.console.frame.asking import ask
from gateway.parts import parts
from gateway.routes.exports import COLUMNS
from gateway.sheets import answers


async def exported(request: Request, caller: Caller, question: PageAsk) -> Response:
    """Every page of a list as one workbook. Raises: Problem as ``answers.export``."""
    title = next(each.summary for each in doors_of(type(question)) if each.kind == "export")
    await tell(request, caller, "export", request.url.path, detail=request.url.query)

    async def page(cursor: str, limit: int) -> Any:
        part = msgspec.structs.replace(question, limit=limit, cursor=cursor)
        return await ask(request, caller, "tasks", part)

    async def named(method: str, about: Ask) -> Any:
        told = {"ask": about, "caller": caller}
        return await parts(request).rpc.call("tasks", method, told)

    columns = COLUMNS[type(question)]
    return await answers.export(request, page, named, title, columns, "xlsx", caller.account)


async def sheet(
    request: Request, caller: Caller, question: Ask, service: str = "tasks"
) -> Response:
    """The workbook that answers a question. Raises: Problem as ``ask``."""
    await tell(request, caller, "export", request.url.path, detail=method_of(type(question)))
    answer = await ask(request, caller, service, question)
    return await answers.workbook(parts(request), answer, "xlsx", caller.account)
