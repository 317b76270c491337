"""An act on a task: a form with its reason on a page of its own, and what becomes of it."""

import asyncio
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders import tasks as orders
from contracts.orders.base import Order
from gateway.console.frame import acts, session
from gateway.console.frame.acts import Field, Form
from gateway.console.frame.asking import Json
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.frame.render import language
from gateway.console.frame.terms import calendar, term
from gateway.console.frame.words import today
from gateway.console.tasks import gathering, rights, views
from gateway.console.tasks.gathering import Pairs
from gateway.console.tasks.listing import HOME
from gateway.problems import Problem

REASON = Field("reason", "area", "tasks.reason", required=True)
PRIORITIES = tuple((value, f"tasks.priority.{value}") for value in ("urgent", "ordinary", "low"))
VERDICTS = (("true", "tasks.upheld"), ("false", "tasks.dismissed"))
DECISIONS = (("true", "tasks.granted"), ("false", "tasks.refused"))


class Page(NamedTuple):
    """The order that an act gives, and what its form asks. ``staff``: whose persons it offers: of
    the ``lead`` unit, or of ``all``."""

    order: type[Order]
    fields: tuple[Field, ...]
    staff: str = ""
    units: bool = False


PAGES: dict[str, Page] = {
    "accept": Page(orders.Accept, ()),
    "object": Page(orders.Object, (REASON,)),
    "extend": Page(
        orders.RequestExtension,
        (
            Field("until", "day", "tasks.until", required=True),
            REASON,
            Field("progress", "area", "tasks.progress", required=True, size=2000),
        ),
    ),
    "rule": Page(
        orders.Rule,
        (
            Field("upheld", "radio", "tasks.ruling", required=True, choices=VERDICTS),
            REASON,
            Field("lead", "pick", "tasks.new_lead", of="units", hint="tasks.only_upheld"),
            Field("person", "pick", "tasks.person", of="staff", hint="tasks.only_upheld"),
            Field("due", "day", "tasks.new_due", hint="tasks.only_upheld"),
        ),
        staff="all",
        units=True,
    ),
    "decide": Page(
        orders.DecideExtension,
        (
            Field("granted", "radio", "tasks.decision", required=True, choices=DECISIONS),
            REASON,
            Field("until", "day", "tasks.other_day", hint="tasks.other_day_hint"),
        ),
    ),
    "urge": Page(orders.Urge, (REASON,)),
    "reschedule": Page(
        orders.Reschedule, (Field("due", "day", "tasks.new_due", required=True), REASON)
    ),
    "prioritise": Page(
        orders.Prioritise,
        (
            Field("priority", "pick", "tasks.priority", required=True, choices=PRIORITIES),
            REASON,
        ),
    ),
    "hand-over": Page(
        orders.HandOver,
        (Field("person", "pick", "tasks.new_person", required=True, of="staff"), REASON),
        staff="lead",
    ),
}


def page_of(request: Request) -> tuple[str, Page]:
    """Raises: Problem not-found."""
    key = request.path_params["act"]
    if key not in PAGES:
        raise Problem("not-found")
    return key, PAGES[key]


async def ask_for(request: Request) -> Response:
    """The act's form; where it is not open to the reader now, the task's page again."""
    caller = (await session.current(request)).caller
    key, page = page_of(request)
    task = await gathering.task_of(request, caller)
    if key not in rights.acts(task, caller, today()):
        return RedirectResponse(f"{HOME}/{task['id']}?done=task-not-now", 303)
    return await _shown(request, caller, task, key, page, {})


async def do(request: Request) -> Response:
    caller = (await session.current(request)).caller
    key, page = page_of(request)
    form = await acts.typed(request)
    task = await gathering.task_of(request, caller)
    filled = acts.values(page.fields, form) | {"task": task["id"]}
    answer = await acts.given(request, caller, page.order, form, filled)
    if isinstance(answer, Wrong):
        return await _shown(request, caller, task, key, page, form, answer)
    return RedirectResponse(f"{HOME}/{task['id']}?done=task-{key}", 303)


async def _shown(
    request: Request,
    caller: Caller,
    task: Json,
    key: str,
    page: Page,
    given: dict[str, str],
    wrong: Wrong | None = None,
) -> Response:
    district = task["district"]
    called, days, units, staff = await asyncio.gather(
        names(request, caller, district, {task["person"]}),
        calendar(request, caller),
        gathering.units_of(request, caller, district) if page.units else _none(),
        _staff(request, caller, task, page),
    )
    form = Form(
        f"tasks.act.{key}",
        f"tasks.act.{key}",
        f"{HOME}/{task['id']}",
        page.fields,
        lead=f"tasks.about.{key}",
        about=[
            ("tasks.task", f"{task['item']} {task['title']}".strip()),
            ("lead", f"{called.unit(task['lead'])} {called.person(task['person'])}"),
            ("tasks.due", term(task["due"], days, language(request)).text),
            *_asked(task, key),
        ],
        options={"units": units, "staff": staff},
    )
    told = views.in_names(wrong, given, form.options) if wrong else None
    return acts.show(request, caller, form, given, told)


def _asked(task: Json, key: str) -> list[tuple[str, str]]:
    """What is decided, in the words of who asked."""
    if key == "rule" and task["objections"]:
        return [("tasks.objection", task["objections"][-1]["reason"])]
    request = rights.asked(task)
    if key == "decide" and request is not None:
        return [
            ("tasks.until", request["until"]),
            ("tasks.reason", request["reason"]),
            ("tasks.progress", request["progress"] or "—"),
        ]
    return []


async def _none() -> Pairs:
    return []


async def _staff(request: Request, caller: Caller, task: Json, page: Page) -> Pairs:
    if not page.staff:
        return []
    unit = task["lead"] if page.staff == "lead" else None
    found = await gathering.staff(request, caller, task["district"], unit)
    return [pair for pair in found if page.staff == "all" or pair[0] != task["person"]]
