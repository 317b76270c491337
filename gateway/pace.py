"""How often one source may do what needs no account: counted by the hour, for every replica.

Where it came from is not written down: only a keyed digest that tells one source from another.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from gateway.database import Database
from gateway.problems import Problem
from gateway.visitors import Visitor

HOUR = timedelta(hours=1)


class Pace:
    def __init__(self, database: Database, secret: str) -> None:
        self._steps = database["pace"]
        self._key = b"pace " + secret.encode()

    def _of(self, visitor: Visitor) -> str:
        return hmac.new(self._key, visitor.source.encode(), hashlib.sha256).hexdigest()

    async def step(self, act: str, visitor: Visitor, most: int) -> None:
        """Count one ``act`` of this source. Raises: Problem too-often beyond ``most`` an hour."""
        now = datetime.now(UTC)
        begun = now.replace(minute=0, second=0, microsecond=0)
        found = await self._steps.find_one_and_update(
            {"_id": f"{act} {self._of(visitor)} {begun:%Y-%m-%dT%H}"},
            {"$inc": {"count": 1}, "$setOnInsert": {"until": begun + 2 * HOUR}},
            upsert=True,
            return_document=True,
        )
        if found is not None and found["count"] > most:
            left = (begun + HOUR - now).total_seconds()
            raise Problem("too-often", retry_after=max(1, round(left)))

    async def back(self, act: str, visitor: Visitor) -> None:
        """What was counted came to nothing."""
        begun = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        id = f"{act} {self._of(visitor)} {begun:%Y-%m-%dT%H}"
        await self._steps.update_one({"_id": id, "count": {"$gt": 0}}, {"$inc": {"count": -1}})
