"""The addresses that Collect knows: the list of forms, a form and its choices, a submission."""

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.tasks import Districts, TaskOf, Tasks
from contracts.roles import UPLOADERS
from gateway import door, duties
from gateway.asking import ask
from gateway.openrosa import answers, carrying, forms, instance
from gateway.openrosa.answers import HOME, server_of
from gateway.openrosa.forms import DISTRICTS, TASKS, Form, Inconvertible
from gateway.openrosa.instance import Submission, wrong
from gateway.parts import parts
from gateway.problems import Problem
from gateway.validation import read
from gateway.visitors import Visitor, address_of
from kit import logs

MAX_BODY = 32 * 1024 * 1024
"""Bytes of one post; Collect sends the rest in another."""
MAX_DRAINED = 4 * MAX_BODY
"""Bytes that are read all the same: who is cut off while it sends hears no answer at all."""
XML = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"
MAX_FIELD = 64 * 1024
SILENCE = 60.0
"""Seconds without a byte of a body; a telephone's link may be away for half a minute."""
GRACE, SLOWEST = 180.0, 4 * 1024
"""Seconds for a body, and bytes for which there is another: who sends a byte a minute holds one of
the few places for posts, which others wait for."""
CHALLENGE = {"WWW-Authenticate": 'Basic realm="tongxin", charset="UTF-8"'}

log = logs.get(__name__)

Json = dict[str, Any]
Handler = Callable[[Request, Caller], Awaitable[Response]]


def spoken(show: Handler) -> Callable[[Request], Awaitable[Response]]:
    """For whoever has an app password; a refusal in OpenRosa's own form."""

    async def guarded(request: Request) -> Response:
        try:
            return await show(request, await _caller(request))
        except Problem as problem:
            headers = problem.further_headers()
            if problem.status == 401:
                headers |= CHALLENGE
            return answers.said(problem.detail or problem.title, problem.status, headers)

    return guarded


async def _caller(request: Request) -> Caller:
    """Raises: Problem insecure-transport, bad-credentials, too-often, forbidden."""
    door.must_be_private(request)
    given = request.headers.get("authorization", "")
    if not given:
        raise Problem("not-signed-in", "请用账号和应用口令登录。")
    visitor = Visitor(address_of(request))
    caller = await parts(request).devices.caller(given, visitor)
    request.state.district, request.state.caller = caller.district, caller
    request.state.once = secrets.token_hex(8)
    door.allow(caller, UPLOADERS)
    return caller


# -- forms ---------------------------------------------------------------------------------------


async def _open(request: Request, caller: Caller) -> list[tuple[Json, Json]]:
    """Each open task of the caller's that wants photos, with its item."""
    asked = Tasks(unit=caller.unit or None)
    tasks = [t for t in await duties.open_tasks(request, caller, asked) if duties.counts(t)]
    found = []
    for task in tasks:
        item = (await duties.items(request, caller, task["standard"])).get(task["item"])
        if item is not None and forms.wants_photos(item):
            found.append((task, item))
    return found


async def form_list(request: Request, caller: Caller) -> Response:
    items = {item["code"]: item for _, item in await _open(request, caller)}
    made_of = await made([items[code] for code in sorted(items)])
    return answers.form_list(made_of, server_of(request))


async def made(items: Iterable[Json]) -> list[Form]:
    return [form for form in [await _form(item) for item in items] if form is not None]


async def _form(item: Json) -> Form | None:
    """None where it cannot be made: the others are none the worse."""
    try:
        return await asyncio.to_thread(forms.form_of, item)
    except Inconvertible as fault:
        log.warning("an item makes no form", item=item["code"], error=str(fault)[:300])
        return None


async def _named(request: Request, caller: Caller) -> tuple[Form, list[Json]]:
    """Raises: Problem not-found."""
    code = request.path_params["item"]
    found = [(task, item) for task, item in await _open(request, caller) if item["code"] == code]
    if not found:
        raise Problem("not-found", "没有这张表单，或此项没有待办的任务。")
    form = await _form(found[0][1])
    if form is None:
        raise Problem("not-found", "这一项的文字做不成表单，请用照片页上传。")
    return form, [task for task, _ in found]


async def form(request: Request, caller: Caller) -> Response:
    return answers.form((await _named(request, caller))[0])


async def _files(request: Request, caller: Caller, tasks: list[Json]) -> dict[str, bytes]:
    districts = {task["district"] for task in tasks}
    known = (await ask(request, caller, "tasks", Districts()))["items"]
    of_districts = [(one["id"], one["name"]) for one in known if one["id"] in districts]
    of_tasks = [(one["id"], f"{one['title']}（{one['due']}）", one["district"]) for one in tasks]
    return {
        DISTRICTS: forms.choices(of_districts, ("name", "label")),
        TASKS: forms.choices(of_tasks, ("name", "label", "district")),
    }


async def manifest(request: Request, caller: Caller) -> Response:
    made, tasks = await _named(request, caller)
    return answers.manifest(made.item, await _files(request, caller, tasks), server_of(request))


