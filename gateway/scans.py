"""Signing in with a telephone that is signed in: a computer asks, its person says yes there.

What the code on the screen holds is the request's id alone. Who enters must hold the secret that
the asking browser was given in a cookie, so a photo of the screen opens nothing.
"""

import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple

from gateway.database import Database
from gateway.problems import Problem
from gateway.tokens import Session

LIFE = timedelta(minutes=2)
ID = re.compile(r"[A-Za-z0-9_-]{22}")
State = Literal["asked", "confirmed", "refused", "used"]


class Place(NamedTuple):
    """Which computer asks, as far as it is known."""

    address: str
    browser: str


class Scan(NamedTuple):
    id: str
    state: State
    place: Place
    asked_at: datetime
    until: datetime
    account: str = ""


class Entrant(NamedTuple):
    """Who confirmed: with which session, begun when (ms), and when it was confirmed (ms)."""

    account: str
    session: str
    issued: int
    confirmed: int


class Scans:
    def __init__(self, database: Database) -> None:
        self._scans = database["scans"]

    async def ask(self, place: Place) -> str:
        """A new request; the cookie of the browser that asks. Raises: PyMongoError."""
        id, secret = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        document = {
            "_id": id,
            "held": _hash(secret),
            "state": "asked",
            "address": place.address,
            "browser": place.browser,
            "at": now,
            "until": now + LIFE,
        }
        await self._scans.insert_one(document)
        return f"{id}.{secret}"

    async def open(self, id: str) -> Scan:
        """One that nobody has answered. Raises: Problem scan-over, PyMongoError."""
        found = await self._found(id)
        if found is None or found["state"] != "asked":
            raise Problem("scan-over")
        return _scan(found)

    async def of(self, cookie: str) -> Scan:
        """That of the browser that asked. Raises: Problem scan-over, PyMongoError."""
        return _scan(await self._held(cookie))

    async def answer(self, id: str, session: Session, *, yes: bool) -> None:
        """The person of ``session`` says yes or no, once.

        Raises: Problem scan-over (also where somebody has answered), PyMongoError.
        """
        now = datetime.now(UTC)
        answered = {
            "state": "confirmed" if yes else "refused",
            "account": session.caller.account,
            "session": session.id,
            "issued": session.issued,
            "confirmed": int(now.timestamp() * 1000),
        }
        same = {"_id": id, "state": "asked", "until": {"$gt": now}}
        if not (await self._scans.update_one(same, {"$set": answered})).matched_count:
            raise Problem("scan-over")

    async def enter(self, cookie: str) -> Entrant | None:
        """Who has said yes to the browser that asked, told once; None while nobody has.

        Raises: Problem scan-over, scan-refused; PyMongoError.
        """
        found = await self._held(cookie)
        if found["state"] == "asked":
            return None
        if found["state"] == "refused":
            raise Problem("scan-refused")
        same = {"_id": found["_id"], "state": "confirmed", "until": {"$gt": datetime.now(UTC)}}
        if not (await self._scans.update_one(same, {"$set": {"state": "used"}})).matched_count:
            raise Problem("scan-over")
        return Entrant(found["account"], found["session"], found["issued"], found["confirmed"])

    async def _held(self, cookie: str) -> dict[str, Any]:
        id, _, secret = cookie.partition(".")
        found = await self._found(id)
        if found is None or not hmac.compare_digest(found["held"], _hash(secret)):
            raise Problem("scan-over")
        return found

    async def _found(self, id: str) -> dict[str, Any] | None:
        if not ID.fullmatch(id):
            return None
        return await self._scans.find_one({"_id": id, "until": {"$gt": datetime.now(UTC)}})


def _scan(found: dict[str, Any]) -> Scan:
    place = Place(found["address"], found["browser"])
    return Scan(
        found["_id"], found["state"], place, found["at"], found["until"], found.get("account", "")
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


BROWSERS = (
    ("wxwork/", "企业微信"),
    ("micromessenger/", "微信"),
    ("dingtalk", "钉钉"),
    ("edg/", "Edge"),
    ("firefox/", "Firefox"),
    ("chrome/", "Chrome"),
    ("safari/", "Safari"),
)
SYSTEMS = (
    ("windows", "Windows"),
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)
MOST_AGENT = 400
"""Characters of what a browser says of itself that are looked at."""


def browser_of(agent: str) -> str:
    """Family and system, as people know them: ``Edge · Windows``; "" where it says neither."""
    said = agent[:MOST_AGENT].casefold()
    families = (
        next((name for mark, name in kind if mark in said), "") for kind in (BROWSERS, SYSTEMS)
    )
    return " · ".join(filter(None, families))
