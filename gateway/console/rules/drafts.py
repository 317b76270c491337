"""计分规则 of a draft: every item with what is still open, and the desk where one rule is made: its
sentence read and asked about, or a tree chosen operator by operator. ``DraftRule`` keeps it."""

import asyncio
import json
import secrets
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.scoring import DraftRule, RuleGrammar, StandardOf, TryRule
from contracts.roles import CITY_AND_PROVINCE
from gateway.console.frame import session
from gateway.console.frame.asking import ask, fields, give
from gateway.console.frame.render import LEDGER_BAR, language, render
from gateway.console.frame.words import word
from gateway.console.rules import form, views
from gateway.problems import Problem
from gateway.validation import read

Json = dict[str, Any]

ANSWER = "answer."
MAX_FORM, MOST_FIELDS = 512 * 1024, 2000
REFUSED = (
    *("rule-unreadable", "rule-refused", "invalid", "classified-matter"),
    *("standard-published", "forbidden"),
)
TREE, WORDS = "tree", "words"


class Desk(NamedTuple):
    """``shown`` is the item as the standard has it; ``mark`` what its rule marks out of."""

    version: str
    shown: Json
    standard: Json
    grammar: form.Grammar

    @property
    def mark(self) -> str:
        return views.out_of(self.shown)

    def open_(self) -> dict[str, Json]:
        own = f"{self.shown['code']}."
        asked = self.standard["open"]
        return {one["id"].removeprefix(own): one for one in asked if one["id"].startswith(own)}


async def overview(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await _standard(request, caller)
    return render(
        request,
        "rules/list.html",
        caller=caller,
        standard=found,
        rows=views.rows(found),
    )


async def desk(request: Request) -> Response:
    caller = (await session.current(request)).caller
    at = await _desk(request, caller)
    tree = views.tree_of(at.shown, at.standard)
    given = {
        "mode": TREE if tree else WORDS,
        "text": views.sentence_of(at.shown),
        **{f"{ANSWER}{k}": v for k, v in views.answers_of(at.shown, at.standard).items()},
    }
    if "seen" not in at.open_():
        given["seen"] = at.standard["answers"].get(f"{at.shown['code']}.seen", "")
    return await _page(request, caller, at, given, tree)


async def work(request: Request) -> Response:
    """Recompute after a choice, change the tree, or save; with or without JavaScript."""
    caller = (await session.current(request)).caller
    given = await fields(request, MAX_FORM, MOST_FIELDS)
    session.check_form(request, given.get("form_token", ""))
    at = await _desk(request, caller)
    act = given.get("do", "")
    filled = form.Filled(at.grammar, given, act)
    tree = filled.tree()
    doubled = {row: [word(language(request), "rules.doubled")] for row in filled.doubled}
    if act == "to_tree":
        given["mode"], tree = TREE, await _read_tree(request, caller, at, given)
    elif act == "to_words":
        given["mode"] = WORDS
    if act == "save" and not doubled:
        return await _save(request, caller, at, given, tree)
    return await _page(request, caller, at, given, tree, doubled=doubled)


async def _save(
    request: Request, caller: Caller, at: Desk, given: dict[str, str], tree: Json
) -> Response:
    order = {
        "version": at.version,
        "item": at.shown["code"],
        "text": given.get("text", "").strip(),
        "rule": _json(tree) if given.get("mode") == TREE else "",
        "answers": _answers(given),
        "seen": given.get("seen", ""),
    }
    try:
        key = f"rule-{given.get('key') or secrets.token_urlsafe(12)}"[:120]
        await give(request, caller, "scoring", read(DraftRule, order), key)
    except Problem as problem:
        if problem.code not in REFUSED:
            raise
        return await _page(request, caller, at, given, tree, fault=problem)
    return RedirectResponse(f"{request.url.path}?saved=1", 303)


async def _page(
    request: Request,
    caller: Caller,
    at: Desk,
    given: dict[str, str],
    tree: Json | None,
    *,
    fault: Problem | None = None,
    doubled: dict[str, list[str]] | None = None,
) -> Response:
    words, said = await _tried(request, caller, at, given.get("text", ""), _answers(given))
    chosen, refused = words, said
    if given.get("mode") == TREE:
        chosen, refused = await _tried(request, caller, at, _json(tree or {}), {})
    faults = {**views.faults(refused, chosen), **(doubled or {})}
    refused = fault or refused
    return render(
        request,
        "rules/desk.html",
        refused.status if refused else 200,
        caller=caller,
        at=at,
        mode=given.get("mode", WORDS),
        sentence=given.get("text", ""),
        said=said,
        words=words and views.tried(words, LEDGER_BAR),
        chosen=chosen and views.tried(chosen, LEDGER_BAR),
        refused=refused,
        faults=faults,
        form=form.Shown(at.grammar, faults).form(tree, word(language(request), "rules.whole")),
        compared=views.compared(words, chosen) if given.get("mode") == TREE else [],
        left=views.unanswered(chosen),
        seen=bool(chosen) and given.get("seen", "") == (chosen or {}).get("figures"),
        may_save=caller.has(*CITY_AND_PROVINCE) and not at.standard["published"],
        saved=request.query_params.get("saved", "") and request.method == "GET",
        key=secrets.token_urlsafe(12),
    )


async def _tried(
    request: Request, caller: Caller, at: Desk, rule: str, answers: dict[str, str]
) -> tuple[Json | None, Problem | None]:
    """What the service makes of a rule, or why it makes nothing of it."""
    if not rule.strip():
        return None, None
    asked = {"rule": rule, "points": at.mark, "answers": answers, "title": at.shown["title"]}
    try:
        return await ask(request, caller, "scoring", read(TryRule, asked)), None
    except Problem as problem:
        if problem.code not in REFUSED:
            raise
        return None, problem


async def _read_tree(request: Request, caller: Caller, at: Desk, given: dict[str, str]) -> Json:
    """The tree that the sentence was read as: where the choosing begins."""
    found, _ = await _tried(request, caller, at, given.get("text", ""), _answers(given))
    return found["rule"] if found else {}


async def _desk(request: Request, caller: Caller) -> Desk:
    """Raises: Problem not-found."""
    found, grammar = await asyncio.gather(
        _standard(request, caller), ask(request, caller, "scoring", RuleGrammar())
    )
    code = request.path_params["item"]
    shown = next((item for item in found["items"] if item["code"] == code), None)
    if shown is None:
        raise Problem("not-found")
    return Desk(found["version"], shown, found, form.grammar_of(grammar["operators"]))


async def _standard(request: Request, caller: Caller) -> Json:
    asked = read(StandardOf, {"version": request.path_params["version"]}, text=True)
    return await ask(request, caller, "scoring", asked)


def _answers(given: dict[str, str]) -> dict[str, str]:
    return {k.removeprefix(ANSWER): v for k, v in given.items() if k.startswith(ANSWER) and v}


def _json(tree: Json) -> str:
    return json.dumps(tree, ensure_ascii=False)
