"""An export of 5,000 and of 50,000 rows through the gateway: time and peak memory of each."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from tests.console.answering import Answering
from tests.interface.test_gateway_feed import token
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

FEW, MANY = 5_000, 50_000
WARM_UP = 200
LOOK_EVERY = 0.02  # seconds
MIB = 1024  # kB
ROW = {
    "district": "ganzhou",
    "year": 2026,
    "item": "B04",
    "title": "加强双拥宣传阵地建设，维护户外点位",
    "origin": "item",
    "lead": "publicity",
    "person": "sun",
    "cooperating": ["education", "transport"],
    "due": "2026-09-30",
    "state": "submitted",
    "overdue": False,
    "submission": {"at": "2026-05-06T01:02:03Z", "note": "已完成，见照片。"},
}


class Export(NamedTuple):
    """``gateway`` and ``writer``: peak resident memory of the two processes, in MiB."""

    rows: int
    seconds: float
    gateway: float
    writer: float


def measure(stack: Stack) -> tuple[Export, Export]:
    """FEW and MANY rows; a bare peer answers for the tasks service, whose queue must be there."""
    gateway = stack.start("gateway", TONGXIN_MAX_EXPORT=str(MANY)).wait_ready()
    wanted = [WARM_UP]

    def page(kwargs: dict[str, Any]) -> Any:
        ask = kwargs["ask"]
        start = int(ask.get("cursor") or 0)
        last = min(start + ask["limit"], wanted[0])
        items = [ROW | {"id": f"t-2026-ganzhou-{n}"} for n in range(start, last)]
        return {"items": items, "next": str(last) if last < wanted[0] else None}

    nothing: dict[str, Any] = {"items": [], "next": None}
    names = {name: lambda _: nothing for name in ("units", "persons", "districts")}
    with Answering(stack, "tasks", {"tasks": page} | names):
        eventually(lambda: _export(gateway).status_code == 200)
        found = []
        for wanted[0] in (FEW, MANY):
            with watched(gateway) as peaks:
                started = time.monotonic()
                answer = _export(gateway)
                seconds = time.monotonic() - started
            assert answer.status_code == 200, answer.text
            found.append(Export(wanted[0], seconds, peaks["gateway"], peaks["writer"]))
    return found[0], found[1]


def _export(gateway: Running) -> httpx.Response:
    url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"] + "/api/v1/exports/tasks"
    return httpx.get(url, headers=token("*", account="admin", role="city_office"), timeout=300)


@contextmanager
def watched(gateway: Running) -> Iterator[dict[str, float]]:
    """The peaks of the gateway and of the process that it starts, until the block ends."""
    peaks = {"gateway": 0.0, "writer": 0.0}
    end = threading.Event()

    def look() -> None:
        while not end.wait(LOOK_EVERY):
            for name, pids in (("gateway", [gateway.pid]), ("writer", _writers(gateway.pid))):
                for pid in pids:
                    peaks[name] = max(peaks[name], _resident(pid))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peaks
    finally:
        end.set()
        thread.join()


def _writers(pid: int | None) -> list[int]:
    """Children of the process that holds the libraries."""
    return [child for beside in _children(pid) for child in _children(beside)]


def _children(pid: int | None) -> list[int]:
    return list(map(int, _read(pid, f"task/{pid}/children").split()))


def _read(pid: int | None, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _resident(pid: int | None) -> float:
    lines = _read(pid, "status").decode().splitlines()
    line = next((one for one in lines if one.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) / MIB


def lines(few: Export, many: Export) -> list[str]:
    """What the bench prints. ``flat``: at most a quarter more memory for ten times the rows."""
    flat = _flat(few.gateway, many.gateway) and _flat(few.writer, many.writer)
    return [
        f"export of {one.rows:>6} rows: {one.seconds:6.1f} s, peak {one.gateway:5.0f} MiB in the"
        f" gateway, {one.writer:5.0f} MiB in its writer"
        for one in (few, many)
    ] + [
        f"ratio: time × {many.seconds / few.seconds:.1f}, memory × "
        f"{(many.gateway + many.writer) / (few.gateway + few.writer):.2f}"
        f" ({'flat' if flat else 'NOT FLAT'})"
    ]


def _flat(few: float, many: float) -> bool:
    return many <= 1.25 * few
