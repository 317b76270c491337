"""填报与提交: the item's figures, what proves them, a note; kept as a draft or handed in."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.evidence import EvidenceList
from contracts.orders.tasks import SaveDraft, Submit
from gateway import asking
from gateway.console.frame import acts, session
from gateway.console.frame.asking import Json
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import calendar, term
from gateway.console.frame.words import today
from gateway.console.tasks import gathering, measures, rights, showing
from gateway.console.tasks.listing import HOME

PIECE = "e."


async def ask_for(request: Request) -> Response:
    caller = (await session.current(request)).caller
    task = await gathering.task_of(request, caller)
    if "submit" not in rights.acts(task, caller, today()):
        return RedirectResponse(f"{HOME}/{task['id']}?done=task-not-now", 303)
    return await _shown(request, caller, task, _kept(task))


def _kept(task: Json) -> dict[str, str]:
    """The draft, else what was handed in before a return."""
    kept = task["draft"] or task["submission"]
    if not kept:
        return {PIECE + piece["id"]: "1" for piece in task["sealed"]}
    ticked = {PIECE + id: "1" for id in kept["evidence"]}
    return {**measures.typed(kept["measures"]), **ticked, "note": kept["note"]}


async def _shown(
    request: Request,
    caller: Caller,
    task: Json,
    given: dict[str, str],
    wrong: Wrong | None = None,
) -> Response:
    item, pieces, called, days, register = await asyncio.gather(
        showing.item_of(request, caller, task),
        _pieces(request, caller, task),
        names(request, caller, task["district"]),
        calendar(request, caller),
        gathering.register(request, caller, task),
    )
    inputs = measures.asked(item, register is not None) if item else []
    return render(
        request,
        "tasks/submit.html",
        wrong.status if wrong else 200,
        caller=caller,
        task=task,
        item=item,
        boxes=measures.boxes(inputs, given),
        register=register,
        pieces=pieces,
        given=given,
        wrong=wrong,
        labels=_labels(inputs),
        due=term(task["due"], days, language(request)),
        called=called,
        hands_in=acts.may(caller, Submit),
    )


async def _pieces(request: Request, caller: Caller, task: Json) -> list[Json]:
    """What may be handed in: sealed for this task, or for a part of it."""
    wanted = [task["id"], *(part["id"] for part in task["children"])][:20]
    found = await asyncio.gather(
        *(
            asking.beside(
                request,
                caller,
                "evidence",
                EvidenceList(task=each, state="SEALED", limit=MAX_PAGE),
            )
            for each in wanted
        )
    )
    known = {one["id"]: one for page in found if page for one in page["items"]}
    return list(known.values())


def _labels(inputs: list[Json]) -> dict[str, Any]:
    return {f"m.{one['name']}": one["label"] for one in inputs}


def _placed(wrong: Wrong, figures: dict[str, Json]) -> Wrong:
    """The fault of a figure at its own field."""
    name = measures.faulty(figures)
    if not name or "measures" not in wrong.fields:
        return wrong
    return wrong._replace(fields={f"m.{name}": wrong.fields["measures"]})


async def do(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await acts.typed(request)
    task = await gathering.task_of(request, caller)
    item = await showing.item_of(request, caller, task)
    inputs = measures.asked(item, bool(task["register"])) if item else []
    filled = {
        "task": task["id"],
        "measures": measures.filled(inputs, form),
        "evidence": [name.removeprefix(PIECE) for name in form if name.startswith(PIECE)],
        "note": form.get("note", "").strip(),
    }
    keeps = form.get("act") == "draft"
    answer = await acts.given(request, caller, SaveDraft if keeps else Submit, form, filled)
    if isinstance(answer, Wrong):
        return await _shown(request, caller, task, form, _placed(answer, filled["measures"]))
    if keeps:
        return RedirectResponse(f"{HOME}/{task['id']}/submit?done=task-draft", 303)
    return RedirectResponse(f"{HOME}/{task['id']}?done=task-submitted", 303)