async def media(request: Request, caller: Caller) -> Response:
    _, tasks = await _named(request, caller)
    content = (await _files(request, caller, tasks)).get(request.path_params["file"])
    if content is None:
        raise Problem("not-found")
    return Response(content, 200, answers.HEADERS, media_type="text/csv; charset=utf-8")


# -- submissions ---------------------------------------------------------------------------------


async def ready(request: Request, caller: Caller) -> Response:
    """HEAD: where to send, and how much at once."""
    more = {
        "Location": f"{server_of(request)}/submission",
        "X-OpenRosa-Accept-Content-Length": str(MAX_BODY),
    }
    return Response(status_code=204, headers=answers.HEADERS | more)


async def submit(request: Request, caller: Caller) -> Response:
    """Nothing is declared before all of a post is known to be right; then photo by photo, each of
    which may be repeated: so a post that broke is simply sent again."""
    async with parts(request).openrosa.turn(caller.account) as store:
        posted = await _parsed(request)
        try:
            about, uploads = await _read(posted)
            task = await _task(request, caller, about)
            spooled = [
                await carrying.spooled(one, uploads[one.name])
                for one in about.photos
                if one.name in uploads
            ]
            missing = [one for one in about.photos if one.name not in uploads]
            if INCOMPLETE not in posted:
                await _must_be_there(request, caller, about, missing)
            for one in spooled:
                order = carrying.declaration(about, task["title"], one)
                await carrying.carry(request, caller, store, order, one)
        finally:
            await posted.close()
    return answers.said(f"已收到 {len(spooled)} 张照片，校验后封存。", 201)


async def _must_be_there(
    request: Request, caller: Caller, about: Submission, missing: list[instance.Photo]
) -> None:
    for one in missing:
        if not await carrying.is_there(request, caller, about, one):
            raise wrong(f"缺少照片：{one.name}")


async def _parsed(request: Request) -> FormData:
    """The post, its pictures on disk. Raises: Problem too-large, malformed-request, and others."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Problem("unsupported-media-type")
    parser = MultiPartParser(
        request.headers,
        _limited(request),
        max_files=instance.MOST_PHOTOS + 1,
        max_fields=5,
        max_part_size=MAX_FIELD,
    )
    try:
        return await parser.parse()
    except OSError:  # no room for it beside those under way
        raise carrying.away() from None
    except MultiPartException as fault:
        raise Problem("malformed-request", f"表单无法读懂：{fault.message[:100]}") from None


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    received, chunks, began = 0, request.stream(), time.monotonic()
    while True:
        left = began + GRACE + received / SLOWEST - time.monotonic()
        try:
            async with asyncio.timeout(min(SILENCE, left)):
                chunk = await anext(chunks, None)
        except (TimeoutError, ClientDisconnect):
            raise Problem("request-timeout") from None
        if chunk is None:
            break
        received += len(chunk)
        if received <= MAX_BODY:
            yield chunk
        elif received > MAX_DRAINED:
            break
    if received > MAX_BODY:
        raise Problem("too-large", limit_bytes=MAX_BODY)


async def _read(posted: FormData) -> tuple[Submission, dict[str, UploadFile]]:
    """Raises: Problem invalid."""
    given, *others = posted.getlist(XML) or [""]
    if others:
        raise wrong("一次只能发送一张表单")
    if isinstance(given, UploadFile):
        raw = await given.read(instance.MAX_XML + 1)
    else:
        raw = given.encode()
    about = instance.read(raw)
    files = [(n, f) for n, f in posted.multi_items() if isinstance(f, UploadFile) and n != XML]
    uploads = {(one.filename or name): one for name, one in files}
    if len(uploads) < len(files):
        raise wrong("两个文件的名称相同")
    if unknown := uploads.keys() - {one.name for one in about.photos}:
        raise wrong(f"表单没有提到这个文件：{min(unknown)[:80]}")
    return about, uploads


async def _task(request: Request, caller: Caller, about: Submission) -> Json:
    """The task that the photos shall prove. Raises: Problem invalid."""
    try:
        task = await ask(request, caller, "tasks", read(TaskOf, {"task": about.task}))
    except Problem as problem:
        if problem.status not in (403, 404, 422):
            raise
        raise wrong(f"没有这项任务：{about.task[:80]}", "$.task") from None
    if task["item"] != about.item:
        raise wrong(f"这项任务不属于 {about.item}", "$.task")
    if task["district"] != about.district:
        raise wrong("这项任务不属于所选的县区", "$.district")
    if not duties.takes_part(task, caller) or duties.final(task):
        raise wrong("这项任务现在不能补充材料，或不归您办理", "$.task")
    return task


def install(app: Starlette) -> None:
    for verb, path, show in (
        ("GET", "/formList", form_list),
        ("GET", "/forms/{item}", form),
        ("GET", "/forms/{item}/manifest", manifest),
        ("GET", "/forms/{item}/{file}", media),
        ("GET", "/submission", ready),
        ("POST", "/submission", submit),
    ):
        app.add_route(HOME + path, spoken(show), [verb])
