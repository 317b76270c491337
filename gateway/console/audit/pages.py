"""审计: who signed in, was refused, changed rights, exported or looked; and the chain verified."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from gateway import door
from gateway.audit import asked, chain
from gateway.audit.asked import AUDITOR, AuditRows
from gateway.console.audit import views
from gateway.console.frame import session
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import posted
from gateway.console.frame.render import language, render
from gateway.console.frame.words import word
from gateway.parts import parts
from gateway.problems import Problem

HOME = "/console/audit"
LISTED = 50
FILTERS = ("kind", "outcome", "by", "about", "since", "until")
KINDS = ("sign-in", "refusal", "rights", "export", "read")
OUTCOMES = ("ok", "refused")


async def _caller(request: Request) -> Caller:
    caller = (await session.current(request)).caller
    door.allow(caller, AUDITOR)
    return caller


async def listed(request: Request) -> Response:
    caller = await _caller(request)
    chosen = language(request)
    given = {name: request.query_params.get(name, "").strip() for name in (*FILTERS, "cursor")}
    fault: Wrong | None = None
    found: dict[str, Any] = {"items": [], "next": None}
    try:
        question = read_form(AuditRows, given | {"limit": LISTED, "count": "true"})
        found = await asked.rows(request, caller, question)
    except (Misfilled, Problem) as problem:
        fault = wrong(problem, chosen)
    rows, made = found["items"], parts(request)
    names = await made.people.names(sorted(views.accounts_of(rows) - {""}))
    return render(
        request,
        "audit/list.html",
        fault.status if fault else 200,
        caller=caller,
        rows=[views.line(row, names, chosen) for row in rows],
        next=found["next"],
        count=found.get("count"),
        given=given,
        filtered=any(given[name] for name in FILTERS),
        wrong=fault,
        labels={name: word(chosen, f"audit.{name}") for name in FILTERS},
        kinds=[(kind, word(chosen, f"audit.kind.{kind}")) for kind in KINDS],
        outcomes=[(one, word(chosen, f"audit.outcome.{one}")) for one in OUTCOMES],
        days=made.audit.kept.days,
    )


async def verify(request: Request) -> Response:
    """Every row from the first; against a number and seal that was noted, where one is given."""
    current, given = await posted(request)
    door.allow(current.caller, AUDITOR)
    noted, fault = given.get("head", "").strip(), ""
    verdict = None
    try:
        known = chain.head(noted) if noted else None
        verdict = await parts(request).audit.verify(known)
    except ValueError:
        fault = word(language(request), "audit.head_wrong")
    return render(
        request,
        "audit/verified.html",
        422 if fault else 200,
        caller=current.caller,
        verdict=verdict,
        faults=[views.fault(one, language(request)) for one in verdict.faults] if verdict else [],
        given={"head": noted},
        wrong=Wrong({"head": fault}, fault, 422) if fault else None,
    )


ENTRIES = (Entry("admin", HOME, "nav.audit", AUDITOR, home=AUDITOR, at=60),)
ROUTES = (("GET", HOME, listed), ("POST", f"{HOME}/verify", verify))
