"""App passwords (手机应用口令): for a telephone's app and nothing but OpenRosa; taken back alone.

128 bits of chance are not guessed, so a plain digest is kept, and wrong ones are merely counted by
their source: a telephone that goes on with one that was taken back locks nobody's account.
"""

import base64
import binascii
import hashlib
import secrets
import time
from datetime import UTC, datetime
from typing import Any, NamedTuple

from contracts.caller import Caller
from gateway.account import caller_of
from gateway.database import Database
from gateway.pace import Pace
from gateway.problems import Problem
from gateway.sessions import Sessions
from gateway.visitors import Visitor

MOST = 10
"""Of one account."""
WRONG_AN_HOUR = 60
"""Of one source."""
MAX_LABEL = 40


class Made(NamedTuple):
    id: str
    secret: str
    """Told once."""


class Devices:
    def __init__(self, database: Database, sessions: Sessions, pace: Pace) -> None:
        self._devices, self._accounts = database["devices"], database["accounts"]
        self._sessions, self._pace = sessions, pace

    async def make(self, account: str, label: str) -> Made:
        """Raises: Problem refused, beyond ``MOST``; PyMongoError."""
        made = Made(secrets.token_hex(8), secrets.token_urlsafe(16))
        now = {"at": datetime.now(UTC), "issued": int(time.time() * 1000)}
        held = {"account": account, "label": label[:MAX_LABEL], "digest": _digest(made.secret)}
        await self._devices.insert_one({"_id": made.id, **held, **now})
        # Counted with its own: of those that are made at once none goes beyond.
        if len(await self.of(account)) > MOST:
            await self.end(account, made.id)
            raise Problem("refused", f"一个账号最多 {MOST} 个应用口令，请先停用不用的。")
        return made

    async def of(self, account: str) -> list[dict[str, Any]]:
        """{id, label, at} of those that hold, the newest first. Raises: PyMongoError."""
        found = [one async for one in self._devices.find({"account": account}).limit(10 * MOST)]
        holding = [one for one in found if not await self._over(one)]
        told = [{"id": one["_id"], "label": one["label"], "at": one["at"]} for one in holding]
        return sorted(told, key=lambda one: one["at"], reverse=True)

    async def end(self, account: str, id: str) -> None:
        """Raises: Problem not-found, PyMongoError."""
        done = await self._devices.delete_one({"_id": id, "account": account})
        if not done.deleted_count:
            raise Problem("not-found")

    async def caller(self, given: str, visitor: Visitor) -> Caller:
        """Who an ``Authorization: Basic`` is. What ends every sign-in of an account (a new
        password, a lost telephone) ends its app passwords too.

        Raises: Problem bad-credentials, too-often; PyMongoError.
        """
        account, secret = _opened(given)
        found = await self._devices.find_one({"digest": _digest(secret), "account": account})
        person = await self._accounts.find_one({"_id": account, "state": "active"})
        if found is None or person is None or await self._over(found):
            await self._pace.step("openrosa", visitor, WRONG_AN_HOUR)
            raise Problem("bad-credentials", "账号或应用口令不对，或口令已停用。")
        return caller_of(person)

    async def _over(self, found: dict[str, Any]) -> bool:
        return await self._sessions.forgotten(found["account"], found["issued"])


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _opened(given: str) -> tuple[str, str]:
    scheme, _, text = given.partition(" ")
    if scheme.lower() != "basic" or len(text) > 1000:
        raise Problem("bad-credentials", "请用账号和应用口令登录。")
    try:
        account, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Problem("bad-credentials", "请用账号和应用口令登录。") from None
    return account, secret
