"""Writing the audit log and reading it: one row at a time over all replicas."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import DuplicateKeyError

from gateway import metrics, places
from gateway.audit.bound import Bound
from gateway.audit.chain import Check, Kind, Row, key_of, sealed
from gateway.database import Database
from gateway.problems import Problem
from kit import logs

VERIFY_SECONDS, VERIFY_STEP, MOST_FAULTS = 20.0, 200, 50
"""How long a look at all rows may take, after how many others have their turn, and how many faults
are enough."""
MOST_TRIES = 50
"""Rows of other replicas that one row gives way to."""
LONGEST = 300
"""Characters of what a row says of one thing."""

log = logs.get(__name__)


class End(NamedTuple):
    """What the next row says of the last one."""

    number: int
    seal: str
    until: datetime


class Verdict(NamedTuple):
    """``whole``: every row was looked at; else the command has to go on. ``newest``: as ``head``
    takes it."""

    rows: int
    newest: str
    faults: list[str]
    whole: bool


class Audit:
    """``kept``: how long a row stays."""

    def __init__(self, database: Database, secret: str, *, kept: timedelta) -> None:
        self._rows = database["audit"]
        self._key = key_of(secret)
        self.kept = kept
        self._bound = Bound()
        self._last: End | None = None
        self._writing = asyncio.Lock()

    async def add(
        self,
        kind: Kind,
        by: str,
        about: str,
        *,
        outcome: str = "ok",
        detail: str = "",
        source: str = "",
    ) -> None:
        """Of many refusals from one source most are only counted.

        Raises: Problem unavailable (others were faster too often), PyMongoError.
        """
        if outcome == "refused":
            number = self._bound.number(places.source(source), time.monotonic())
            if number == 0:
                metrics.REFUSALS_COUNTED.inc()
                return
            if number > 1:
                detail = f"{number} refusals of this source within 10 min"
        async with self._writing:
            for _ in range(MOST_TRIES):
                last = self._last or await self._newest()
                now = _whole(datetime.now(UTC))
                row = Row(
                    number=last.number + 1 if last else 1,
                    at=now,
                    until=_whole(now + self.kept),
                    kind=kind,
                    by=by[:LONGEST],
                    about=about[:LONGEST],
                    outcome=outcome,
                    detail=detail[:LONGEST],
                    source=source,
                    before=last.seal if last else "",
                    earlier=last.until if last else now,
                )
                if await self._written(sealed(self._key, row)):
                    return
        raise Problem("unavailable")

    async def _written(self, row: Row) -> bool:
        document = {"_id": row.number, **row._asdict()}
        document.pop("number")
        try:
            await self._rows.insert_one(document)
        except DuplicateKeyError:
            self._last = None
            return False
        self._last = End(row.number, row.seal, row.until)
        log.info("audit", number=row.number, seal=row.seal, kind=row.kind)
        return True

    async def _newest(self) -> End | None:
        """As far as it can be read: what somebody altered must not stop the log."""
        found = await self._rows.find_one(sort=[("_id", DESCENDING)])
        if found is None:
            return None
        until = found.get("until")
        known = until if isinstance(until, datetime) else _whole(datetime.now(UTC))
        return End(found["_id"], str(found.get("seal", "")), known)

    async def page(
        self, wanted: dict[str, Any], *, below: int | None, limit: int
    ) -> tuple[list[dict[str, Any]], str | None]:
        """Rows, the newest first; and below which the next page begins. Raises: PyMongoError."""
        asked = wanted if below is None else {**wanted, "_id": {"$lt": below}}
        found = await self._rows.find(asked).sort("_id", DESCENDING).limit(limit + 1).to_list()
        rows = [_shown(one) for one in found[:limit]]
        return rows, str(rows[-1]["number"]) if len(found) > limit else None

    async def verify(self, head: tuple[int, str] | None) -> Verdict:
        """Whether the rows are as they were written, as far as can be seen in ``VERIFY_SECONDS``.

        Raises: PyMongoError.
        """
        check, found = Check(self._key, datetime.now(UTC), head), list[str]()
        end = time.monotonic() + VERIFY_SECONDS
        whole = True
        async for document in self._rows.find().sort("_id", ASCENDING):
            found += check.row(document)
            if check.count % VERIFY_STEP == 0:
                await asyncio.sleep(0)
            if len(found) >= MOST_FAULTS or time.monotonic() > end:
                whole = False
                break
        if whole:
            found += check.end()
        newest = f"{check.newest}:{check.seal}" if check.count else ""
        return Verdict(check.count, newest, found[:MOST_FAULTS], whole)


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    told = ("at", "kind", "by", "about", "outcome", "detail", "source", "seal")
    return {"number": found["_id"], **{name: found.get(name) for name in told}}


def _whole(at: datetime) -> datetime:
    """In milliseconds, as the database keeps it."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
