"""A dossier on its way to who asked for it: any part of it, and never more of it in memory than a
block."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from contracts.caller import Caller
from gateway.audit.telling import tell
from gateway.dossiers.archive import Layout, Span
from gateway.dossiers.originals import Asking, Originals
from gateway.dossiers.ranges import Part, Unsatisfiable, part
from gateway.dossiers.store import Dossier, Shelf
from gateway.dossiers.volume import Filed, Planned
from gateway.dossiers.writing import laid_out
from gateway.parts import parts
from gateway.problems import Problem
from gateway.sheets.process import Seats

ZIP = "application/zip"


class _Seated(StreamingResponse):
    """Waits for a place before it begins."""

    def __init__(
        self,
        content: AsyncIterator[bytes],
        status: int,
        headers: dict[str, str],
        seats: Seats,
        account: str,
    ) -> None:
        super().__init__(content, status, headers, media_type=ZIP)
        self._seats, self._account = seats, account

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self._seats.turn(self._account):
                return await super().__call__(scope, receive, send)
        except Problem as problem:
            await problem.response()(scope, receive, send)


async def sent(request: Request, caller: Caller, dossier: Dossier) -> Response:
    """The ZIP, or what is asked of it. Raises: Problem refused (it is not ready)."""
    if dossier.state != "ready":
        raise Problem("refused", "这套档案还没有生成好，不能下载。")
    tag = f'"{dossier.tag}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(dossier.filename, safe='')}",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    asked, condition = (request.headers.get(name, "") for name in ("range", "if-range"))
    try:
        wanted = part(asked, condition, tag, dossier.size)
    except Unsatisfiable:
        unknown = headers | {"Content-Range": f"bytes */{dossier.size}"}
        return Response(status_code=416, headers=unknown)
    first, end = wanted or Part(0, dossier.size)
    headers["Content-Length"] = str(end - first)
    if wanted:
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{dossier.size}"
    status = 206 if wanted else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=ZIP)
    made = parts(request)
    await tell(request, caller, "export", request.url.path, detail=f"{dossier.code} {first}-{end}")
    stream = _bytes(made.shelf, made.originals, Asking(made.rpc, caller), dossier, first, end)
    return _Seated(stream, status, headers, made.dossier_seats, caller.account)


async def _bytes(
    shelf: Shelf, originals: Originals, asking: Asking, dossier: Dossier, first: int, end: int
) -> AsyncIterator[bytes]:
    plan = await shelf.plan(dossier)
    layout: Layout = laid_out(plan, dossier.frozen_at)
    at, files = -1, tuple[Filed, ...]()
    for span in layout.between(first, end):
        if span.member < 0:
            yield span.text[span.first : span.end]
            continue
        one: Planned = plan[span.member]
        if one.evidence:
            async for block in _original(originals, asking, one, span):
                yield block
            continue
        if at != one.volume:
            at, files = one.volume, await shelf.files(dossier, one.volume)
        yield files[one.n].made[span.first : span.end]


async def _original(
    originals: Originals, asking: Asking, one: Planned, span: Span
) -> AsyncIterator[bytes]:
    """Raises: OSError, so that the connection breaks off: what was sent so far is right."""
    try:
        async for block in originals.read(asking, one.evidence, span.first, span.end):
            yield block
    except Problem as problem:
        raise OSError(f"{one.path}: {problem.code}") from problem
