"""The live feed: which things changed, never what they contain.

One replica (single active consumer) writes each event of the durable queue ``gateway.feed`` into
the collection ``feed`` and acknowledges it then; every replica reads that collection. Positions
are given without gaps by a conditional insert, so a reader that has seen n has seen all below n.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from contracts.envelope import Envelope
from contracts.sight import Confidants
from gateway import metrics
from gateway.database import Database
from gateway.problems import Problem
from kit import logs

PAGE = 200
"""Entries per read of the database."""
POLL_SECONDS = 1.0
"""How late another replica's entries may be seen; our own are seen at once."""
MOST_TRIES = 50
DUPLICATE = 11000
RING = 2000
"""Entries kept in memory for streams that keep up."""

log = logs.get(__name__)


class Entry(NamedTuple):
    position: int
    type: str
    subject: str
    district: str
    time: datetime
    confidants: Confidants | None = None


class Feed:
    def __init__(self, database: Database) -> None:
        self._entries = database["feed"]
        self._ring: deque[Entry] = deque(maxlen=RING)
        self._newer = asyncio.Event()
        self._wake = asyncio.Event()
        self._highest = 0
        self._alone = False
        """No other writer was met since our last look: the next position is known."""
        self._reading = asyncio.Lock()
        self.latest = -1
        """Position of the newest entry that this process has seen; -1 before the first look."""

    async def keep(self, events: Sequence[Envelope]) -> None:
        """Write events once each, in their order, at the next positions: in one write, usually.

        Raises: PyMongoError, also where other writers were faster MOST_TRIES times.
        """
        waiting = list({event.id: event for event in events}.values())
        for _ in range(MOST_TRIES):
            if not waiting:
                return
            first = self._highest + 1 if self._alone else await self._next_position()
            now = datetime.now(UTC)
            documents = [_document(event, first + n, now) for n, event in enumerate(waiting)]
            try:
                await self._entries.insert_many(documents, ordered=True)
                written = len(documents)
            except BulkWriteError as fault:
                if {error["code"] for error in fault.details["writeErrors"]} != {DUPLICATE}:
                    raise
                written = fault.details["nInserted"]
            self._note(documents[:written], now)
            waiting = waiting[written:]
            self._alone = not waiting
            if waiting:
                waiting = await self._not_kept(waiting)
        raise DuplicateKeyError("no position of the feed is free")

    def _note(self, written: Sequence[dict[str, Any]], now: datetime) -> None:
        """What follows all that is known goes into memory; the rest is read, in its order."""
        entries = [_entry(document) for document in written]
        if entries:
            self._highest = entries[-1].position
            if entries[0].position == self.latest + 1:
                self._add(entries)
            else:
                self._wake.set()
        metrics.FEED_ENTRIES.inc(len(entries))
        for entry in entries:
            metrics.FEED_LAG.observe(max(0, (now - entry.time).total_seconds()))

    async def _not_kept(self, events: Sequence[Envelope]) -> list[Envelope]:
        """Without those that an earlier run, or another writer, has kept."""
        ids = [event.id for event in events]
        found = self._entries.find({"event": {"$in": ids}}, {"event": 1})
        kept = {document["event"] async for document in found}
        return [event for event in events if event.id not in kept]

    async def _next_position(self) -> int:
        """An empty feed starts at the clock's milliseconds: above any position ever given.

        The lower bound keeps the read small; some servers sort all that match.
        """
        newest = await self._entries.find_one(
            {"_id": {"$gte": self._highest}}, {"_id": 1}, sort=[("_id", DESCENDING)]
        )
        if newest is None:
            return max(self._highest + 1, int(datetime.now(UTC).timestamp() * 1000))
        self._highest = newest["_id"]
        return self._highest + 1

    async def after(self, position: int, limit: int) -> list[Entry]:
        found = self._entries.find({"position": {"$gt": position}})
        return [_entry(d) async for d in found.sort("position", ASCENDING).limit(limit)]

    async def backlog(self, position: int, limit: int) -> list[Entry] | None:
        """All that came after ``position``; None if that can no longer be known, or is too much."""
        if not await self._entries.find_one({"position": position}, {"_id": 1}):
            return None
        entries = await self.after(position, limit + 1)
        return entries if len(entries) <= limit else None

    async def follow(self) -> None:
        """Read what is new into the ring, and wake the streams; for ever."""
        while True:
            try:
                await self._read_new()
            except PyMongoError as error:
                log.warning("the feed cannot be read", error=str(error)[:200])
            await _wait(self._wake, POLL_SECONDS)
            self._wake.clear()

    async def _read_new(self) -> None:
        async with self._reading:
            if self.latest < 0:
                self.latest = await self._next_position() - 1
            more = True
            while more:
                entries = await self.after(self.latest, PAGE)
                self._add([entry for entry in entries if entry.position > self.latest])
                more = len(entries) == PAGE

    def _add(self, entries: Sequence[Entry]) -> None:
        """Raise ``latest`` by what follows it."""
        if entries:
            self._ring.extend(entries)
            self.latest = entries[-1].position
            # Others' entries may be gone again when we write next, and their positions look free.
            self._highest = max(self._highest, self.latest)
            self._newer.set()
            self._newer = asyncio.Event()

    def ring_after(self, position: int) -> list[Entry] | None:
        """Newer entries from memory; None if memory does not reach back so far."""
        if position >= self.latest:
            return []
        if not self._ring or self._ring[0].position > position + 1:
            return None
        return [entry for entry in self._ring if entry.position > position]

    async def newest(self) -> int:
        """The position that the next stream may begin from. Raises: PyMongoError."""
        if self.latest < 0:
            await self._read_new()
        return self.latest

    async def wait(self, seconds: float) -> None:
        """Until something is newer, or the time is over."""
        await _wait(self._newer, seconds)

    def stop_waiting(self) -> None:
        """At the end of the process: every stream looks up."""
        self._newer.set()


class Streams:
    """Counts open streams, so that neither one account nor all together exhaust the process."""

    def __init__(self, *, most: int, each: int) -> None:
        self._most = most
        self._each = each
        self._open: Counter[str] = Counter()

    @asynccontextmanager
    async def one(self, account: str) -> AsyncIterator[None]:
        self._open[account] += 1
        metrics.STREAMS.set(self._open.total())
        try:
            yield
        finally:
            self._open[account] -= 1
            self._open += Counter()
            metrics.STREAMS.set(self._open.total())

    def admit(self, account: str) -> None:
        """Raises: Problem too-many-streams."""
        if self._open[account] >= self._each or self._open.total() >= self._most:
            raise Problem("too-many-streams", retry_after=30)


def _document(event: Envelope, position: int, now: datetime) -> dict[str, Any]:
    return {
        "_id": position,
        # Some servers walk a whole collection for a range of its _id, and none for this.
        "position": position,
        "event": event.id,
        "type": event.type,
        "subject": event.subject,
        "district": event.district,
        # In whole milliseconds, as the database gives it back to every replica.
        "time": event.time.replace(microsecond=event.time.microsecond // 1000 * 1000),
        "confidants": event.confidants or "",
        "at": now,
    }


def _entry(document: dict[str, Any]) -> Entry:
    return Entry(
        document["_id"],
        document["type"],
        document["subject"],
        document["district"],
        document["time"],
        Confidants.read(document.get("confidants", "")),
    )


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
