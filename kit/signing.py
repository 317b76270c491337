"""Who said it: a fact is signed by its publisher, a call by the gateway (Ed25519, RFC 8032).

The broker's rights keep every user to its own exchanges and queues. A signature holds where they
cannot: a service's password lets facts into that service's own retries, and the gateway's lets
calls out, but neither makes anybody believe them.

A process has the secret of its own key, and the public keys of all signers. A signer may have
several: for a change of keys, first trust the new one everywhere, then sign with it.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from contracts.product import ENV, NAME
from kit.settings import Setting

SIGNATURE = "signature"
"""The message header: the signature in base64."""

FACT, CALL = "fact", "call"
"""What is signed. Of a fact: its body. Of a call: routing key, deadline and body."""

PRIME = 2**255 - 19
"""Of the curve."""
SHORTEST_SECRET = 32
KEY_BYTES = 32

Trusted = Mapping[str, tuple[Ed25519PublicKey, ...]]


class Signer:
    """Signs with the key that a secret gives; the same secret gives the same key."""

    def __init__(self, secret: str) -> None:
        """Raises: ValueError for a secret of fewer than SHORTEST_SECRET characters."""
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"is shorter than {SHORTEST_SECRET} characters")
        seed = hashlib.sha256(f"{NAME} signing key {secret}".encode()).digest()
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._exchange = X25519PrivateKey.from_private_bytes(hashlib.sha512(seed).digest()[:32])
        self._shared: dict[bytes, bytes] = {}

    @property
    def public(self) -> str:
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, kind: str, *parts: bytes) -> str:
        return base64.b64encode(self._key.sign(_framed(kind, parts))).decode()

    def shared_with(self, other: Ed25519PublicKey) -> bytes:
        """The secret that only this signer and the other can know; the same for both."""
        raw = other.public_bytes_raw()
        if raw not in self._shared:
            self._shared[raw] = self._exchange.exchange(_for_exchange(raw))
        return self._shared[raw]


def sign(kind: str, *parts: bytes) -> str:
    """With this process's own key. ``kind``: what is signed, so that one thing's signature never
    passes for another's. Raises: BadSetting."""
    return own().sign(kind, *parts)


def genuine(signer: str, signature: object, kind: str, *parts: bytes) -> bool:
    """Whether one of the signer's keys made the signature of these parts. Raises: BadSetting."""
    keys = trusted_keys().get(signer, ())
    if not isinstance(signature, str) or len(signature) > 100:
        return False
    try:
        raw = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    return any(_made(key, raw, _framed(kind, parts)) for key in keys)


def _for_exchange(raw: bytes) -> X25519PublicKey:
    """The same point on the curve's other form (RFC 7748, section 4.1): u = (1 + y) / (1 - y)."""
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    u = (1 + y) * pow(1 - y, -1, PRIME) % PRIME
    return X25519PublicKey.from_public_bytes(u.to_bytes(32, "little"))


def _made(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _framed(kind: str, parts: tuple[bytes, ...]) -> bytes:
    """Each part behind its length: no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in (kind.encode(), *parts))


def read_trusted(raw: str) -> Trusted:
    """``<signer>=<base64> …``, or the path of a file that says so.

    Raises: ValueError.
    """
    found: dict[str, tuple[Ed25519PublicKey, ...]] = {}
    for entry in _text(raw).split():
        signer, _, key = entry.partition("=")
        found[signer] = (*found.get(signer, ()), _public(entry, key))
    if not found:
        raise ValueError("names no key")
    return found


def _text(raw: str) -> str:
    if not raw.startswith("/"):
        return raw
    try:
        return Path(raw).read_text()
    except OSError as fault:
        raise ValueError(f"cannot be read: {fault}") from fault


def _public(entry: str, key: str) -> Ed25519PublicKey:
    try:
        raw = base64.b64decode(key, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != KEY_BYTES:
        raise ValueError(f"has {entry[:60]!r}, which is not <signer>=<{KEY_BYTES} bytes in base64>")
    return Ed25519PublicKey.from_public_bytes(raw)


SIGNING_KEY = Setting(f"{ENV}SIGNING_KEY", Signer, example="(openssl rand -hex 32)", secret=True)
"""The secret of this process's own signing key."""

TRUSTED_KEYS = Setting(f"{ENV}TRUSTED_KEYS", read_trusted, example=f"/var/lib/{NAME}/trusted/keys")
"""The public keys of all signers."""


@cache
def own() -> Signer:
    return SIGNING_KEY()


@cache
def trusted_keys() -> Trusted:
    return TRUSTED_KEYS()
