"""What an item of a year rests on, asked of the services that know it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from contracts.orders.base import MAX_PAGE, PageAsk
from contracts.orders.evidence import EvidenceOf, ReceiptOf
from contracts.orders.tasks import RegisterOf, Registers, Tasks, Units
from gateway.dossiers.checking import Held, Work
from gateway.dossiers.originals import Asking, Originals

Json = dict[str, Any]

MOST = 2000
"""Of one list: tasks and registers of a district's year, its units."""
AT_ONCE = 4
"""Originals that are read side by side."""


async def listed(asking: Asking, service: str, question: PageAsk) -> list[Json]:
    """Every page of a list, up to ``MOST``. Raises: Problem."""
    found: list[Json] = []
    cursor: str | None = ""
    while cursor is not None and len(found) < MOST:
        asked = replace(question, limit=MAX_PAGE, cursor=cursor)
        page = await asking.ask(service, asked)
        found += page["items"]
        cursor = page["next"]
    return found


async def work_of(asking: Asking, district: str, year: int, item: str) -> Work:
    """Raises: Problem."""
    tasks, registers = await asyncio.gather(
        listed(asking, "tasks", Tasks(district=district, year=year, item=item)),
        listed(asking, "tasks", Registers(district=district, year=year, item=item)),
    )
    books = [await asking.ask("tasks", RegisterOf(register=one["id"])) for one in registers]
    rows = [row for book in books for row in book["rows"] if row["done"]]
    done, due = (sum(one[name] for one in registers) for name in ("done", "total"))
    return Work(in_order(tasks), done, due, rows)


def in_order(tasks: Sequence[Json]) -> list[Json]:
    """Whole ones before their parts, each by its id."""
    return sorted(tasks, key=lambda one: (bool(one["parent"]), one["id"]))


async def unit_names(asking: Asking, district: str) -> dict[str, str]:
    found = await listed(asking, "tasks", Units(district=district))
    return {one["unit"]: one["name"] for one in found}


async def pieces(asking: Asking, originals: Originals, ids: Sequence[str]) -> list[Held]:
    """In their order, each with its bytes read once. Raises: Problem, Broken."""
    found: list[Held] = []
    for at in range(0, len(ids), AT_ONCE):
        part = ids[at : at + AT_ONCE]
        found += await asyncio.gather(*(_piece(asking, originals, id) for id in part))
    return found


async def _piece(asking: Asking, originals: Originals, id: str) -> Held:
    piece = await asking.find("evidence", EvidenceOf(evidence=id))
    if piece is None or piece["state"] != "SEALED":
        return Held(id, piece)
    signed = await asking.ask("evidence", ReceiptOf(evidence=id))
    read = await originals.sum(asking, id)
    return Held(id, piece, signed["receipt"], read.filename, read.sha256, read.size, read.crc)
