"""How often one source may do what needs no account: counted by the hour, for every replica."""

from datetime import UTC, datetime, timedelta

from gateway.database import Database
from gateway.problems import Problem
from gateway.visitors import Visitor

HOUR = timedelta(hours=1)


class Pace:
    def __init__(self, database: Database) -> None:
        self._steps = database["pace"]

    async def step(self, act: str, visitor: Visitor, most: int) -> None:
        """Count one ``act`` of this source. Raises: Problem too-often beyond ``most`` an hour."""
        now = datetime.now(UTC)
        begun = now.replace(minute=0, second=0, microsecond=0)
        found = await self._steps.find_one_and_update(
            {"_id": f"{act} {visitor.source} {begun:%Y-%m-%dT%H}"},
            {"$inc": {"count": 1}, "$setOnInsert": {"until": begun + 2 * HOUR}},
            upsert=True,
            return_document=True,
        )
        if found is not None and found["count"] > most:
            left = (begun + HOUR - now).total_seconds()
            raise Problem("too-often", retry_after=max(1, round(left)))
