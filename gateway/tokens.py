"""Short-lived signed tokens that carry who asks, with which roles, in which scope; and long-lived
ones that say on which device an account has signed in, and open nothing."""

import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import msgspec
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey

from contracts.caller import Caller
from gateway.problems import Problem

ALGORITHM = "HS256"
ISSUER = "tongxin"
DEVICE_ISSUER = "tongxin-device"
DEVICE_SECONDS = 180 * 24 * 3600
RECOGNISED_ISSUER, RECOGNISED_SECONDS = "tongxin-recognised", 300
"""Of whom the city's own sign-in has recognised and who owes a code."""
SESSION_SECONDS = 12 * 3600
"""The longest that renewals make one sign-in last."""
ISSUERS = (ISSUER, DEVICE_ISSUER, RECOGNISED_ISSUER)
MAX_TOKEN = 4096
"""Characters; a longer one is not ours."""
LATELY, MOST_ADMITTED = 900.0, 10_000
"""Seconds that an admission is remembered, and sessions that are."""
FAULTS = (JoseError, ValueError, KeyError, TypeError, msgspec.ValidationError)


class Session(NamedTuple):
    caller: Caller
    expires: int
    """Seconds since the epoch."""
    id: str
    issued: int
    """Milliseconds since the epoch: when the account was read."""
    began: int
    """Seconds since the epoch: the sign-in, which every renewal keeps."""

    @property
    def last(self) -> int:
        """Seconds since the epoch: no renewal reaches beyond."""
        return self.began + SESSION_SECONDS


class Device(NamedTuple):
    id: str
    issued: int
    """Milliseconds since the epoch."""


class Recognised(NamedTuple):
    account: str
    issued: int
    """Milliseconds since the epoch."""


Ended = Callable[[Session], Awaitable[bool]]


class Tokens:
    """``ended``: who knows which sessions have been ended before their time."""

    def __init__(self, secret: str, *, lifetime: int, ended: Ended | None = None) -> None:
        self._key = OctKey.import_key(secret.encode())
        self.lifetime = lifetime
        self._ended = ended
        self._admitted: dict[str, float] = {}
        """Sessions and when they were last admitted, the longest ago first."""
        self._rules = {issuer: _rules(issuer) for issuer in ISSUERS}

    def issue(self, caller: Caller, began: int | None = None) -> tuple[str, Session]:
        """``began``: from when the session counts (ms), where that was before now."""
        about = {} if began is None else {"at": began}
        return self._session(caller, self.lifetime, about)

    def renew(self, session: Session) -> tuple[str, Session]:
        """The same session for another while, within the longest; it ends where that one ends."""
        seconds = min(self.lifetime, session.last - int(time.time()))
        about = {"jti": session.id, "at": session.issued, "began": session.began}
        return self._session(session.caller, max(1, seconds), about)

    def _session(self, caller: Caller, seconds: int, more: dict[str, Any]) -> tuple[str, Session]:
        about = {"sub": caller.account, "caller": msgspec.to_builtins(caller), **more}
        token, claims = self._sign(ISSUER, seconds, about)
        return token, _session(claims, caller)

    def read(self, token: str) -> Session:
        """Raises: Problem token-expired or token-invalid."""
        try:
            claims = self._claims(ISSUER, token)
            caller = msgspec.convert(claims["caller"], Caller)
            return _session(claims, caller)
        except ExpiredTokenError:
            raise Problem("token-expired") from None
        except FAULTS:
            raise Problem("token-invalid") from None

    async def admit(self, token: str) -> Session:
        """Read a token and see that its session has not been ended.

        Raises: Problem token-expired, token-invalid, database-unavailable; PyMongoError.
        """
        session = self.read(token)
        if self._ended and await self._ended(session):
            self._admitted.pop(session.id, None)
            raise Problem("token-invalid")
        self._admitted.pop(session.id, None)
        self._admitted[session.id] = time.monotonic()
        if len(self._admitted) > MOST_ADMITTED:
            self._admitted.pop(next(iter(self._admitted)))
        return session

    def admitted_lately(self, token: str) -> Session:
        """Where nobody can say now whether a session goes on: one that this process has admitted
        within ``LATELY``. For pages that change nothing and show nothing of anybody.

        Raises: Problem token-expired, token-invalid, database-unavailable (not lately).
        """
        session = self.read(token)
        if time.monotonic() - self._admitted.get(session.id, -LATELY) >= LATELY:
            raise Problem("database-unavailable")
        return session

    def issue_device(self, account: str) -> str:
        return self._sign(DEVICE_ISSUER, DEVICE_SECONDS, {"sub": account})[0]

    def device(self, token: str, account: str) -> Device | None:
        """The device that this token stands for; None where it is not this account's."""
        try:
            claims = self._claims(DEVICE_ISSUER, token)
            if claims["sub"] == account:
                return Device(str(claims["jti"]), int(claims["at"]))
        except FAULTS:
            return None
        return None

    def issue_recognised(self, account: str) -> str:
        return self._sign(RECOGNISED_ISSUER, RECOGNISED_SECONDS, {"sub": account})[0]

    def recognised(self, token: str) -> Recognised | None:
        try:
            claims = self._claims(RECOGNISED_ISSUER, token)
            return Recognised(str(claims["sub"]), int(claims["at"]))
        except FAULTS:
            return None

    def _sign(self, issuer: str, seconds: int, about: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        now = time.time()
        claims = {
            "iss": issuer,
            "iat": int(now),
            "at": int(now * 1000),
            "exp": int(now) + seconds,
            "jti": uuid.uuid4().hex,
            **about,
        }
        return jwt.encode({"alg": ALGORITHM}, claims, self._key), claims

    def _claims(self, issuer: str, token: str) -> dict[str, Any]:
        """Raises: one of FAULTS."""
        if len(token) > MAX_TOKEN:
            raise ValueError("too long")
        claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
        self._rules[issuer].validate(claims)
        return claims


def _session(claims: dict[str, Any], caller: Caller) -> Session:
    """Raises: KeyError, ValueError, TypeError."""
    began = int(claims.get("began", claims["iat"]))
    return Session(caller, int(claims["exp"]), str(claims["jti"]), int(claims["at"]), began)


def _rules(issuer: str) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=lambda: int(time.time()),
        iss={"essential": True, "value": issuer},
        exp={"essential": True},
    )
