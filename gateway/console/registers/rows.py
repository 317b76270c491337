"""A row of a register: its page, and how it is added, amended and withdrawn."""

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.orders.doors import roles_of
from contracts.orders.evidence import EvidenceOf
from contracts.orders.tasks import AddRows, AmendRow, RegisterOf, Row, WithdrawRow
from contracts.words import Reason, Slug, Title
from gateway.console.frame import session
from gateway.console.frame.asking import ask, fields, find, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.naming import names
from gateway.console.frame.render import language, render
from gateway.console.gallery import views as gallery
from gateway.console.registers import views
from gateway.problems import Problem
from gateway.validation import read

FIELDS = ("label", "unit", "place", "kind", "on", "who", "note")
EMPTIED = ("place", "kind", "who", "note")


class Asked(Struct, frozen=True, kw_only=True):
    """What a row that is amended cannot be without."""

    label: Title
    unit: Slug
    reason: Reason


Json = dict[str, Any]


async def new(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _page(request, caller, "", {})


async def show(request: Request) -> Response:
    caller = (await session.current(request)).caller
    return await _page(request, caller, request.path_params["key"], {})


async def _page(
    request: Request, caller: Caller, key: str, typed: dict[str, str], fault: Wrong | None = None
) -> Response:
    """``key``: "" for a row that is to be added. ``typed`` stands over what the row says."""
    asked = read(RegisterOf, {"register": request.path_params["register"]}, text=True)
    register = await ask(request, caller, "tasks", asked)
    row = next((one for one in register["rows"] if one["key"] == key), None)
    edits = caller.has(*roles_of(AddRows))
    if (key and row is None) or (not key and not edits):
        raise Problem("not-found")
    proof = row["evidence"] if row else []
    named, pieces = await asyncio.gather(
        names(request, caller, register["district"]),
        asyncio.gather(
            *(find(request, caller, "evidence", EvidenceOf(evidence=one)) for one in proof)
        ),
    )
    held = {name: (row[name] or "") if row else "" for name in FIELDS}
    return render(
        request,
        "registers/row.html",
        fault.status if fault else 200,
        caller=caller,
        register=register,
        row=row,
        given=held | {"key": key} | typed,
        wrong=fault,
        edits=edits,
        names=named,
        units=[("", "—"), *sorted(named.units.items(), key=lambda one: one[1])],
        pieces=[gallery.piece(one, language(request)) for one in pieces if one],
        shapes=views.SHAPES,
    )


async def add(request: Request) -> Response:
    form = await fields(request)

    def order(register: str) -> Order:
        said = {name: form.get(name, "").strip() for name in ("key", *FIELDS)}
        return AddRows(register=register, rows=(read_form(Row, said),))

    return await _done(request, "", form, order, "registers.added")


async def amend(request: Request) -> Response:
    """What was emptied is emptied, where a row can be without it."""
    form = await fields(request)
    key = request.path_params["key"]

    def order(register: str) -> Order:
        said = {name: form.get(name, "").strip() for name in (*FIELDS, "reason")}
        whole = {"label": said["label"], "unit": said["unit"], "reason": said["reason"]}
        read_form(Asked, whole)
        sound = read_form(AmendRow, {"register": register, "key": key, **said})
        return replace(sound, **{name: "" for name in EMPTIED if not said[name]})

    return await _done(request, key, form, order, "registers.amended")


async def withdraw(request: Request) -> Response:
    form = await fields(request)
    key = request.path_params["key"]

    def order(register: str) -> Order:
        said = {"register": register, "key": key, "reason": form.get("why", "").strip()}
        return read_form(WithdrawRow, said)

    return await _done(request, key, form, order, "registers.withdrawn", {"reason": "why"})


async def _done(
    request: Request,
    key: str,
    form: dict[str, str],
    order: Callable[[str], Order],
    done: str,
    called: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """``called``: fields of the order that the form calls otherwise."""
    caller = (await session.current(request)).caller
    session.check_form(request, form.get("form_token", ""))
    register = read(RegisterOf, {"register": request.path_params["register"]}, text=True).register
    try:
        await give(request, caller, "tasks", order(register), form.get("once", "")[:40])
    except (Misfilled, Problem) as fault:
        told = _told(fault, wrong(fault, language(request)))
        at = {called.get(name, name): text for name, text in told.fields.items()}
        return await _page(request, caller, key, form, told._replace(fields=at))
    return RedirectResponse(f"/console/registers/{register}?done={done}", 303)


def _told(fault: Misfilled | Problem, told: Wrong) -> Wrong:
    """A refusal of rows names row and field; here there is but one row."""
    if isinstance(fault, Misfilled):
        return told
    faults = fault.extra.get("faults") or ()
    return told._replace(fields={one["field"]: one["detail"] for one in faults} or told.fields)
