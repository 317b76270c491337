"""Sessions that ended before their token's time: by signing out, or all of an account at once.

A session is a token, so only its end is stored, until the token would have expired. Every request
asks for it (one read by key): a session ends for every replica with the very next request. Open
streams ask a copy in memory that is read anew every second.

While the database is away nobody can say that a session goes on, so the answer is 503 and not a
guess: else whoever can bring the database down could use again what was signed out. Readiness is
red then, so that a balancer sends nobody here anyway.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError, PyMongoError

from gateway.database import Database
from gateway.problems import Problem
from gateway.tokens import DEVICE_SECONDS, SESSION_SECONDS, Session
from kit import logs

LOOK_SECONDS = 1.0
"""How late an open stream may learn that its session has ended."""
OVERLAP_SECONDS = 60
"""How far back each look begins: clocks of replicas may differ by this much."""
ASK_SECONDS = 3.0
LONGEST_TOKEN = timedelta(days=1)
"""The most that TONGXIN_TOKEN_SECONDS allows."""
TRIES = 3
MOST_LISTED = 50

log = logs.get(__name__)


class Sessions:
    def __init__(self, database: Database) -> None:
        self._endings = database["endings"]
        self._open, self._devices = database["sessions"], database["devices"]
        self._recent: dict[str, dict[str, Any]] = {}
        self._asked: set[str] = set()
        self._next: asyncio.Task[list[dict[str, Any]]] | None = None
        """The look that will answer ``_asked``; it has not begun."""
        self._under_way: asyncio.Task[list[dict[str, Any]]] | None = None

    async def open(self, session: Session, address: str) -> None:
        """Let it be listed for its person: when and from where it began. Raises: PyMongoError."""
        document = {
            "_id": session.id,
            "account": session.caller.account,
            "began": datetime.fromtimestamp(session.began, UTC),
            "issued": session.issued,
            "address": address,
        }
        await self._open.insert_one(document | _lasting(session))

    async def renewed(self, session: Session) -> None:
        """Raises: PyMongoError."""
        await self._open.update_one({"_id": session.id}, {"$set": _lasting(session)})

    async def of(self, account: str) -> list[dict[str, Any]]:
        """The account's open sessions, the newest first. Raises: PyMongoError."""
        asked = {"account": account, "until": {"$gt": datetime.now(UTC)}}
        return await self._open.find(asked).sort("began", -1).limit(MOST_LISTED).to_list()

    async def end(self, session: Session) -> None:
        await self.end_one(session.caller.account, session.id)

    async def end_one(self, account: str, id: str) -> None:
        """A renewal may be under way: it ends with all that this sign-in can still become."""
        until = datetime.now(UTC) + timedelta(seconds=SESSION_SECONDS)
        await self._write(f"session {id}", int(time.time() * 1000), until)
        await self._open.delete_one({"_id": id, "account": account})

    async def must_be_of(self, account: str, id: str) -> None:
        """Raises: Problem not-found, PyMongoError."""
        if not await self._open.find_one({"_id": id, "account": account}, {"_id": 1}):
            raise Problem("not-found")

    async def end_all(self, account: str) -> int:
        """Every session of an account that began before now (answered, in ms); its devices are no
        longer known. App passwords outlive what is noted here, so they are taken out."""
        now = datetime.now(UTC)
        before = int(time.time() * 1000)
        until = now + timedelta(seconds=DEVICE_SECONDS)
        await self._write(f"account {account}", before, until)
        begun = {"account": account, "issued": {"$lte": before}}
        await self._open.delete_many(begun)
        await self._devices.delete_many(begun)
        return before

    async def _write(self, id: str, before: int, until: datetime) -> None:
        document = {"before": before, "until": until, "at": datetime.now(UTC)}
        for left in range(TRIES, 0, -1):
            try:
                await self._endings.update_one({"_id": id}, {"$set": document}, upsert=True)
                return
            except DuplicateKeyError:  # another request inserted it meanwhile
                if left == 1:
                    raise

    async def ended(self, session: Session) -> bool:
        """Raises: Problem database-unavailable, PyMongoError."""
        return await self._ended(session.caller.account, session.issued, session.id)

    async def forgotten(self, account: str, issued: int, session: str = "") -> bool:
        """Whether what an account was given then (ms), in that session, is taken back. Raises: as
        ``ended``."""
        return await self._ended(account, issued, session)

    async def _ended(self, account: str, issued: int, session: str = "") -> bool:
        ids = {f"account {account}", *([f"session {session}"] if session else [])}
        try:
            async with asyncio.timeout(ASK_SECONDS):
                found = await self._found(ids)
        except TimeoutError:
            raise Problem("database-unavailable") from None
        return any(_ends(each, account, issued, session) for each in found)

    async def _found(self, ids: set[str]) -> list[dict[str, Any]]:
        """What stands now of these endings, and perhaps of others.

        Who asks while a look is under way shares the next one, which begins after all have asked:
        so many requests at once cost few reads, and none is answered from before it came.
        """
        self._asked |= ids
        if self._next is None:
            self._next = asyncio.create_task(self._look(self._under_way))
        return await asyncio.shield(self._next)

    async def _look(self, before: "asyncio.Task[Any] | None") -> list[dict[str, Any]]:
        if before is not None and not before.done():
            await asyncio.wait([before])
        ids, self._asked = self._asked, set()
        self._under_way, self._next = self._next, None
        async with asyncio.timeout(ASK_SECONDS):
            return await self._endings.find({"_id": {"$in": list(ids)}}).to_list()

    def has_ended(self, session: Session) -> bool:
        """As far as this process has heard; for streams, which ask often."""
        about = (session.caller.account, session.issued, session.id)
        heard = (self._recent.get(f"session {session.id}"), self._recent.get(f"account {about[0]}"))
        return any(_ends(each, *about) for each in heard if each)

    async def follow(self) -> None:
        """Hear of endings; for ever. What cannot be read now is read later."""
        since = datetime.now(UTC)
        while True:
            begun = datetime.now(UTC)
            try:
                await self._hear(since - timedelta(seconds=OVERLAP_SECONDS))
                since = begun
            except PyMongoError as error:
                log.warning("endings of sessions cannot be read", error=str(error)[:200])
            await asyncio.sleep(LOOK_SECONDS)

    async def _hear(self, since: datetime) -> None:
        now = datetime.now(UTC)
        async for each in self._endings.find({"at": {"$gte": since}}):
            self._recent[each["_id"]] = each
        self._recent = {
            id: each
            for id, each in self._recent.items()
            if now < min(each["until"], each["at"] + LONGEST_TOKEN)
        }


def _lasting(session: Session) -> dict[str, Any]:
    return {"until": datetime.fromtimestamp(session.expires, UTC), "seen": datetime.now(UTC)}


def _ends(ending: dict[str, Any], account: str, issued: int, session: str) -> bool:
    if ending["_id"] == f"session {session}":
        return True
    return ending["_id"] == f"account {account}" and issued <= int(ending["before"])
