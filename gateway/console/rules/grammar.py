"""计分规则: the grammar of rules, and a form that tries one. It changes nothing."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.scoring import RuleGrammar, Standards, TryRule
from gateway.console.frame import session
from gateway.console.frame.asking import ask, fields
from gateway.console.frame.render import LEDGER_BAR, render
from gateway.console.rules import views
from gateway.problems import Problem
from gateway.validation import read

ANSWER = "answer."
"""Begins the names of the fields that answer what the prose leaves open."""
MAX_FORM = 256 * 1024
"""Bytes: MAX_RULE characters of Chinese take nine each in a form, and there are answers."""
MOST_LISTED = 100
REFUSED = ("rule-unreadable", "rule-refused", "invalid", "classified-matter")
EXAMPLE = {"rule": "达到98%得满分，每低1个百分点扣0.5分，扣完为止", "points": "2"}


async def grammar(request: Request) -> Response:
    """The form starts with an example, or with what the address says."""
    caller = (await session.current(request)).caller
    given = {name: request.query_params.get(name) or example for name, example in EXAMPLE.items()}
    return await _page(request, caller, given)


async def try_rule(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = await fields(request, MAX_FORM)
    session.check_form(request, given.get("form_token", ""))
    answers = {k.removeprefix(ANSWER): v for k, v in given.items() if k.startswith(ANSWER) and v}
    asked = {"rule": given.get("rule", ""), "points": given.get("points", ""), "answers": answers}
    try:
        question = read(TryRule, asked)
        tried = await ask(request, caller, "scoring", question)
    except Problem as problem:
        if problem.code not in REFUSED:
            raise
        return await _page(request, caller, given, fault=problem, status=problem.status)
    return await _page(request, caller, given, tried=views.tried(tried, LEDGER_BAR))


async def _page(
    request: Request,
    caller: Caller,
    given: dict[str, str],
    *,
    tried: Any = None,
    fault: Problem | None = None,
    status: int = 200,
) -> Response:
    found, versions = await asyncio.gather(
        ask(request, caller, "scoring", RuleGrammar()),
        ask(request, caller, "scoring", Standards(limit=MOST_LISTED)),
    )
    return render(
        request,
        "rules/grammar.html",
        status,
        caller=caller,
        rule=given.get("rule", ""),
        points_given=given.get("points", ""),
        tried=tried,
        fault=fault,
        helpful=_helpful(found["operators"], fault),
        sorts=views.by_sort(found["operators"]),
        drafts=[one for one in versions["items"] if one["state"] == "draft"],
    )


def _helpful(operators: list[dict[str, Any]], fault: Problem | None) -> list[dict[str, Any]]:
    """Those that a refusal names."""
    named = fault.extra.get("operators", []) if fault else []
    return [one for one in operators if one["op"] in named]
