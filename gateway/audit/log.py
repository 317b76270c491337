"""Writing the audit log and reading it: one row at a time over all replicas."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from gateway.audit.chain import Kind, Row, key_of, sealed
from gateway.database import Database
from gateway.problems import Problem
from kit import logs

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


class Audit:
    def __init__(self, database: Database, secret: str, *, kept: timedelta) -> None:
        self._rows = database["audit"]
        self._key = key_of(secret)
        self._kept = kept
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
        """Raises: Problem unavailable (others were faster too often), PyMongoError."""
        async with self._writing:
            for _ in range(MOST_TRIES):
                last = self._last or await self._newest()
                now = _whole(datetime.now(UTC))
                row = Row(
                    number=last.number + 1 if last else 1,
                    at=now,
                    until=_whole(now + self._kept),
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


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    told = ("at", "kind", "by", "about", "outcome", "detail", "source", "seal")
    return {"number": found["_id"], **{name: found.get(name) for name in told}}


def _whole(at: datetime) -> datetime:
    """In milliseconds, as the database keeps it."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
