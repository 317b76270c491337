"""上传佐证: the page, and what its script asks. Files go from the browser to the store."""

import asyncio
import re
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.evidence import Caption, Declare, EvidenceOf, Open, Uploaded
from contracts.words import EVIDENCE_STATE_NAMES, Lang
from gateway import door
from gateway.console.frame import session
from gateway.console.frame.asking import Json, ask, find, give
from gateway.console.frame.naming import names
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import calendar, term
from gateway.console.frame.words import stamp, today, word
from gateway.console.tasks import gathering, rights, showing, views
from gateway.console.tasks.listing import HOME
from gateway.duties import counts
from gateway.problems import Problem
from gateway.validation import read

CAPTIONS = Caption.__struct_fields__
MAX_MANIFEST = 64 * 1024
"""Bytes of a declaration; a file of 512 MiB names a hundred parts."""
ENDED = frozenset({"SEALED", "REJECTED", "QUARANTINED", "EXPIRED", "DISPOSED"})
"""States that the script waits for."""
ID = re.compile(r"[0-9a-f-]{36}")


async def ask_for(request: Request) -> Response:
    caller = (await session.current(request)).caller
    task = await gathering.task_of(request, caller)
    if "upload" not in rights.acts(task, caller, today()):
        return RedirectResponse(f"{HOME}/{task['id']}?done=task-not-now", 303)
    item, called, days, register = await asyncio.gather(
        showing.item_of(request, caller, task),
        names(request, caller, task["district"]),
        calendar(request, caller),
        gathering.register(request, caller, task),
    )
    redo = await _redo(request, caller, task)
    return render(
        request,
        "tasks/upload.html",
        caller=caller,
        task=task,
        wants=views.wanted(item),
        rows=_rows(register, caller),
        captions=CAPTIONS,
        given=redo["given"] if redo else {"theme": task["title"]},
        redo=redo,
        pairs=_pictures(task, language(request)),
        due=term(task["due"], days, language(request)),
        called=called,
    )


def _pictures(task: Json, lang: Lang) -> list[tuple[str, str]]:
    """Those of before, to stand beside one of after."""
    pictures = [one for one in task["sealed"] if one["media_type"].startswith(views.PICTURES)]
    return [(one["id"], f"{stamp(one['captured_at'], lang)} {one['id'][:8]}") for one in pictures]


async def _redo(request: Request, caller: Caller, task: Json) -> Json | None:
    """The returned file that the address names, with what its card said; None without one."""
    id = request.path_params.get("evidence", "")
    word = next((one for one in task.get("judged", ()) if one["evidence"] == id), None)
    if word is None or word["accepted"] or not ID.fullmatch(id):
        return None
    piece = await find(request, caller, "evidence", EvidenceOf(evidence=id))
    said = {**piece["caption"], "title": piece["title"], "row": piece["row"]} if piece else {}
    return {"id": id, "reason": word["reason"], "given": said}


def _rows(register: Json | None, caller: Caller) -> list[tuple[str, str]]:
    """Points of the register that are the unit's, the open ones first."""
    rows = [row for row in (register["rows"] if register else ()) if row["state"] != "withdrawn"]
    own = [row for row in rows if row["unit"] == caller.unit]
    ordered = sorted(own or rows, key=lambda row: (row["state"] != "open", row["key"]))
    return [(row["key"], f"{row['key']} {row['label']}") for row in ordered]


async def declare(request: Request) -> Response:
    """A file about to come: where to send it."""
    caller, given = await received(request)
    task = await gathering.task_of(request, caller)
    if given.get("row") and not task["register"]:
        raise Problem("invalid", field="$.row")
    about = {
        "district": task["district"],
        "tasks": [task["id"]],
        "items": [task["item"]] if counts(task) else [],
        "register": task["register"] if given.get("row") else None,
        "row": given.get("row") or None,
    }
    return await declared(request, caller, given, about)


async def declared(
    request: Request, caller: Caller, given: dict[str, Any], about: Json
) -> Response:
    """``about``: what the file shall prove, as the page knows it; it goes before what was sent."""
    _must_be_captioned(request, given)
    sent = {name: given[name] for name in Declare.__struct_fields__ if name in given}
    order = read(Declare, {**sent, **about})
    answer = await give(request, caller, "evidence", order, f"declare-{order.evidence}")
    if answer["state"] not in ("DECLARED", "OPEN"):
        return JSONResponse(answer)
    return await _opened(request, caller, order.evidence)


async def opened(request: Request) -> Response:
    """Further addresses of a file in parts."""
    caller, _ = await received(request)
    return await _opened(request, caller, _named(request))


async def _opened(request: Request, caller: Caller, evidence: str) -> Response:
    key = f"open-{evidence}-{request.state.once}"
    return JSONResponse(await give(request, caller, "evidence", Open(evidence=evidence), key))


async def uploaded(request: Request) -> Response:
    caller, _ = await received(request)
    evidence = _named(request)
    key = f"uploaded-{evidence}-{request.state.once}"
    return JSONResponse(await give(request, caller, "evidence", Uploaded(evidence=evidence), key))


async def state(request: Request) -> Response:
    """Where a file stands, in words."""
    caller = (await session.current(request)).caller
    found = await ask(request, caller, "evidence", EvidenceOf(evidence=_named(request)))
    named = EVIDENCE_STATE_NAMES[found["state"]]
    if language(request) == "en":
        named = word("en", f"tasks.file.{found['state'].lower()}")
    told = {"state": found["state"], "ended": found["state"] in ENDED, "told": named}
    return JSONResponse({**told, "reason": found.get("reason", "")})


def _named(request: Request) -> str:
    evidence: str = request.path_params["evidence"]
    if not ID.fullmatch(evidence):
        raise Problem("not-found")
    return evidence


async def received(request: Request) -> tuple[Caller, dict[str, Any]]:
    """What the page's own script sends. Raises: Problem cross-site."""
    caller = (await session.current(request)).caller
    given = msgspec.convert(await door.json_object(request, MAX_MANIFEST), dict[str, Any])
    session.check_form(request, str(given.get("form_token", "")))
    request.state.once = str(given.get("once", ""))[:40]
    return caller, given


def _must_be_captioned(request: Request, given: dict[str, Any]) -> None:
    """All six, of a picture. Source: rules for archive photographs. Raises: Problem invalid."""
    if not str(given.get("media_type", "")).startswith(views.PICTURES):
        return
    caption = given.get("caption")
    for name in CAPTIONS:
        if not (isinstance(caption, dict) and str(caption.get(name, "")).strip()):
            told = word(language(request), "tasks.caption_missing")
            raise Problem("invalid", told, field=f"$.caption.{name}")


def scripted(show: Any) -> Any:
    """A refusal as the script reads it; a page would be no use to it."""

    async def guarded(request: Request) -> Response:
        try:
            return await show(request)  # type: ignore[no-any-return]
        except Problem as problem:
            return problem.response()

    return guarded
