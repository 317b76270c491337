"""Processor time of the processes of a run, and what the document server was asked."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.deploy import documents
from infra.local.backing import Backing

TICK = 1 / os.sysconf("SC_CLK_TCK")
"""Seconds."""

Leaders = Mapping[str, int]
"""Name → pid of a process, to which its children are counted."""


def of_backing(backing: Backing) -> dict[str, int]:
    """The servers that are processes of ours; none where they are given or containers."""
    broker, document = backing.broker, backing.documents
    found = {
        "broker": getattr(getattr(broker, "node", None), "pid", None),
        "document server": getattr(document, "pid", None),
        "object store": getattr(backing.objects, "pid", None),
    }
    return {name: pid for name, pid in found.items() if pid is not None}


def spent(leaders: Leaders) -> dict[str, float]:
    """Seconds since each was started, its children, and theirs, and those that ended among them."""
    parents, used = {}, {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        pid = int(process.name)
        parents[pid], used[pid] = int(fields[1]), sum(map(int, fields[11:15])) * TICK
    found = dict.fromkeys(leaders, 0.0)
    names = {pid: name for name, pid in leaders.items()}
    for pid, seconds in used.items():
        above = pid
        while above and above not in names:
            above = parents.get(above, 0)
        if above:
            found[names[above]] += seconds
    return found


def requests(backing: Backing) -> int:
    """What the document server was asked since it started, by whomever."""
    with documents.client(backing.mongo) as client:
        status: dict[str, Any] = client.admin.command("serverStatus")
    return int(status["network"]["numRequests"])


class Bill:
    """What a block cost beyond an idle time of the same length: seconds by process, requests."""

    processor: dict[str, float]
    requests: float
    wall: float

    def per(self, count: int) -> dict[str, float]:
        """Milliseconds of the processor for each of so many acts."""
        return {name: max(0.0, used) * 1000 / count for name, used in self.processor.items()}


class Meter:
    """``idle``: what the system uses while nobody asks for anything, each second."""

    def __init__(self, backing: Backing, leaders: Leaders, idle_seconds: float = 10) -> None:
        self._backing, self._leaders = backing, leaders
        self.idle = Bill()
        self.idle.processor, self.idle.requests, self.idle.wall = {}, 0.0, 0.0
        with self.billed() as idle:
            time.sleep(idle_seconds)
        self.idle = idle

    @contextmanager
    def billed(self) -> Iterator[Bill]:
        bill = Bill()
        before, asked, started = spent(self._leaders), requests(self._backing), time.monotonic()
        yield bill
        bill.wall = time.monotonic() - started
        share = bill.wall / self.idle.wall if self.idle.wall else 0.0
        after = spent(self._leaders)
        bill.processor = {
            name: after[name] - before[name] - share * self.idle.processor.get(name, 0.0)
            for name in self._leaders
        }
        bill.requests = requests(self._backing) - asked - share * self.idle.requests
