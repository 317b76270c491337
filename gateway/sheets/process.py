"""Starts the process that reads or writes one table, and waits without stopping anything else."""

import asyncio
import os
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from contracts.secrecy import ClassifiedMatter
from gateway.problems import Problem
from gateway.sheets.protocol import Format, Head, Limits, Read, Reply, Write
from kit import logs

ROOT = Path(__file__).parents[2]
GRACE = 5
"""Seconds beyond its own limit after which a process is killed from outside."""
WAIT_SECONDS = 10
"""How long a request waits for its turn."""
LINES = 200
"""Rows that are handed over at once."""

log = logs.get(__name__)


@dataclass(frozen=True, kw_only=True)
class Tables:
    """Limits and turns of one gateway. ``max_table`` in bytes, ``max_export`` in rows.

    ``uploads``: tables held in memory at once; ``short`` and ``long``: processes at once.
    """

    max_table: int
    max_export: int
    export_seconds: float
    limits: Limits
    uploads: "Turns"
    short: "Turns"
    long: "Turns"

    async def read(self, filename: str, raw: bytes, account: str) -> Reply:
        """The table in a file. Raises: Problem with a code of its own for every refusal."""
        asked = msgspec.json.encode(Read(filename=filename, limits=self.limits)) + b"\n"
        async with self.short.turn(account):
            answer, code = await _run(asked + raw, self.limits.seconds + GRACE)
        try:
            reply = msgspec.json.decode(answer, type=Reply)
        except msgspec.DecodeError:
            log.warning("a table's process ended badly", code=code)
            raise Problem("table-bomb", field="$.workbook") from None
        if reply.fault is None:
            return reply
        if reply.read_as:
            log.warning("a table cannot be read", fault=reply.read_as)
        fault = reply.fault
        if fault.code == ClassifiedMatter.code:
            log.warning("classified matter refused", cells=[f[1:3] for f in fault.faults])
        faults = [one._asdict() for one in fault.faults]
        more: dict[str, Any] = {"total": len(faults), "faults": faults} if faults else {}
        raise Problem(fault.code, fault.detail, field="$.workbook", **more)

    @asynccontextmanager
    async def written(
        self, format: Format, account: str, *, long: bool = False
    ) -> AsyncIterator["Writer"]:
        """A file in the making; it is whole once ``Writer.finish`` has returned it."""
        limits = self.limits
        if long:
            limits = msgspec.structs.replace(limits, seconds=int(self.export_seconds))
        async with (self.long if long else self.short).turn(account):
            with tempfile.TemporaryFile() as file:
                process = await _start("write", asyncio.subprocess.PIPE, file)
                writer = Writer(process, os.fdopen(os.dup(file.fileno()), "rb"))
                try:
                    await writer.send([Write(format=format, limits=limits)])
                    yield writer
                finally:
                    await _end(process)
                    if not writer.finished:
                        writer.file.close()


@dataclass
class Writer:
    """Takes ``Head`` and rows in order, in any number of calls."""

    process: asyncio.subprocess.Process
    file: IO[bytes]
    finished: bool = field(default=False, init=False)

    async def sheet(self, head: Head, rows: Iterable[Any] = ()) -> None:
        await self.send([head])
        await self.rows(rows)

    async def rows(self, rows: Iterable[Any]) -> None:
        batch = []
        for row in rows:
            batch.append(row)
            if len(batch) == LINES:
                await self.send(batch)
                batch = []
        await self.send(batch)

    async def send(self, lines: list[Any]) -> None:
        """Raises: Problem internal (the process is gone)."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(b"".join(msgspec.json.encode(one) + b"\n" for one in lines))
            await self.process.stdin.drain()
        except (ConnectionError, RuntimeError):
            raise _broken(self.process) from None

    async def finish(self) -> IO[bytes]:
        """The whole file at its beginning; who asked closes it. Raises: Problem internal."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        if await self.process.wait() != 0:
            raise _broken(self.process)
        self.finished = True
        self.file.seek(0)
        return self.file


class Turns:
    """``most`` at once, and ``each`` of one account: who sends many waits behind oneself."""

    def __init__(self, most: int, each: int) -> None:
        self._each = each
        self._places = asyncio.Semaphore(most)
        self._own: dict[str, asyncio.Semaphore] = {}
        self._asking: Counter[str] = Counter()

    @asynccontextmanager
    async def turn(self, account: str) -> AsyncIterator[None]:
        """Raises: Problem busy (no place was free in time)."""
        own = self._own.setdefault(account, asyncio.Semaphore(self._each))
        self._asking[account] += 1
        try:
            async with AsyncExitStack() as held:
                try:
                    async with asyncio.timeout(WAIT_SECONDS):
                        await held.enter_async_context(own)
                        await held.enter_async_context(self._places)
                except TimeoutError:
                    raise Problem("busy") from None
                yield
        finally:
            self._asking[account] -= 1
            if not self._asking[account]:
                del self._asking[account], self._own[account]


async def _run(given: bytes, seconds: float) -> tuple[bytes, int | None]:
    """What the process answers, and its exit code (negative: the signal that ended it)."""
    process = await _start("read", asyncio.subprocess.PIPE, asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(seconds):
            answer, _ = await process.communicate(given)
    except TimeoutError:
        return b"", None
    finally:
        await _end(process)
    return answer, process.returncode


async def _start(mode: str, given: int, answer: int | IO[bytes]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway.sheets",
        mode,
        cwd=ROOT,
        env=_environment(),
        stdin=given,
        stdout=answer,
        stderr=asyncio.subprocess.DEVNULL,  # a library's complaint may repeat a cell
        start_new_session=True,  # a signal to the gateway's group says nothing about the file
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()


def _broken(process: asyncio.subprocess.Process) -> Problem:
    log.error("a table's process ended badly", code=process.returncode)
    return Problem("internal")


def _environment() -> dict[str, str]:
    """Without one of our settings: the process holds no key and knows no address.

    Without lxml, so that a test's process is the image's.
    """
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | {
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENPYXL_LXML": "False",
        "PYTHONHASHSEED": "0",  # the order of sets shows in a file
    }
