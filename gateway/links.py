"""One-time links: whoever holds one chooses the password of one account, once and in time.

The account's document keeps the hash of its newest link alone, so that a link is used up by the
same write that sets the password. The token names its account: nothing is searched for.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, NamedTuple

SECRET_BYTES = 32
USABLE = ("invited", "active")
"""States of an account whose password may be chosen."""


class Link(NamedTuple):
    token: str
    until: datetime

    def kept(self) -> dict[str, Any]:
        """What is stored of it."""
        return {"hash": _hash(self.token), "until": self.until}


def make(account: str, now: datetime, life: timedelta) -> Link:
    return Link(f"{account}.{secrets.token_urlsafe(SECRET_BYTES)}", now + life)


def open_to(account: str) -> dict[str, Any]:
    return {"_id": account, "state": {"$in": list(USABLE)}}


def read(token: str, now: datetime) -> tuple[str, dict[str, Any]]:
    """The account that a token names, and what finds it where the link holds."""
    account = token.partition(".")[0]
    holds = {"link.hash": _hash(token), "link.until": {"$gt": now}}
    return account, {**open_to(account), **holds}


def _hash(token: str) -> str:
    """Plain: the token has 256 random bits, which nobody guesses from it."""
    return hashlib.sha256(token.encode()).hexdigest()
