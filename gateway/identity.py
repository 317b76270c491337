"""Embedded accounts: who may sign in, with which roles and scope."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import to_builtins
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from contracts.caller import Caller
from contracts.words import CITY_WIDE
from gateway import metrics
from gateway.database import Database
from gateway.problems import Problem
from kit import logs

ADMIN = "admin"
HASHING_AT_ONCE = 2
"""Each hash takes 64 MiB and about 50 ms of a core."""
HASHING_SECONDS = 5
"""How long a sign-in may wait for its turn."""
LOCAL = ZoneInfo("Asia/Shanghai")

T = TypeVar("T")

log = logs.get(__name__)


class Accounts:
    """``attempts`` counts failed sign-ins by name, known or not, so that both look alike."""

    def __init__(self, database: Database, *, failures: int, lock: timedelta) -> None:
        self._accounts = database["accounts"]
        self._attempts = database["attempts"]
        self._failures = failures
        self._lock = lock
        self._hasher = PasswordHasher()
        self._hashing = asyncio.Semaphore(HASHING_AT_ONCE)
        self._nobody = ""

    async def ensure_admin(self, password: str) -> None:
        """The first account; an existing one keeps its password."""
        if await self._accounts.find_one({"_id": ADMIN}, {"_id": 1}):
            return
        admin = Caller(account=ADMIN, name="系统管理员", roles=("city_office",), district=CITY_WIDE)
        document = {**_document(admin), "password": await self._hash(password), "state": "active"}
        try:
            await self._accounts.insert_one(document)
            log.info("first account made", account=ADMIN)
        except DuplicateKeyError:
            log.info("first account made by another replica")

    async def sign_in(self, account: str, password: str) -> Caller:
        """Raises: Problem bad-credentials (whichever of the two is wrong), account-locked."""
        await self._count_attempt(account)
        found = await self._accounts.find_one({"_id": account, "state": "active"})
        held = found["password"] if found else await self._hash_of_nobody()
        right = await self.verify(held, password)
        if not (found and right):
            metrics.SIGN_INS.labels("refused").inc()
            raise Problem("bad-credentials")
        await self._attempts.delete_one({"_id": account})
        metrics.SIGN_INS.labels("ok").inc()
        return _caller(found)

    async def _count_attempt(self, account: str) -> None:
        """Counted before the password is looked at, so that parallel guesses count too."""
        now = datetime.now(UTC)
        await self._attempts.delete_one({"_id": account, "until": {"$lte": now}})
        attempt: Any = await self._attempts.find_one_and_update(
            {"_id": account},
            {"$inc": {"count": 1}, "$setOnInsert": {"until": now + self._lock}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        if attempt["count"] <= self._failures:
            return
        until: datetime = attempt["until"]
        metrics.SIGN_INS.labels("locked").inc()
        raise Problem(
            "account-locked",
            f"登录失败次数过多，请于 {until.astimezone(LOCAL):%H:%M:%S} 后再试。",
            locked_until=until.isoformat(),
            retry_after=max(1, round((until - now).total_seconds()) + 1),
        )

    async def reserve(self, person: Caller, password: str, *, email: str, cause: str) -> bool:
        """Hold an account name before the person is appointed; nobody can sign in to it yet.

        ``cause`` is the opener's account and idempotency key: the same cause finds its own
        reservation again. True if the account is already active (a repeat of a finished opening).

        Raises: Problem account-exists, idempotency-key-reused (same cause, other content).
        """
        body = hashlib.sha256(repr((to_builtins(person), email)).encode()).hexdigest()
        document = {
            **_document(person),
            "email": email,
            "password": await self._hash(password),
            "state": "pending",
            "cause": cause,
            "body": body,
        }
        try:
            await self._accounts.insert_one(document)
        except DuplicateKeyError:
            return await self._held_by_same_cause(document, password)
        return False

    async def _held_by_same_cause(self, wanted: dict[str, Any], password: str) -> bool:
        held = await self._accounts.find_one({"_id": wanted["_id"]})
        if held is None or held.get("cause") != wanted["cause"]:
            raise Problem("account-exists", field="$.account")
        if held["body"] != wanted["body"] or not await self.verify(held["password"], password):
            raise Problem("idempotency-key-reused")
        return bool(held["state"] == "active")

    async def activate(self, account: str, cause: str) -> None:
        await self._accounts.update_one(
            {"_id": account, "cause": cause}, {"$set": {"state": "active"}}
        )

    async def release(self, account: str, cause: str) -> None:
        """Give up a reservation whose appointment was refused."""
        await self._accounts.delete_one({"_id": account, "cause": cause, "state": "pending"})

    async def verify(self, held: str, password: str) -> bool:
        try:
            return await self._in_turn(self._hasher.verify, held, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _hash(self, password: str) -> str:
        return await self._in_turn(self._hasher.hash, password)

    async def _in_turn(self, work: Callable[..., T], *args: str) -> T:
        """In a thread, few at once. Raises: Problem unavailable after HASHING_SECONDS of queue."""
        try:
            async with asyncio.timeout(HASHING_SECONDS):
                await self._hashing.acquire()
        except TimeoutError:
            raise Problem("unavailable", "登录的人太多，请稍后再试。") from None
        try:
            return await asyncio.to_thread(work, *args)
        finally:
            self._hashing.release()

    async def _hash_of_nobody(self) -> str:
        """An unknown account costs as much time as a known one."""
        if not self._nobody:
            self._nobody = await self._hash("nobody has this password")
        return self._nobody


def _document(caller: Caller) -> dict[str, Any]:
    return {
        "_id": caller.account,
        "name": caller.name,
        "roles": list(caller.roles),
        "district": caller.district,
        "unit": caller.unit,
        "at": datetime.now(UTC),
    }


def _caller(document: dict[str, Any]) -> Caller:
    return Caller(
        account=document["_id"],
        name=document["name"],
        roles=tuple(document["roles"]),
        district=document["district"],
        unit=document["unit"],
    )
