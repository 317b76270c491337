"""A draft becomes a paper: it is checked, takes its number, is printed and kept."""

import asyncio
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.tasks import (
    Body,
    CheckPaper,
    IssuePaper,
    PaperCode,
    PaperNo,
    TakeNumber,
)
from contracts.words import CITY_WIDE, Title
from gateway.console.frame.asking import Json, ask, give
from gateway.console.frame.forms import read_form
from gateway.console.papers.drafts.draft import Draft, Office
from gateway.papers.printing import printed
from gateway.problems import Problem

NOT_OURS = "公文以本单位的名义印发，这里须写明“{name}”。"


class Typed(Struct, frozen=True, kw_only=True):
    """What may be written by hand: each with its limit."""

    title: Title
    issuer: Title
    on: date
    mark: Annotated[str, Meta(max_length=40)] = ""
    addressees: Annotated[str, Meta(max_length=300)] = ""
    requirement: Annotated[str, Meta(max_length=4000)] = ""
    copies: Annotated[str, Meta(max_length=300)] = ""


class TypedWithCode(Typed, frozen=True, kw_only=True):
    code: PaperCode


def read_typed(draft: Draft, typed: Mapping[str, str], office: Office) -> Body:
    """Raises: Misfilled with every field at fault; Problem (another office's name)."""
    wanted = Typed if draft.number else TypedWithCode
    read_form(wanted, {name: typed.get(name, "") for name in wanted.__struct_fields__})
    body = draft.body(typed)
    for field, said in (("issuer", body.issuer), ("mark", body.mark)):
        if said and office.district != CITY_WIDE and office.name not in said:
            raise Problem("invalid", NOT_OURS.format(name=office.name), field=f"$.{field}")
    return body


async def checked(request: Request, caller: Caller, draft: Draft, body: Body, code: str) -> str:
    """The number that it would take now. Raises: Problem with the form's own field, as the order's
    would be refused."""
    if caller.district not in (CITY_WIDE, draft.district):
        raise Problem("forbidden")
    question = CheckPaper(
        district=draft.district,
        kind=draft.kind,
        body=body,
        code=None if draft.number else code,
        number=draft.number,
    )
    try:
        number: str = (await ask(request, caller, "tasks", question))["number"]
    except Problem as problem:
        raise _on_the_form(problem, draft) from None
    return number


async def issued(
    request: Request, caller: Caller, draft: Draft, body: Body, code: str, key: str
) -> Json:
    """{"paper", "number", "sha256"}; the same ``key`` is done once. Raises: as ``checked``."""
    await checked(request, caller, draft, body, code)
    number = draft.number or await _number(request, caller, code, key)
    raw = await asyncio.to_thread(printed, body, str(number))
    order = IssuePaper(
        district=draft.district,
        kind=draft.kind,
        year=draft.year,
        number=number,
        body=body,
        print=raw,
        sha256=sha256(raw).hexdigest(),
        about=draft.about,
        unit=draft.unit or None,
    )
    return await give(request, caller, "tasks", order, key)


async def _number(request: Request, caller: Caller, code: str, key: str) -> PaperNo:
    order = TakeNumber(code=code)
    taken = await give(request, caller, "tasks", order, f"{key}-number")
    return PaperNo(code=taken["code"], year=taken["year"], n=taken["n"])


def _on_the_form(problem: Problem, draft: Draft) -> Problem:
    """The refusal, its field as the form calls it: what was gathered is no field of it."""
    field = problem.field.removeprefix("$.").removeprefix("body.")
    name, _, rest = field.partition("[")
    if name == "blocks":
        at = int(rest.partition("]")[0] or 0)
        name = "requirement" if at >= len(draft.blocks) else ""
    return Problem(
        problem.code,
        problem.detail,
        field=f"$.{name}" if name else "",
        status=problem.status,
        headers=problem.headers,
        **problem.extra,
    )
