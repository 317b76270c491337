"""事件推送: register an address, see what was sent there, and send it again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders import notify as orders
from contracts.orders.base import Order
from contracts.roles import OFFICES
from gateway.console.frame import acts, session
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.listing import pager, question
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import key_of, posted
from gateway.console.frame.render import language, render
from gateway.console.webhooks.views import dated, groups, host, ticked
from gateway.problems import Problem

HOME = "/console/webhooks"
NEW, ONE = f"{HOME}/new", f"{HOME}/{{hook}}"
STATES: tuple[str, ...] = get_args(orders.HookDeliveryState)
HOURS = ("1", "6", "24", "72")
"""What failed in so many hours is sent again."""


class Act(NamedTuple):
    order: type[Order]
    done: str


ACTS = {
    "pause": Act(orders.PauseHook, "webhooks_paused"),
    "resume": Act(orders.ResumeHook, "webhooks_resumed"),
    "try": Act(orders.TryHook, "webhooks_tried"),
    "remove": Act(orders.RemoveHook, "webhooks_removed"),
    "redeliver": Act(orders.Redeliver, "webhooks_again"),
    "failed": Act(orders.RedeliverFailed, "webhooks_failed"),
    "rotate": Act(orders.RotateHookSecret, ""),
}


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await ask(request, caller, "notify", question(orders.Hooks, {}, request))
    return render(
        request,
        "webhooks/list.html",
        caller=caller,
        hooks=[{**each, "host": host(each["url"])} for each in found["items"]],
        pager=pager(request, found),
    )


# -- register and change ----------------------------------------------------------------------


async def new_form(request: Request) -> Response:
    return await _form(request, (await session.current(request)).caller, {})


async def register(request: Request) -> Response:
    typed = await acts.typed(request)
    caller = (await session.current(request)).caller
    made = await _given(request, caller, orders.RegisterHook, typed, {})
    if isinstance(made, Wrong):
        return await _form(request, caller, typed, made)
    return _secret(request, caller, made["id"], made["secret"])


async def change_form(request: Request) -> Response:
    caller = (await session.current(request)).caller
    hook = await _hook(request, caller)
    given = {"url": hook["url"], "about": hook["about"], **ticked(hook["types"])}
    return await _form(request, caller, given)


async def change(request: Request) -> Response:
    typed = await acts.typed(request)
    caller = (await session.current(request)).caller
    hook = await _hook(request, caller)
    made = await _given(request, caller, orders.ChangeHook, typed, {"hook": hook["id"]})
    if isinstance(made, Wrong):
        return await _form(request, caller, typed, made)
    return RedirectResponse(f"{HOME}/{hook['id']}?done=webhooks_changed", 303)


async def _given(
    request: Request,
    caller: Caller,
    shape: type[Order],
    typed: Mapping[str, str],
    more: Mapping[str, str],
) -> Any:
    types = [name.removeprefix("types.") for name in typed if name.startswith("types.")]
    filled = {name: typed.get(name, "").strip() for name in ("url", "about")}
    try:
        order = read_form(shape, {**filled, **more, "types": types or None})
        return await give(request, caller, "notify", order, key_of(dict(typed)))
    except (Misfilled, Problem) as fault:
        return wrong(fault, language(request))


async def _form(
    request: Request, caller: Caller, given: Mapping[str, str], fault: Wrong | None = None
) -> Response:
    events = await ask(request, caller, "notify", orders.HookEvents())
    return render(
        request,
        "webhooks/form.html",
        fault.status if fault else 200,
        caller=caller,
        groups=groups(events["items"]),
        given=given,
        wrong=fault,
        hook=request.path_params.get("hook", ""),
    )


def _secret(request: Request, caller: Caller, hook: str, secret: str) -> Response:
    return render(request, "webhooks/secret.html", caller=caller, hook=hook, secret=secret)


# -- one address ------------------------------------------------------------------------------


async def one(request: Request) -> Response:
    return await _one(request, (await session.current(request)).caller)


async def _one(request: Request, caller: Caller, fault: Wrong | None = None) -> Response:
    hook = await _hook(request, caller)
    asked = request.query_params.get("state", "")
    state = asked if asked in STATES else ""
    sent = question(orders.HookDeliveries, {"hook": hook["id"], "state": state or None}, request)
    found = await ask(request, caller, "notify", sent)
    return render(
        request,
        "webhooks/one.html",
        fault.status if fault else 200,
        caller=caller,
        hook={**dated(hook), "host": host(hook["url"])},
        sent=[dated(each) for each in found["items"]],
        pager=pager(request, found),
        states=STATES,
        state=state,
        hours=HOURS,
        wrong=fault,
    )


async def act(request: Request) -> Response:
    current, typed = await posted(request)
    caller, id = current.caller, request.path_params["hook"]
    named = ACTS.get(typed.get("act", ""))
    if named is None:
        raise Problem("malformed-request")
    try:
        order = read_form(named.order, {"hook": id, **_more(typed)})
        made = await give(request, caller, "notify", order, key_of(typed))
    except (Misfilled, Problem) as fault:
        return await _one(request, caller, wrong(fault, language(request)))
    if "secret" in made:
        return _secret(request, caller, id, made["secret"])
    gone = named.order is orders.RemoveHook
    return RedirectResponse(f"{HOME if gone else f'{HOME}/{id}'}?done={named.done}", 303)


def _more(typed: Mapping[str, str]) -> dict[str, str]:
    """What an act says besides."""
    match typed["act"]:
        case "redeliver":
            return {"delivery": typed.get("delivery", "")}
        case "failed":
            hours = typed.get("hours", "")
            back = timedelta(hours=int(hours if hours in HOURS else HOURS[0]))
            return {"since": (datetime.now(UTC) - back).isoformat()}
        case _:
            return {}


async def _hook(request: Request, caller: Caller) -> dict[str, Any]:
    """Raises: Problem not-found."""
    wanted = read_form(orders.HookOf, {"hook": request.path_params["hook"]})
    return await ask(request, caller, "notify", wanted)


ENTRIES = (Entry("admin", HOME, "nav.webhooks", OFFICES, at=85),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", NEW, new_form),
    ("POST", NEW, register),
    ("GET", ONE, one),
    ("POST", ONE, act),
    ("GET", f"{ONE}/change", change_form),
    ("POST", f"{ONE}/change", change),
)
