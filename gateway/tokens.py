"""Short-lived signed tokens that carry who asks, with which roles, in which scope."""

import time
import uuid
from typing import NamedTuple

import msgspec
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey

from contracts.caller import Caller
from gateway.problems import Problem

ALGORITHM = "HS256"
ISSUER = "tongxin"
MAX_TOKEN = 4096
"""Characters; a longer one is not ours."""


class Session(NamedTuple):
    caller: Caller
    expires: int
    """Seconds since the epoch."""


class Tokens:
    def __init__(self, secret: str, *, lifetime: int) -> None:
        self._key = OctKey.import_key(secret.encode())
        self.lifetime = lifetime
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(time.time()),
            iss={"essential": True, "value": ISSUER},
            exp={"essential": True},
        )

    def issue(self, caller: Caller) -> tuple[str, Session]:
        now = int(time.time())
        expires = now + self.lifetime
        claims = {
            "iss": ISSUER,
            "sub": caller.account,
            "iat": now,
            "exp": expires,
            "jti": uuid.uuid4().hex,
            "caller": msgspec.to_builtins(caller),
        }
        return jwt.encode({"alg": ALGORITHM}, claims, self._key), Session(caller, expires)

    def read(self, token: str) -> Session:
        """Raises: Problem token-expired or token-invalid."""
        if len(token) > MAX_TOKEN:
            raise Problem("token-invalid")
        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            self._claims.validate(claims)
            caller = msgspec.convert(claims["caller"], Caller)
        except ExpiredTokenError:
            raise Problem("token-expired") from None
        except (JoseError, ValueError, KeyError, TypeError, msgspec.ValidationError):
            raise Problem("token-invalid") from None
        return Session(caller, int(claims["exp"]))
