"""Lists as pages show them: filters from the address, pages by cursor."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.base import Ask, PageAsk
from contracts.words import CITY_WIDE
from gateway.console.frame.naming import Names, names
from gateway.validation import read

A = TypeVar("A", bound=Ask)
P = TypeVar("P", bound=PageAsk)
Json = dict[str, Any]

ROWS = 50
AFTER_TIME = re.compile("，|, ")
"""What parts a sentence of a history from its time."""


class Pager(NamedTuple):
    """Addresses, empty where there is none; how many are listed, None where nobody says."""

    before: str
    next: str
    total: int | None


class Units(NamedTuple):
    """Names of units of several districts."""

    of: Mapping[str, Names]

    def unit(self, row: Json, field: str = "unit") -> str:
        """What a row calls a unit of its district."""
        return self.of[row["district"]].unit(row[field])


async def units(request: Request, caller: Caller, rows: Iterable[Json]) -> Units:
    """Of the districts of these rows. Raises: Problem as ``names``."""
    districts = sorted({row["district"] for row in rows})
    found = await asyncio.gather(*(names(request, caller, each) for each in districts))
    return Units(dict(zip(districts, found, strict=True)))


def made(shape: type[A], **given: Any) -> A:
    """Raises: Problem invalid."""
    return read(shape, given, text=True)


def in_path(shape: type[A], request: Request) -> A:
    """A question of what the address names. Raises: Problem invalid."""
    named = request.path_params
    return read(shape, {n: named[n] for n in shape.__struct_fields__ if n in named}, text=True)


def wanted(
    request: Request, caller: Caller, called: Names, filters: tuple[str, ...]
) -> dict[str, str]:
    """The filters that the address has, and the district: the reader's own or the one asked for."""
    asked = request.query_params
    found = {name: asked[name].strip() for name in filters if asked.get(name, "").strip()}
    if caller.district != CITY_WIDE:
        return {**found, "district": caller.district}
    district = asked.get("district", "")
    return {**found, **({"district": district} if district in called.districts else {})}


def question(shape: type[P], given: Mapping[str, Any], request: Request | None = None) -> P:
    """A page of a list; of a request, the page that it asks for. Raises: Problem invalid."""
    cursor = "" if request is None else request.query_params.get("cursor", "")
    page = {} if request is None else {"limit": ROWS, "cursor": cursor, "count": "true"}
    return read(shape, {**given, **page}, text=True)


def pager(request: Request, page: Json) -> Pager:
    """To the first page, where this is another, and to the next."""
    rest = {name: value for name, value in request.query_params.items() if name != "cursor"}

    def at(**more: str) -> str:
        return f"{request.url.path}?{urlencode({**rest, **more})}"

    first = at() if "cursor" in request.query_params else ""
    next = page["next"]
    return Pager(first, at(cursor=next) if next else "", page.get("count"))


def same(request: Request, path: str) -> str:
    """The address ``path`` with this list's filters."""
    rest = {name: value for name, value in request.query_params.items() if name != "cursor"}
    return f"{path}?{urlencode(rest)}" if rest else path


def districts(caller: Caller, called: Names) -> list[tuple[str, str]]:
    """What who sees the whole city may choose from."""
    return list(called.districts.items()) if caller.district == CITY_WIDE else []


def course(sentences: list[Json]) -> list[Json]:
    """A history's sentences as the entries of a timeline, the newest first."""
    entries = []
    for one in reversed(sentences):
        at, _, text = (
            part.strip() for part in AFTER_TIME.sub("\n", one["text"], 1).partition("\n")
        )
        entries.append({"at": at, "iso": one["at"], "text": text, "notes": ()})
    return entries
