"""What the provider says of somebody: an id token, believed only after every check. Pure.

https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures by the provider's own key. Never ``none``, and none by a secret that two know."""
LEEWAY = 30
"""Seconds that two clocks may differ."""
LONGEST = 16 * 1024
"""Characters of a token."""
LONGEST_SUBJECT = 255
FAULTS = (JoseError, ValueError, KeyError, TypeError)


class Distrusted(Exception):
    """The token is not to be believed; the text says why, for the log."""


class UnknownKey(Distrusted):
    """It may be that the provider has changed its keys."""


class Expected(NamedTuple):
    issuer: str
    client: str
    nonce: str


class Somebody(NamedTuple):
    """``subject``: the provider's own lasting name for the person; ``means``: how they were
    recognised (``amr``, ``acr``)."""

    subject: str
    claims: Mapping[str, Any]

    @property
    def means(self) -> frozenset[str]:
        listed = self.claims.get("amr")
        means = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
        level = self.claims.get("acr")
        return frozenset([*means, *([level] if isinstance(level, str) else [])])

    def verified(self, claim: str) -> str:
        """The value of ``email`` or ``phone_number`` where the provider says that it has seen it
        proved; "" otherwise."""
        value = self.claims.get(claim)
        proved = self.claims.get(f"{claim}_verified") is True
        return value if proved and isinstance(value, str) else ""


def believed(token: str, keys: KeySet, expected: Expected, now: float) -> Somebody:
    """Raises: Distrusted; UnknownKey, where other keys may do."""
    if len(token) > LONGEST:
        raise Distrusted("too long")
    try:
        found = jwt.decode(token, keys, algorithms=list(ALGORITHMS))
        options = {
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client},
        }
        params = {"nonce": expected.nonce, "client_id": expected.client}
        claims = CodeIDToken(found.claims, found.header, options, params)
        claims.validate(int(now), LEEWAY)
        subject = claims["sub"]
    except InvalidKeyIdError:
        raise UnknownKey("signed with a key that is not known") from None
    except FAULTS as fault:
        raise Distrusted(f"{type(fault).__name__}: {fault}"[:200]) from None
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise Distrusted("sub is no text, or too long")
    return Somebody(subject, claims)
