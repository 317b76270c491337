"""A process for each table that is read or written; waits without stopping anything else."""

import asyncio
import os
import socket
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from contracts.secrecy import ClassifiedMatter
from gateway.problems import Problem
from gateway.sheets.protocol import Fault, Format, Head, Limits, Read, Reply, Write
from kit import confined, logs
from kit.confined import Child, ForkServer, Gone, number
from kit.confined_process import NUMBER, Bounds

WORK = "gateway.sheets.work"
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
    uploads: "Seats"
    short: "Seats"
    long: "Seats"

    async def read(
        self, filename: str, raw: bytes, account: str, *, contacts: bool = False
    ) -> Reply:
        """The table in a file; ``contacts``: it may hold telephone numbers.

        Raises: Problem with a code of its own for every refusal."""
        asked = (
            msgspec.json.encode(Read(filename=filename, limits=self.limits, contacts=contacts))
            + b"\n"
        )
        async with self.short.turn(account):
            answer, code = await _read(asked, raw, self.limits)
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
        raise refusal(fault)

    @asynccontextmanager
    async def written(
        self, format: Format, account: str, *, long: bool = False
    ) -> AsyncIterator["Writer"]:
        """A file in the making; it is whole once ``Writer.finish`` has returned it."""
        limits = self.limits
        if long:
            limits = msgspec.structs.replace(limits, seconds=int(self.export_seconds))
        async with (self.long if long else self.short).turn(account):
            near, far = socket.socketpair()
            near.setblocking(False)
            with near, tempfile.TemporaryFile() as file:
                with far:
                    child = await _begun("write", limits, far.fileno(), file.fileno())
                with child.line:
                    writer = Writer(child, near, file, limits.seconds + GRACE)
                    await writer.send([Write(format=format, limits=limits)])
                    yield writer


def refusal(fault: Fault) -> Problem:
    """For who brought the table."""
    faults = [one._asdict() for one in fault.faults]
    more: dict[str, Any] = {"total": len(faults), "faults": faults} if faults else {}
    return Problem(fault.code, fault.detail, field="$.workbook", status=422, **more)


@dataclass
class Writer:
    """Takes ``Head`` and rows in order, in any number of calls."""

    child: Child
    given: socket.socket
    file: IO[bytes]
    seconds: float

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
        """Raises: Problem internal (the process is gone), unavailable."""
        said = b"".join(msgspec.json.encode(one) + b"\n" for one in lines)
        try:
            await asyncio.get_running_loop().sock_sendall(self.given, said)
        except ConnectionError:
            raise _broken(await _ended(self.child, GRACE)) from None

    async def finish(self) -> IO[bytes]:
        """The whole file at its beginning; who asked closes it.

        Raises: Problem internal, unavailable.
        """
        self.given.shutdown(socket.SHUT_WR)
        if (code := await _ended(self.child, self.seconds)) != 0:
            raise _broken(code)
        self.file.seek(0)
        return os.fdopen(os.dup(self.file.fileno()), "rb")


class Seats:
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


async def _read(asked: bytes, raw: bytes, limits: Limits) -> tuple[bytes, int | None]:
    """What the process answers, and its exit code as of ``_ended``."""
    with _in_memory("given") as given, _in_memory("answer") as answer:
        given.write(asked)
        given.write(raw)
        given.seek(0)
        child = await _begun("read", limits, given.fileno(), answer.fileno())
        with child.line:
            code = await _ended(child, limits.seconds + GRACE)
        answer.seek(0)
        return answer.read(), code


def _in_memory(name: str) -> IO[bytes]:
    return os.fdopen(os.memfd_create(name), "w+b")


async def _begun(mode: str, limits: Limits, *streams: int) -> Child:
    """Raises: Problem unavailable."""
    bounds = Bounds(memory=limits.memory, output=limits.output, seconds=limits.seconds)
    try:
        # A library's complaint may repeat a cell: it goes nowhere.
        with Path(os.devnull).open("wb") as nowhere:
            child = SERVER.hand(f"{WORK}:{mode}", bounds, *streams, nowhere.fileno())
        try:
            await _told(child, child.seconds)
        except (Gone, TimeoutError) as fault:
            child.line.close()
            SERVER.given_up(child, fault)
        except BaseException:
            child.line.close()
            raise
    except Gone:
        raise Problem("unavailable") from None
    SERVER.begun(child)
    return child


async def _ended(child: Child, seconds: float) -> int | None:
    """Its exit code (negative: the signal that ended it); None where it runs on.

    Raises: Problem unavailable (it went with the process that forked it).
    """
    try:
        return await _told(child, seconds)
    except TimeoutError:
        return None
    except Gone:
        raise Problem("unavailable") from None


async def _told(child: Child, seconds: float) -> int:
    """Raises: Gone, TimeoutError."""
    child.line.setblocking(False)
    async with asyncio.timeout(seconds):
        try:
            said = await asyncio.get_running_loop().sock_recv(child.line, NUMBER.size)
        except ConnectionError:
            said = b""
    return number(said)


def _broken(code: int | None) -> Problem:
    log.error("a table's process ended badly", code=code)
    return Problem("internal")


def _environment() -> dict[str, str]:
    """Without lxml, so that a test's process is the image's; the order of sets shows in a file."""
    return confined.environment() | {"OPENPYXL_LXML": "False", "PYTHONHASHSEED": "0"}


SERVER = ForkServer([WORK], _environment)


@contextmanager
def warm() -> Iterator[None]:
    """It runs from here on, and ends with the block."""
    with suppress(Gone):  # the first table tries again
        SERVER.start()
    try:
        yield
    finally:
        SERVER.stop()
