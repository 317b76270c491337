"""任务页: what is still missing, what is there, how it came about, and what the reader may do."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.evidence import EvidenceList
from contracts.orders.scoring import ItemScoreOf
from contracts.orders.tasks import Slips, TaskHistoryOf, TaskOf
from contracts.words import ORIGIN_NAMES
from gateway import asking, duties
from gateway.console.frame import session
from gateway.console.frame.asking import Json, ask
from gateway.console.frame.naming import names
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import calendar, term
from gateway.console.frame.words import today
from gateway.console.tasks import gathering, measures, rights, views
from gateway.duties import counts

MOST_SHOWN = 60
"""Pieces of evidence of one task's page; the gallery has them all."""
NO_SLIPS: Json = {"items": []}


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    task = await gathering.task_of(request, caller)
    return await shown(request, caller, task)


async def shown(request: Request, caller: Caller, task: Json) -> Response:
    said, item = language(request), await item_of(request, caller, task)
    history, held, called, days = await asyncio.gather(
        ask(request, caller, "tasks", TaskHistoryOf(task=task["id"], lang=said)),
        asking.beside(request, caller, "evidence", EvidenceList(task=task["id"], limit=MOST_SHOWN)),
        names(request, caller, task["district"], views.accounts(task)),
        calendar(request, caller),
    )
    score, slips, whole, rule = await asyncio.gather(
        _score(request, caller, task, item),
        _slips(request, caller, task),
        _whole(request, caller, task),
        _rule(request, caller, task, item),
    )
    open_ = rights.acts(task, caller, today())
    pieces = held["items"] if held else []
    checks = views.checklist(item, pieces, task["register"])
    return render(
        request,
        "tasks/task.html",
        caller=caller,
        task=task,
        row=views.row(task, called, days, said, {}, item),
        called=called,
        item=item,
        score=score,
        rule=rule,
        whole=whole,
        slips=[(one, term(one["due"], days, said) if one["due"] else None) for one in slips],
        evidence_away=held is None,
        more_pieces=bool(held and held["next"]),
        pieces=[_piece(one, called.person(one["by"])) for one in pieces],
        checks=checks,
        missing=views.missing(checks),
        figures=measures.figures(_inputs(item, task), _standing(task)),
        steps=views.steps(task),
        parts=[(part, term(part["due"], days, said)) for part in task["children"]],
        entries=[_entry(one) for one in reversed(history["sentences"])],
        origin=ORIGIN_NAMES[task["origin"]],
        acts=open_,
        primary=rights.primary(open_, overdue=task["overdue"]),
        asked=rights.asked(task),
    )


async def item_of(request: Request, caller: Caller, task: Json) -> Json | None:
    """The item of the standard that the task settles, if it settles one."""
    if not counts(task):
        return None
    return (await duties.items(request, caller, task["standard"])).get(task["item"])


async def _score(request: Request, caller: Caller, task: Json, item: Json | None) -> Json | None:
    if item is None:
        return None
    question = ItemScoreOf(
        district=task["district"], year=task["year"], item=task["item"], level="district"
    )
    return await asking.beside(request, caller, "scoring", question)


async def _rule(request: Request, caller: Caller, task: Json, item: Json | None) -> list[str]:
    return await gathering.reading(request, caller, task["standard"], item) if item else []


async def _slips(request: Request, caller: Caller, task: Json) -> list[Json]:
    """Open slips of the lead unit on this item: what the unit must mend beside the task."""
    if not task["item"]:
        return []
    question = Slips(district=task["district"], unit=task["lead"], open=True, limit=MAX_PAGE)
    found = await asking.beside(request, caller, "tasks", question) or NO_SLIPS
    return [slip for slip in found["items"] if slip["item"] == task["item"]]


async def _whole(request: Request, caller: Caller, task: Json) -> Json | None:
    """The task that this one is a part of, where the reader may see it."""
    if not task["parent"]:
        return None
    return await asking.beside(request, caller, "tasks", TaskOf(task=task["parent"]))


def _inputs(item: Json | None, task: Json) -> list[Json]:
    return measures.asked(item, bool(task["register"]), whole=True) if item else []


def _standing(task: Json) -> Json:
    """The measures that stand: the last mark's, else what was handed in, else the draft's."""
    if task["marks"]:
        return dict(task["marks"][-1]["measures"])
    kept = task["draft"] or task["submission"]
    return dict(kept["measures"]) if kept else {}


def _entry(sentence: Json) -> dict[str, Any]:
    at, _, text = sentence["text"].partition("，" if "，" in sentence["text"] else ", ")
    return {"at": at, "iso": sentence["at"], "text": text, "notes": []}


def _piece(piece: Json, by: str) -> dict[str, Any]:
    caption = [(name, text) for name, text in piece["caption"].items() if text]
    return {**piece, "by_name": by, "captions": caption}
