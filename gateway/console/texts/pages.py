"""消息样式: each message as it is read, in every form; how it is worded here, and was before."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import Ask, Order
from contracts.orders.notify import (
    MessageTextOf,
    MessageTexts,
    PreviewWording,
    RestoreWording,
    SetWording,
)
from contracts.roles import CITY
from gateway.console.frame import acts, session
from gateway.console.frame.asking import ask, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.navigation import Entry
from gateway.console.frame.posting import key_of
from gateway.console.frame.render import language, render
from gateway.console.texts.views import compared, dated
from gateway.problems import Problem

HOME = "/console/message-texts"
ONE = f"{HOME}/{{kind}}"
ORDERS: Mapping[str, tuple[type[Order], str]] = {
    "save": (SetWording, "texts_saved"),
    "restore": (RestoreWording, "texts_restored"),
}
Json = dict[str, Any]


async def listed(request: Request) -> Response:
    caller = (await session.current(request)).caller
    found = await ask(request, caller, "notify", MessageTexts())
    return render(
        request, "texts/list.html", caller=caller, texts=found["items"], digest=found["digest"]
    )


async def one(request: Request) -> Response:
    return await _one(request, (await session.current(request)).caller)


async def act(request: Request) -> Response:
    """Shows what was typed, or lets it hold; an earlier version is brought back."""
    typed = await acts.typed(request)
    caller = (await session.current(request)).caller
    kind = request.path_params["kind"]
    shape, done = ORDERS.get(typed.get("act", ""), (None, ""))
    try:
        if shape is None:
            return await _tried(request, caller, typed)
        order = read_form(shape, {**typed_of(shape, typed), "kind": kind})
        seen = typed.get("version", "")
        expected = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        await give(request, caller, "notify", order, key_of(typed), expected)
    except (Misfilled, Problem) as fault:
        return await _one(request, caller, typed, wrong(fault, language(request)))
    return RedirectResponse(f"{HOME}/{kind}?done={done}", 303)


def typed_of(shape: type[Order | Ask], typed: Mapping[str, str]) -> dict[str, str]:
    return {name: typed[name] for name in shape.__struct_fields__ if typed.get(name, "").strip()}


async def _tried(request: Request, caller: Caller, typed: dict[str, str]) -> Response:
    wanted = {**typed_of(PreviewWording, typed), "kind": request.path_params["kind"]}
    tried = await ask(request, caller, "notify", read_form(PreviewWording, wanted))
    return await _one(request, caller, typed, tried=tried)


async def _one(
    request: Request,
    caller: Caller,
    typed: Mapping[str, str] | None = None,
    fault: Wrong | None = None,
    tried: Json | None = None,
) -> Response:
    """``tried``: what was typed, as it would be read. Raises: Problem."""
    try:
        wanted = read_form(MessageTextOf, {"kind": request.path_params["kind"]})
    except Misfilled:
        raise Problem("not-found") from None
    found = await ask(request, caller, "notify", wanted)
    return render(
        request,
        "texts/one.html",
        fault.status if fault else 200,
        caller=caller,
        text={**found, "versions": [dated(version) for version in found["versions"]]},
        given=typed or found["current"],
        wrong=fault,
        tried=tried is not None,
        shown=(tried or found)["shown"],
        faults=(tried or found)["faults"],
        compared=compared(found, request.query_params.get("compare", "")),
    )


ENTRIES = (Entry("admin", HOME, "nav.texts", CITY, at=80),)
ROUTES = (
    ("GET", HOME, listed),
    ("GET", ONE, one),
    ("POST", ONE, act),
)
