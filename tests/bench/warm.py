"""What the start of a process costs a check and a table: forked where the libraries are, and anew.

``python -m tests.bench.warm`` runs it alone: it needs no backing service.
"""

import asyncio
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from gateway.sheets import process
from gateway.sheets.process import Seats, Tables
from gateway.sheets.protocol import MIB, Head, Limits
from kit.confined import ForkServer
from services.evidence.piece.media import DOCX, JPEG, PDF
from services.evidence.sealing import examination
from tests.interface.test_evidence_examination import request, store_of
from tests.unit.evidence import files

TIMES = 20
ROWS = 76
TICKS = 100  # a second


class Cost(NamedTuple):
    """Milliseconds: by the clock (median), and of the processor (mean)."""

    wall: float
    processor: float


def lines() -> Iterator[str]:
    with ExitStack() as stores:
        for name, server, act in _acts(stores):
            warm, anew = _warm(server, act), _anew(server, act)
            yield (
                f"{name:<28}{warm.wall:>6.0f} ms, {warm.processor:>5.0f} ms of the processor; "
                f"{anew.wall / warm.wall:.1f} and {anew.processor / warm.processor:.1f} × in a "
                "process started anew"
            )
            server.stop()


def _acts(stores: ExitStack) -> Iterator[tuple[str, ForkServer, Callable[[], object]]]:
    for name, media_type, data in (
        ("check of a photo", JPEG, files.photo(2800, 2000)),
        ("check of a document", DOCX, files.docx()),
        ("check of a PDF", PDF, files.pdf()),
    ):
        asked = request(stores.enter_context(store_of(data)), data, media_type)
        size = f"{name}, {len(data) / MIB:.1f} MiB"
        yield size, examination.SERVER, partial(examination.run, asked)
    table = asyncio.run(_export())
    yield f"export of {ROWS} rows", process.SERVER, lambda: asyncio.run(_export())
    yield f"preview of {ROWS} rows", process.SERVER, lambda: asyncio.run(_read(table))


def _tables() -> Tables:
    return Tables(
        max_table=2 * MIB,
        max_export=1000,
        export_seconds=20.0,
        limits=Limits(),
        uploads=Seats(1, 1),
        short=Seats(1, 1),
        long=Seats(1, 1),
    )


async def _export() -> bytes:
    async with _tables().written("xlsx", "a", long=True) as writer:
        await writer.sheet(Head(name="任务", header=1), [["编号", "名称", "状态", "期限"]])
        row = ("维护户外点位", "在办", "2026-09-30")
        await writer.rows([f"t-{n}", *row] for n in range(ROWS))
        with await writer.finish() as file:
            return file.read()


async def _read(raw: bytes) -> None:
    await _tables().read("表.xlsx", raw, "a")


def _warm(server: ForkServer, act: Callable[[], object]) -> Cost:
    act()
    assert server._process is not None
    before = _spent(server._process.pid)
    wall = median(_seconds(act) for _ in range(TIMES))
    return Cost(wall * 1000, (_spent(server._process.pid) - before) / TIMES * 1000)


def _anew(server: ForkServer, act: Callable[[], object]) -> Cost:
    server.stop()
    times, before = max(1, TIMES // 4), _of_children()
    walls = []
    for _ in range(times):
        walls.append(_seconds(act))
        server.stop()
    return Cost(median(walls) * 1000, (_of_children() - before) / times * 1000)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _spent(pid: int) -> float:
    """Seconds of the processor, of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    for told in lines():
        print(told)
