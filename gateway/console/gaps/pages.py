"""缺口表: what is missing, of which item in which year, and who is asked after it."""

import asyncio
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.doors import roles_of
from contracts.orders.scoring import GapGrid, GapSheet
from contracts.orders.tasks import Urge
from gateway import door
from gateway.audit.telling import tell
from gateway.console.frame import figures, session
from gateway.console.frame.asking import ask, find, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.navigation import Entry
from gateway.console.frame.render import language, render
from gateway.console.gaps import views
from gateway.parts import parts
from gateway.problems import Problem
from gateway.sheets import answers
from gateway.validation import read

HOME = "/console/gaps"
YEARS_SHOWN = 4
FILTERS = ("unit", "heading", "side", "gap")
SIDES = ("civil", "military", "joint")
MAX_FORM, MOST_FIELDS = 64 * 1024, 600
MOST_URGED = 100


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _show(request, caller, {})


async def _show(
    request: Request,
    caller: Caller,
    given: dict[str, str],
    fault: Wrong | None = None,
    urged: list[views.Urged] | None = None,
) -> Response:
    chosen = await figures.choose(request, caller)
    filters = {name: request.query_params.get(name, "") for name in FILTERS}
    found = None
    levels: list[tuple[str, str]] = []
    if chosen.places:
        levels, found = await asyncio.gather(
            figures.level_options(request, caller, chosen),
            find(request, caller, "scoring", _asked(chosen)),
        )
        if found is None:
            raise Problem("not-found")
    return render(
        request,
        "gaps/gaps.html",
        fault.status if fault else 200,
        caller=caller,
        chosen=chosen,
        levels=levels,
        grid=views.grid(found, filters) if found else None,
        filters=filters,
        sides=SIDES,
        urges=caller.has(*roles_of(Urge)),
        given=given,
        picked=set(given.get("picked", "").split()),
        wrong=fault,
        urged=urged,
    )


def _asked(chosen: figures.Chosen) -> GapGrid:
    first = chosen.year - YEARS_SHOWN + 1
    where = {"district": chosen.district, "level": chosen.level}
    return read(GapGrid, {**where, "first": first, "last": chosen.year}, text=True)


async def urge(request: Request) -> Response:
    """Ask after the tasks of the items that were ticked; each of them is told by itself."""
    caller = (await session.current(request)).caller
    raw = (await door.body(request, MAX_FORM)).decode(errors="replace")
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Problem("malformed-request", "表单无法读懂。") from None
    given = {name: value for name, value in pairs if name != "item"}
    picked = list(dict.fromkeys(value for name, value in pairs if name == "item"))
    given["picked"] = " ".join(picked)
    session.check_form(request, given.get("form_token", ""))
    chosen = await figures.choose(request, caller)
    found = await ask(request, caller, "scoring", _asked(chosen))
    rows = views.tasks_of(views.grid(found, {}).rows, picked)[:MOST_URGED]
    try:
        if not rows:
            raise Misfilled({"item": ("gaps.pick", {})})
        order = read_form(Urge, {"task": rows[0].task, "reason": given.get("reason", "")})
    except Misfilled as fault:
        return await _show(request, caller, given, wrong(fault, language(request)))
    urged = [await _urge(request, caller, row, order.reason, given) for row in rows]
    if any(one.fault for one in urged):
        return await _show(request, caller, {}, urged=urged)
    kept = {**request.query_params, "done": "gaps-urged"}
    return RedirectResponse(f"{HOME}?{urlencode(kept)}", 303)


async def _urge(
    request: Request, caller: Caller, row: views.Row, reason: str, given: dict[str, str]
) -> views.Urged:
    key = f"{given.get('once', '')[:32]}-{row.item}"
    try:
        await give(request, caller, "tasks", Urge(task=row.task, reason=reason), key)
    except Problem as problem:
        if problem.status >= 500:
            raise
        return views.Urged(row.item, row.title, problem.detail or problem.title)
    return views.Urged(row.item, row.title, "")


async def sheet(request: Request) -> Response:
    """The grid as a table to keep."""
    caller = (await session.current(request)).caller
    chosen = await figures.choose(request, caller)
    asked = _asked(chosen)
    question = GapSheet(
        district=asked.district, level=asked.level, first=asked.first, last=asked.last
    )
    answer = await ask(request, caller, "scoring", question)
    await tell(request, caller, "export", request.url.path, detail=request.url.query)
    return await answers.workbook(parts(request), answer, "xlsx", caller.account)


ENTRIES = (Entry("scores", HOME, "gaps.nav", at=20),)
ROUTES = (
    ("GET", HOME, show),
    ("POST", HOME, urge),
    ("GET", f"{HOME}/sheet", sheet),
)
