"""An order's form as data: what it asks, how it is read, and how it is given."""

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.base import Order
from contracts.orders.doors import roles_of
from gateway.console.frame import session
from gateway.console.frame.asking import Json, fields, give
from gateway.console.frame.forms import Misfilled, Wrong, read_form, wrong
from gateway.console.frame.render import language, render
from gateway.problems import Problem

MAX_FORM, MOST_FIELDS = 256 * 1024, 1000
"""Bytes and fields of a form that lists things."""
MAX_KEY = 40

Kind = Literal["text", "area", "day", "pick", "radio", "tick", "ticks", "lines"]
Options = Mapping[str, Sequence[tuple[str, str]]]
NO_OPTIONS: Options = MappingProxyType({})


class Field(NamedTuple):
    """``label``, ``hint``: words. ``choices``: values, each with its word; ``of``: the name of a
    list that the page gathers. ``lines``: one value a line; ``ticks``: several of a list."""

    name: str
    kind: Kind
    label: str
    required: bool = False
    size: int = 1000
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    of: str = ""


class Form(NamedTuple):
    """A page with one form. ``title``, ``lead``, ``send``: words; ``about``: what it is about, as
    pairs of a word and a text of the campaign; ``back``: where one goes without sending it;
    ``photos``: where new ones are brought that the form may then choose."""

    title: str
    send: str
    back: str
    fields: Sequence[Field]
    lead: str = ""
    about: Sequence[tuple[str, str]] = ()
    options: Options = NO_OPTIONS
    photos: str = ""


def may(caller: Caller, shape: type[Order]) -> bool:
    return caller.has(*roles_of(shape))


def values(asked: Sequence[Field], typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as the order has it; what was left empty is left out."""
    found = {field.name: _value(field, typed) for field in asked}
    return {name: value for name, value in found.items() if value}


def _value(field: Field, typed: Mapping[str, str]) -> Any:
    if field.kind == "ticks":
        start = f"{field.name}."
        return [name.removeprefix(start) for name in typed if name.startswith(start)]
    text = typed.get(field.name, "").strip()
    if field.kind == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return ("true" if text else "") if field.kind == "tick" else text


async def typed(request: Request) -> dict[str, str]:
    """The form as it was sent, by this visitor. Raises: Problem cross-site, malformed-request."""
    form = await fields(request, MAX_FORM, MOST_FIELDS)
    session.check_form(request, form.get("form_token", ""))
    return form


async def given(
    request: Request,
    caller: Caller,
    shape: type[Order],
    form: Mapping[str, str],
    filled: Mapping[str, Any],
) -> Json | Wrong:
    """Gives the order once, however often the form is sent. Raises: Problem where it is no fault
    of the form."""
    key = form.get("once", "")[:MAX_KEY] or secrets.token_hex(16)
    try:
        return await give(request, caller, "tasks", read_form(shape, filled), key)
    except (Misfilled, Problem) as fault:
        return wrong(fault, language(request))


def show(
    request: Request,
    caller: Caller,
    form: Form,
    given: Mapping[str, str],
    wrong: Wrong | None = None,
    template: str = "frame/act.html",
    **more: Any,
) -> Response:
    """The form's page, with what was typed and what is wrong with it."""
    status = wrong.status if wrong else 200
    told = {"form": form, "given": given, "wrong": wrong, **more}
    return render(request, template, status, caller=caller, **told)
