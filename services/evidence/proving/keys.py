"""The key that proves: compact JWS (RFC 7515) with Ed25519 (RFC 8037), and its public half as JWK.

Written out in full: the libraries for JWS warn of the name ``EdDSA``, which RFC 9864 divides, and
which whoever checks a receipt must be able to take for years.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.evidence.piece.custody import canonical

Jwk = dict[str, str]


class ProofKey:
    """``secret``: the same one gives the same key."""

    def __init__(self, secret: str) -> None:
        seed = hashlib.sha256(f"evidence proof key {secret}".encode()).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = jwk_of(self._key.public_key().public_bytes_raw())

    def signed(self, kind: str, payload: bytes) -> str:
        """Compact JWS. ``kind``: its ``typ``, so that one thing's signature passes for no other's.
        The same payload always gives the same signature."""
        header = {"alg": "EdDSA", "kid": self.public["kid"], "typ": kind}
        body = f"{base64url(canonical(header))}.{base64url(payload)}"
        return f"{body}.{base64url(self._key.sign(body.encode()))}"


def jwk_of(raw: bytes) -> Jwk:
    """A public key with its id (RFC 7638: the hash of what makes it)."""
    key = {"crv": "Ed25519", "kty": "OKP", "x": base64url(raw)}
    kid = base64url(hashlib.sha256(canonical(key)).digest())
    return {**key, "alg": "EdDSA", "kid": kid, "use": "sig"}


def key_set(own: ProofKey, former: Iterable[bytes]) -> dict[str, Any]:
    """JWKS (RFC 7517): the key in force in front, then those of before, each once."""
    known = {key["kid"]: key for key in (own.public, *map(jwk_of, former))}
    return {"keys": list(known.values())}


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
