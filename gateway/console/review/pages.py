"""待复核: whether this result holds. The queue, one result with its evidence beside its rule, and
the three decisions: to confirm, to return, to amend."""

import asyncio
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.orders.evidence import EvidenceOf
from contracts.orders.scoring import ItemScoreOf, TryRule
from contracts.orders.tasks import (
    Confirm,
    JudgePiece,
    Return,
    Reviews,
    TaskHistoryOf,
    TaskOf,
    Tasks,
)
from contracts.roles import REVIEWERS_OF_TASKS
from contracts.words import Lang
from gateway.console.frame import session, words
from gateway.console.frame.asking import ask, fields, find, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.gallery import views as gallery
from gateway.console.review import views
from gateway.problems import Problem
from gateway.validation import read

HOME = "/console/review"
QUEUED, LOOKED_AHEAD = 50, 50
MOST_PIECES = 24
"""Pieces of evidence on the page; the others are in the gallery."""
MAX_FORM, MOST_FIELDS = 128 * 1024, 600
"""A tally has up to 500 occurrences, each with its count."""
PIECE_ACTS = ("piece-accept", "piece-return")

Json = dict[str, Any]


class Told(NamedTuple):
    """What became of a decision that was not taken. ``kept``: the reason that was typed."""

    text: str
    kept: str
    task: str
    form: dict[str, str]
    wrong: Wrong | None = None


