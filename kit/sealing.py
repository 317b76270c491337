"""A call and its reply are sealed for this one hop: queues of the broker are files on its disk,
whatever their kind (a quorum queue writes everything, a classic one what is not taken at once).

What is sealed opens for the two who hold its keys, and proves that one of them sealed it. The keys
are those of ``signing.py`` on the other form of their curve (RFC 7748, section 4.1), so that no
others need be handed out; each message has a key of its own, wrapped for every key of who receives
it, for these may be about to change.

    number of wraps (1) · wraps (12 + 32 + 16 each) · nonce (12) · AES-256-GCM of the body
"""

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contracts.product import NAME
from kit.errors import Malformed
from kit.signing import Signer, own, trusted_keys

SEALED = f"application/vnd.{NAME}.sealed"
"""The content type of what is sealed; inside it is JSON."""

NONCE, KEY, TAG = 12, 32, 16
"""Bytes."""
WRAP = NONCE + KEY + TAG
UNREADABLE = "unsealed"


class Seal:
    """The key of one call, for the call and for what is replied to it."""

    def __init__(self, key: bytes) -> None:
        self._key = AESGCM(key)

    def closed(self, body: bytes) -> bytes:
        return _closed(self._key, body)

    def opened(self, sealed: bytes) -> bytes:
        """Raises: Malformed."""
        try:
            return _opened(self._key, sealed)
        except InvalidTag:
            raise Malformed(UNREADABLE, "cannot be opened with the key of its call") from None


def sealed(receiver: str, body: bytes) -> tuple[bytes, Seal]:
    """With this process's own key. Raises: BadSetting, LookupError (no key of the receiver)."""
    return sealed_by(own(), _keys_of(receiver), body)


def opened(sender: str, body: bytes) -> tuple[bytes, Seal]:
    """Raises: BadSetting, LookupError, Malformed (another's, or broken)."""
    return opened_by(own(), _keys_of(sender), body)


def sealed_by(
    signer: Signer, receivers: Sequence[Ed25519PublicKey], body: bytes
) -> tuple[bytes, Seal]:
    key = os.urandom(KEY)
    wraps = [_closed(_pair(signer, one), key) for one in receivers]
    seal = Seal(key)
    return b"".join((bytes((len(wraps),)), *wraps, seal.closed(body))), seal


def opened_by(
    signer: Signer, senders: Sequence[Ed25519PublicKey], sealed: bytes
) -> tuple[bytes, Seal]:
    """Raises: Malformed."""
    end = 1 + (sealed[0] if sealed else 0) * WRAP
    wraps = [sealed[at : at + WRAP] for at in range(1, end, WRAP)]
    for pair in (_pair(signer, one) for one in senders):
        for wrap in wraps:
            try:
                seal = Seal(_opened(pair, wrap))
            except InvalidTag:
                continue
            return seal.opened(sealed[end:]), seal
    raise Malformed(UNREADABLE, "is not sealed for the key of this process")


def _keys_of(name: str) -> Sequence[Ed25519PublicKey]:
    keys = trusted_keys().get(name, ())
    if not keys:
        raise LookupError(f"no key of {name} is trusted")
    return keys


def _pair(signer: Signer, other: Ed25519PublicKey) -> AESGCM:
    shared = signer.shared_with(other)
    return AESGCM(hashlib.sha256(f"{NAME} sealing key ".encode() + shared).digest())


def _closed(key: AESGCM, body: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + key.encrypt(nonce, body, None)


def _opened(key: AESGCM, sealed: bytes) -> bytes:
    """Raises: InvalidTag."""
    if len(sealed) < NONCE + TAG:
        raise InvalidTag
    return key.decrypt(sealed[:NONCE], sealed[NONCE:], None)
