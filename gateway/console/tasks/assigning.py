"""Orders that are not about one task: a single task is assigned, a person's tasks pass on."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders import tasks as orders
from contracts.orders.base import MAX_PAGE, Order
from contracts.orders.tasks import Campaigns
from contracts.roles import OFFICES
from contracts.words import CITY_WIDE, ORIGIN_NAMES
from gateway.console.frame import acts, session
from gateway.console.frame.acts import Field, Form
from gateway.console.frame.asking import ask
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import names
from gateway.console.tasks import gathering, views
from gateway.console.tasks.acting import PRIORITIES, REASON
from gateway.console.tasks.gathering import Pairs
from gateway.console.tasks.listing import HOME
from gateway.problems import Problem

ORIGINS = tuple((value, f"tasks.origin.{value}") for value in ORIGIN_NAMES)
ASSIGN = (
    Field("title", "text", "tasks.title", required=True, size=200),
    Field("origin", "pick", "tasks.origin", required=True, choices=ORIGINS),
    Field("source", "text", "tasks.source", size=120, hint="tasks.source_hint"),
    Field("item", "text", "tasks.item", size=5, hint="hint.item"),
    Field("lead", "pick", "lead", required=True, of="units"),
    Field("person", "pick", "tasks.person", required=True, of="staff"),
    Field("cooperating", "ticks", "tasks.cooperating", of="units"),
    Field("due", "day", "tasks.due", hint="tasks.due_hint"),
    Field("days", "text", "tasks.within", size=3, hint="tasks.within_hint"),
    Field("working", "tick", "tasks.within_working"),
    Field("priority", "pick", "tasks.priority", choices=PRIORITIES),
    Field("standing", "tick", "tasks.standing"),
    Field("note", "area", "tasks.note", size=2000),
)
HAND_OVER_ALL = (
    Field("from_person", "pick", "tasks.from_person", required=True, of="staff"),
    Field("to_person", "pick", "tasks.to_person", required=True, of="staff"),
    REASON,
)


def _own_unit(caller: Caller) -> str | None:
    return None if caller.has(*OFFICES) else caller.unit


async def _district(request: Request, caller: Caller) -> tuple[str, Pairs]:
    """The district of the form; who sees the whole city chooses one."""
    called = (await names(request, caller)).districts
    if caller.district != CITY_WIDE:
        return caller.district, []
    asked = request.query_params.get("district", "")
    return asked if asked in called else next(iter(sorted(called)), ""), sorted(called.items())


async def new(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _new(request, caller, dict(request.query_params))


async def _new(
    request: Request, caller: Caller, given: dict[str, str], wrong: Wrong | None = None
) -> Response:
    _must_be_able(caller, orders.Assign)
    district, districts = await _district(request, caller)
    units, staff, campaigns = await asyncio.gather(
        gathering.units_of(request, caller, district),
        gathering.staff(request, caller, district),
        _campaigns(request, caller, district),
    )
    form = Form(
        "tasks.new",
        "tasks.assign",
        HOME,
        (Field("campaign", "pick", "tasks.campaign", required=True, of="campaigns"), *ASSIGN),
        lead="tasks.new_lead_text",
        options={"units": units, "staff": staff, "campaigns": campaigns},
    )
    given = {"campaign": campaigns[0][0] if campaigns else "", "priority": "ordinary", **given}
    more = {"districts": districts, "district": district}
    told = views.in_names(wrong, given, form.options) if wrong else None
    return acts.show(request, caller, form, given, told, "tasks/form.html", **more)


async def _campaigns(request: Request, caller: Caller, district: str) -> Pairs:
    found = await ask(request, caller, "tasks", Campaigns(limit=MAX_PAGE))
    return [(one["id"], one["name"]) for one in found["items"] if district in one["districts"]]


async def assign(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await acts.typed(request)
    district, _ = await _district(request, caller)
    fields = (Field("campaign", "pick", ""), *ASSIGN)
    filled = acts.values(fields, form) | {"district": district}
    days, working = filled.pop("days", ""), filled.pop("working", "")
    if days:
        filled["within"] = {
            "days": int(days) if days.isdecimal() else days,
            "working": bool(working),
        }
    answer = await acts.given(request, caller, orders.Assign, form, filled)
    if isinstance(answer, Wrong):
        at = {"within": "days", "within.days": "days"}
        told = {at.get(name, name): text for name, text in answer.fields.items()}
        return await _new(request, caller, form, answer._replace(fields=told))
    return RedirectResponse(f"{HOME}/{answer['id']}?done=task-assigned", 303)


async def hand_over(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _hand_over(request, caller, dict(request.query_params))


async def _hand_over(
    request: Request, caller: Caller, given: dict[str, str], wrong: Wrong | None = None
) -> Response:
    _must_be_able(caller, orders.HandOverAll)
    district, districts = await _district(request, caller)
    staff = await gathering.staff(request, caller, district, _own_unit(caller))
    form = Form(
        "tasks.hand_over_all",
        "tasks.hand_over_all",
        HOME,
        HAND_OVER_ALL,
        lead="tasks.hand_over_lead",
        options={"staff": staff},
    )
    more = {"districts": districts, "district": district}
    told = views.in_names(wrong, given, form.options) if wrong else None
    return acts.show(request, caller, form, given, told, "tasks/form.html", **more)


async def hand_over_all(request: Request) -> Response:
    caller = (await session.current(request)).caller
    form = await acts.typed(request)
    district, _ = await _district(request, caller)
    filled = acts.values(HAND_OVER_ALL, form) | {"district": district}
    answer = await acts.given(request, caller, orders.HandOverAll, form, filled)
    if isinstance(answer, Wrong):
        return await _hand_over(request, caller, form, answer)
    return RedirectResponse(f"{HOME}?state=open&done=tasks-handed-over", 303)


def _must_be_able(caller: Caller, order: type[Order]) -> None:
    """Raises: Problem forbidden."""
    if not acts.may(caller, order):
        raise Problem("forbidden")