async def queue(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _page(request, caller, "")


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _page(request, caller, read(TaskOf, dict(request.path_params)).task)


async def _queue(request: Request, caller: Caller) -> Json:
    given = {name: request.query_params.get(name) for name in ("district", "cursor")}
    asked = {name: value for name, value in given.items() if value}
    return await ask(
        request,
        caller,
        "tasks",
        read(Reviews, {**asked, "limit": str(QUEUED), "count": "true"}, text=True),
    )


async def _page(
    request: Request, caller: Caller, task: str, told: Told | None = None, status: int = 200
) -> Response:
    found = await _queue(request, caller)
    waiting = found["items"]
    chosen = task or (waiting[0]["id"] if waiting else "")
    shown: Json = {
        "queue": waiting,
        "more": bool(found["next"]),
        "pages": _pages(request, found["next"]),
        "count": found.get("count"),
        "told": told,
        "level": "self" if caller.unit else caller.level,
        "month_day": views.month_day,
        "now": datetime.now(UTC),
    }
    if not chosen:
        ahead = Tasks(due_from=words.today(), limit=LOOKED_AHEAD)
        coming = await ask(request, caller, "tasks", ahead)
        shown["coming"] = views.next_due(coming["items"])
        return render(request, "review/empty.html", status, caller=caller, **shown)
    shown |= await _result(request, caller, chosen)
    shown["beside"] = views.beside(waiting, chosen)
    return render(request, "review/review.html", status, caller=caller, **shown)


def _pages(request: Request, after: str | None) -> tuple[str, str]:
    """Addresses of the queue's beginning and of its next part, "" where there is none."""
    asked = {name: value for name, value in request.query_params.items() if name == "district"}
    first = f"{HOME}?{urlencode(asked)}" if "cursor" in request.query_params else ""
    return first, f"{HOME}?{urlencode({**asked, 'cursor': after})}" if after else ""


async def _result(request: Request, caller: Caller, id: str) -> Json:
    """All that a decision needs of one result."""
    task = await ask(request, caller, "tasks", TaskOf(task=id))
    lang = language(request)
    accounts = {entry["by"] for entry in (*task["marks"], task["submission"] or {"by": ""})}
    accounts |= {word["by"] for word in task.get("judged", ())}
    pieces, score, history, named = await asyncio.gather(
        _pieces(request, caller, views.ids(task)[:MOST_PIECES]),
        _score(request, caller, task),
        ask(request, caller, "tasks", TaskHistoryOf(task=id, lang=lang)),
        names(request, caller, task["district"], accounts - {""}),
    )
    inputs = score["inputs"] if score else []
    held = {piece.id for piece in pieces}
    missing = [piece.before for piece in pieces if piece.before and piece.before not in held]
    before = await _pieces(request, caller, missing[:MOST_PIECES])
    return {
        "twice": {
            piece.id: views.counted_twice(piece, task["item"], score["rule_text"] if score else "")
            for piece in pieces
        },
        "before": {piece.id: piece for piece in (*pieces, *before)},
        "judged": {word["evidence"]: word for word in task.get("judged", ())},
        "task": task,
        "named": named,
        "pieces": pieces,
        "score": score,
        "rule": await _rule(request, caller, score) if score else None,
        "claimed": views.claims(task["submission"]["measures"], inputs)
        if task["submission"]
        else [],
        "standing": views.claims(views.standing(task), inputs) if task["submission"] else [],
        "course": _course(history["sentences"], language(request)),
        "decides": task["submission"] is not None,
    }


def _course(sentences: list[Json], lang: Lang) -> list[gallery.Step]:
    """Newest first. A Chinese sentence begins with its time, which stands beside it already."""
    return [
        gallery.Step(words.stamp(one["at"], lang), one["at"], said or one["text"], [])
        for one in reversed(sentences)
        for said in (one["text"].partition("，")[2],)
    ]


async def _pieces(request: Request, caller: Caller, ids: list[str]) -> list[gallery.Piece]:
    """Those of them that the reader sees."""
    found = await asyncio.gather(
        *(find(request, caller, "evidence", EvidenceOf(evidence=one)) for one in ids)
    )
    lang = language(request)
    return [gallery.piece(one, lang) for one in found if one]


async def _score(request: Request, caller: Caller, task: Json) -> Json | None:
    """What the claim would be worth, and the rule that says so; None where it is not scored or
    cannot be had now."""
    if not task["item"] or task["parent"]:
        return None
    asked = ItemScoreOf(
        district=task["district"], year=task["year"], item=task["item"], level="self"
    )
    return await _at_hand(find(request, caller, "scoring", asked))


async def _rule(request: Request, caller: Caller, score: Json) -> list[Json] | None:
    """The rule as Chinese sentences."""
    asked = TryRule(rule=score["rule"], points=words.points(score["points"]))
    answer = await _at_hand(ask(request, caller, "scoring", asked))
    return views.rule(answer["reading"]) if answer else None


async def _at_hand(asked: Any) -> Json | None:
    """None where the service is away: the decision does not wait for it."""
    try:
        found: Json | None = await asked
    except Problem as problem:
        if problem.status < 500 and problem.code not in ("rule-unreadable", "rule-refused"):
            raise
        return None
    return found


# -- decisions --------------------------------------------------------------------------------


async def decide(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await fields(request, MAX_FORM, MOST_FIELDS)
    session.check_form(request, form.get("form_token", ""))
    task, act = read(TaskOf, dict(request.path_params)).task, form.get("act", "")
    reason = form.get("reason", "").strip()
    try:
        order = await _order(request, caller, task, act, form)
        piece = form.get("evidence", "")[-12:] if act in PIECE_ACTS else ""
        key = form.get("once", "")[:40] + piece
        await give(request, caller, "tasks", order, key)
    except (Misfilled, Problem) as fault:
        if isinstance(fault, Problem) and fault.code in views.OVERTAKEN:
            return await _overtaken(request, caller, task, reason)
        why = wrong(fault, language(request))
        title = (await ask(request, caller, "tasks", TaskOf(task=task)))["title"]
        text = "；".join([*why.fields.values()] or [why.told])
        said = words.word(language(request), "review.refused", title=title, why=text)
        told = Told(said, reason, task, dict(form), why)
        return await _page(request, caller, task, told, why.status)
    if act in PIECE_ACTS:
        return RedirectResponse(f"{request.url.path}?done=review.{act}", 303)
    where = _after(request, form.get("after", ""))
    return RedirectResponse(f"{where}{'&' if '?' in where else '?'}done=review.{act}", 303)


def _after(request: Request, id: str) -> str:
    """The next of the queue, as the page named it."""
    asked = {
        name: request.query_params[name] for name in ("district",) if name in request.query_params
    }
    try:
        path = f"{HOME}/{read(TaskOf, {'task': id}).task}" if id else HOME
    except Problem:
        path = HOME
    return path + (f"?{urlencode(asked)}" if asked else "")


async def _order(
    request: Request, caller: Caller, task: str, act: str, form: dict[str, str]
) -> Order:
    """Raises: Misfilled, Problem."""
    reason = form.get("reason", "").strip()
    if act == "confirm":
        return read_form(Confirm, {"task": task, "reason": reason})
    if act == "return":
        if len(reason) < 2:
            raise Misfilled({"reason": ("review.reason.needed", {})})
        return read_form(Return, {"task": task, "reason": reason})
    if act in PIECE_ACTS:
        accepted = act == "piece-accept"
        if not accepted and len(reason) < 2:
            raise Misfilled({f"piece-{form.get('evidence', '')}": ("review.reason.needed", {})})
        said = {"task": task, "evidence": form.get("evidence", "")[:40], "reason": reason}
        return read_form(JudgePiece, {**said, "accepted": "true" if accepted else "false"})
    if act != "amend":
        raise Misfilled({"act": ("review.act.needed", {})})
    found = await ask(request, caller, "tasks", TaskOf(task=task))
    if found["submission"] is None:
        raise Problem("wrong-state")
    held = views.standing(found)
    measures = views.amended(held, form)
    if measures == held:
        raise Misfilled({"amend": ("review.nothing_changed", {})})
    if len(reason) < 2:
        raise Misfilled({"why": ("review.reason.needed", {})})
    return read_form(Confirm, {"task": task, "reason": reason, "measures": measures})


async def _overtaken(request: Request, caller: Caller, task: str, reason: str) -> Response:
    """Somebody else was first: who and when, the next result, and what was typed."""
    asked = TaskHistoryOf(task=task, lang=language(request))
    found, history = await asyncio.gather(
        ask(request, caller, "tasks", TaskOf(task=task)), ask(request, caller, "tasks", asked)
    )
    what = history["sentences"][-1]["text"] if history["sentences"] else ""
    text = words.word(language(request), "review.overtaken", title=found["title"], what=what)
    return await _page(request, caller, "", Told(text, reason, task, {}), 409)


ENTRIES = (Entry("tasks", HOME, "nav.review", REVIEWERS_OF_TASKS, home=("reviewer",), at=30),)
ROUTES = (
    ("GET", HOME, queue),
    ("GET", f"{HOME}/{{task}}", show),
    ("POST", f"{HOME}/{{task}}", decide),
)
