"""Who may try to sign in now: wrong tries are counted by name, by source, and by both.

A wrong try counts 1 and is half forgotten after ``HALF_LIFE``. The first few cost nothing; from
then on each makes the next one wait, twice as long as before. Counts stand in the database, for
every replica; a name that nobody has is counted like any other.

Who comes with a known device (``gateway.visitors``) is counted apart from everybody else, so that
guesses from elsewhere cannot keep the owner out.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple

from pymongo.errors import DuplicateKeyError

from contracts.clock import CHINA, as_written
from gateway.database import Database
from gateway.problems import Problem
from gateway.visitors import Visitor

FIRST_WAIT = timedelta(seconds=15)
HALF_LIFE = timedelta(minutes=15)
FRESH = 3
"""A source that has not yet failed at a name is let through to this many times its limit."""
TRIES = 5
"""Writes of one count that may meet another try's; beyond it the try has to wait a second."""

Kind = Literal["device", "pair", "source", "name"]


class Limits(NamedTuple):
    """How many wrong tries cost nothing: at one name from one place, from a source at any name, at
    a name from anywhere; and the longest wait."""

    pair: int
    source: int
    name: int
    longest: timedelta

    def free(self, kind: Kind, *, fresh: bool) -> int:
        if kind == "name":
            return self.name * (FRESH if fresh else 1)
        return self.source if kind == "source" else self.pair


class Tally(NamedTuple):
    level: float
    at: datetime
    number: int = 1
    """Of this count's writes, so that two at once are seen."""

    def worn(self, now: datetime) -> float:
        age = max(timedelta(), now - self.at)
        return float(max(0.0, self.level) * 0.5 ** (age / HALF_LIFE))

    def more(self, now: datetime) -> "Tally":
        return Tally(self.worn(now) + 1, now, self.number + 1)

    def free_at(self, free: int, longest: timedelta) -> datetime:
        """When the next try may come."""
        beyond = round(self.level) - free
        if beyond < 0:
            return self.at
        return self.at + min(longest, FIRST_WAIT * 2.0 ** min(beyond, 40))

    def forgotten_at(self) -> datetime:
        return self.at + HALF_LIFE * (1 + math.log2(max(1.0, self.level)))


class Key(NamedTuple):
    kind: Kind
    id: str


def keys_of(name: str, visitor: Visitor) -> tuple[Key, ...]:
    if visitor.device:
        return (Key("device", f"device {visitor.device}"),)
    source = visitor.source
    return (
        Key("pair", f"pair {source} {name}"),
        Key("source", f"source {source}"),
        Key("name", f"name {name}"),
    )


def must_wait(
    tallies: Mapping[Key, Tally], limits: Limits, now: datetime
) -> tuple[Kind, datetime] | None:
    """The longest wait of these counts, and whose it is; None where the try may go on."""
    fresh = not any(key.kind == "pair" and round(t.worn(now)) for key, t in tallies.items())
    waits = [
        (t.free_at(limits.free(key.kind, fresh=fresh), limits.longest), key.kind)
        for key, t in tallies.items()
    ]
    until, kind = max(waits, default=(now, "pair"))
    return (kind, until) if until > now else None


class Attempts:
    def __init__(self, database: Database, limits: Limits) -> None:
        self._tallies = database["attempts"]
        self._limits = limits

    async def look(self, name: str, visitor: Visitor) -> int:
        """The visitor's rank in the line: known devices first, then who failed least.

        Raises: Problem account-locked, too-many-sign-ins; nothing is counted then.
        """
        tallies = await self._look(keys_of(name, visitor))
        if visitor.device:
            return -1
        now = datetime.now(UTC)
        return max(
            (round(t.worn(now)) for key, t in tallies.items() if key.kind == "source"), default=0
        )

    async def count(self, name: str, visitor: Visitor) -> None:
        """Count a try before its password is looked at, so that parallel guesses count too.

        Raises: as ``look``.
        """
        left = list(keys_of(name, visitor))
        for _ in range(TRIES):
            tallies = await self._look(left)
            left = [key for key in left if not await self._add(key, tallies.get(key), name)]
            if not left:
                return
        raise _wait_until("pair", datetime.now(UTC) + timedelta(seconds=1))

    async def forgive(self, name: str, visitor: Visitor) -> None:
        """The try was right: forget what this place did wrong at this name, and the try itself."""
        for key in keys_of(name, visitor):
            if key.kind in ("device", "pair"):
                await self._tallies.delete_one({"_id": key.id})
            else:
                less = {"$inc": {"level": -1, "number": 1}}
                await self._tallies.update_one({"_id": key.id}, less)

    async def unlock(self, name: str) -> None:
        """Forget every wrong try at a name; what sources did at other names stays."""
        await self._tallies.delete_many({"name": name})

    async def _look(self, keys: tuple[Key, ...] | list[Key]) -> dict[Key, Tally]:
        by_id = {key.id: key for key in keys}
        found = self._tallies.find({"_id": {"$in": list(by_id)}})
        tallies = {by_id[each["_id"]]: _tally(each) async for each in found}
        refused = must_wait(tallies, self._limits, datetime.now(UTC))
        if refused:
            raise _wait_until(*refused)
        return tallies

    async def _add(self, key: Key, seen: Tally | None, name: str) -> bool:
        """Whether it was written; False where another try was counted since it was seen."""
        now = datetime.now(UTC)
        new = seen.more(now) if seen else Tally(1, now)
        until = max(new.forgotten_at(), now + self._limits.longest)
        document = {**new._asdict(), "until": until}
        if key.kind != "source":
            document["name"] = name
        if seen:
            same = {"_id": key.id, "number": seen.number}
            return (await self._tallies.update_one(same, {"$set": document})).matched_count == 1
        try:
            await self._tallies.insert_one({"_id": key.id, **document})
        except DuplicateKeyError:
            return False
        return True


def _tally(document: dict[str, Any]) -> Tally:
    return Tally(document["level"], document["at"], document["number"])


def _wait_until(kind: Kind, until: datetime) -> Problem:
    seconds = max(1, math.ceil((until - datetime.now(UTC)).total_seconds()))
    clock = f"{until.astimezone(CHINA):%H:%M:%S}"
    if kind == "source":
        code = "too-many-sign-ins"
        detail = (
            f"从此网络地址登录失败次数过多，请于 {clock} 后再试；在本机登录成功过的账号不受影响。"
        )
    else:
        code, detail = "account-locked", f"登录失败次数过多，请于 {clock} 后再试。"
    return Problem(code, detail, locked_until=as_written(until), retry_after=seconds)
