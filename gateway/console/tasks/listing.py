"""任务列表: filters in the address, those that people keep as tabs, and the list as a workbook."""

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE, PAGING
from contracts.orders.tasks import DropView, SaveView, Tasks, Views
from contracts.roles import OFFICES, OFFICES_AND_UNITS
from contracts.words import CITY_WIDE
from gateway import duties
from gateway.console.frame import acts, session
from gateway.console.frame.asking import Json, ask
from gateway.console.frame.files import exported
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names_across
from gateway.console.frame.render import language, render
from gateway.console.frame.terms import calendar
from gateway.console.frame.words import today
from gateway.console.tasks import gathering, views
from gateway.console.today.views import waits

HOME = "/console/tasks"
PAGE = 50
MOST_SHOWN = 200
"""Rows of the tasks that are open, which have no pages."""
OPEN, ALL, WAITS = "open", "all", "waits"
"""What the page knows besides the service's own states: not handed in, any, the reader's to do."""
TABS = (
    (WAITS, "waits"),
    (OPEN, "open"),
    (ALL, "all"),
    ("overdue", "overdue"),
    ("assigned", "assigned"),
    ("accepted", "accepted"),
    ("objected", "objected"),
    ("returned", "returned"),
    ("submitted", "submitted"),
    ("confirmed", "confirmed"),
)
FILTERS = tuple(
    name for name in Tasks.__struct_fields__ if name not in PAGING | {"state", "overdue"}
)


def bound(caller: Caller) -> bool:
    """Whether the list is that of the caller's own unit."""
    return bool(caller.unit) or set(caller.roles) <= {"unit", "field"}


def filters(given: dict[str, str]) -> dict[str, str]:
    return {name: given[name].strip() for name in FILTERS if given.get(name, "").strip()}


def chosen_tab(given: dict[str, str], caller: Caller) -> str:
    if given.get("overdue") == "true":
        return "overdue"
    return given.get("state") or (OPEN if bound(caller) else ALL)


def address(tab: str, kept: dict[str, str], **more: str) -> str:
    asked = {"overdue": "true"} if tab == "overdue" else {"state": tab}
    return f"{HOME}?{urlencode({**asked, **kept, **more})}"


def question(tab: str, kept: dict[str, str]) -> Tasks:
    """Raises: Misfilled, Problem."""
    return read_form(Tasks, {**kept, **_asking(tab), "limit": str(PAGE)})


def _asking(tab: str) -> dict[str, str]:
    """What a tab asks the service for."""
    if tab in (OPEN, ALL, WAITS):
        return {}
    return {"overdue": "true"} if tab == "overdue" else {"state": tab}


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    given = dict(request.query_params)
    tab, kept = chosen_tab(given, caller), filters(given)
    fault: Wrong | None = None
    page: Json = {"items": [], "next": None}
    try:
        asked = question(tab, kept)
        page = await _page(request, caller, tab, asked, given.get("cursor", ""))
    except Misfilled as misfilled:
        fault = wrong(misfilled, language(request))
    return await _listed(request, caller, tab, kept, page, fault)


async def _page(request: Request, caller: Caller, tab: str, asked: Tasks, cursor: str) -> Json:
    if tab in (OPEN, WAITS):
        found = await duties.open_tasks(request, caller, asked)
        if tab == WAITS:
            found = waits(found, caller, await calendar(request, caller), today())
        return {"items": found[:MOST_SHOWN], "next": None, "count": len(found)}
    page = msgspec.structs.replace(asked, cursor=cursor[:400], count=True)
    return await ask(request, caller, "tasks", page)


async def _listed(
    request: Request,
    caller: Caller,
    tab: str,
    kept: dict[str, str],
    page: Json,
    fault: Wrong | None,
) -> Response:
    tasks, own = page["items"], "" if caller.district == CITY_WIDE else caller.district
    versions = sorted({task["standard"] for task in tasks})
    called, days, worth, held = await asyncio.gather(
        names_across(request, caller, [own] if own else {task["district"] for task in tasks}),
        calendar(request, caller),
        gathering.worths(request, caller, tasks),
        ask(request, caller, "tasks", Views(list="tasks", limit=MAX_PAGE)),
    )
    known = {each: await duties.items(request, caller, each) for each in versions}
    said = language(request)
    rows = [
        views.row(task, called, days, said, worth, known[task["standard"]].get(task["item"]))
        for task in tasks
    ]
    return render(
        request,
        "tasks/list.html",
        fault.status if fault else 200,
        caller=caller,
        rows=rows,
        tab=tab,
        tabs=[
            (key, word, address(key, kept))
            for key, word in TABS
            if key != WAITS or caller.has(*OFFICES_AND_UNITS)
        ],
        saved=[_saved(one) for one in held["items"]],
        given={**kept, **({"overdue": "true"} if tab == "overdue" else {"state": tab})},
        wrong=fault,
        filtered=bool(kept),
        more=len(kept.keys() - {"text", "unit", "by", "district"}),
        units=called.units_of(own or kept.get("district", "")),
        districts=sorted(called.districts.items()) if not own else [],
        mine=bound(caller),
        offices=caller.has(*OFFICES),
        next=address(tab, kept, cursor=page["next"]) if page["next"] else "",
        count=page.get("count"),
        first=address(tab, kept) if request.query_params.get("cursor") else "",
        sheet=address(tab, kept).replace("/tasks?", "/tasks/sheet?", 1),
    )


def _saved(view: Json) -> dict[str, Any]:
    asked = {name: _text(value) for name, value in view["filters"].items()}
    tab = "overdue" if asked.pop("overdue", "") == "true" else asked.pop("state", ALL)
    return {
        "id": view["id"],
        "name": view["name"],
        "own": view["own"],
        "path": address(tab, filters(asked)),
    }


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


async def sheet(request: Request) -> Response:
    """The same list as a workbook. Of what is open, all states: a workbook filters by itself."""
    caller = (await session.current(request)).caller
    given = dict(request.query_params)
    try:
        asked = question(chosen_tab(given, caller), filters(given))
    except Misfilled:
        return RedirectResponse(f"{HOME}?{request.url.query}", 303)
    return await exported(request, caller, asked)


# -- views that are kept ----------------------------------------------------------------------


async def save(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await acts.typed(request)
    tab, kept = chosen_tab(form, caller), filters(form)
    state = {"overdue": True} if tab == "overdue" else _asking(tab)
    values: Json = {
        name: int(v) if name == "year" and v.isdigit() else v for name, v in kept.items()
    }
    filled = {
        "list": "tasks",
        "name": form.get("name", "").strip(),
        "filters": {**values, **state},
        "shared": "true" if form.get("shared") else "false",
    }
    answer = await acts.given(request, caller, SaveView, form, filled)
    if isinstance(answer, Wrong):
        page: Json = {"items": [], "next": None}
        with suppress(Misfilled):
            page = await _page(request, caller, tab, question(tab, kept), "")
        return await _listed(request, caller, tab, kept, page, answer)
    return RedirectResponse(address(tab, kept, done="view-kept"), 303)


async def drop(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await acts.typed(request)
    order = {"view": request.path_params["view"]}
    answer = await acts.given(request, caller, DropView, form, order)
    done = {} if isinstance(answer, Wrong) else {"done": "view-dropped"}
    return RedirectResponse(f"{HOME}?{urlencode(done)}", 303)
