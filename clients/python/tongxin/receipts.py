"""Receipts: checked offline, with the public keys of the instance alone.

Fetch the keys once (``Tongxin.receipt_keys``), keep them beside the receipts, and check when and
where you like. The algorithm is fixed: what a receipt says of it chooses nothing.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Literal, TypedDict, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KIND = "receipt+jwt"
LONGEST = 16 * 1024
"""Characters of a receipt; one of ours has about 1000."""


class Receipt(TypedDict):
    """What became of a file. ``at``: RFC 3339; ``codes``: why it was rejected; ``custody``: the
    hash of the entry of its custody that ended it."""

    iss: str
    evidence: str
    district: str
    state: Literal["SEALED", "REJECTED", "DISPOSED"]
    sha256: str
    size: int
    filename: str
    at: str
    codes: list[str]
    custody: str


class BadReceipt(ValueError):
    """Nothing that it says may be believed."""


def checked(receipt: str, keys: Mapping[str, Any]) -> Receipt:
    """What a genuine receipt says. ``keys``: the instance's JWKS. Raises: BadReceipt."""
    told = _object(payload(receipt, keys, kind=KIND))
    if not told.keys() >= Receipt.__required_keys__:
        raise BadReceipt("the payload is no receipt")
    return cast(Receipt, told)


def proves(receipt: Receipt, evidence: str, sha256: str, size: int) -> bool:
    """Whether it is about this very file: only then may a copy of it be deleted."""
    said = (receipt["evidence"], receipt["sha256"], receipt["size"])
    return said == (evidence, sha256, size)


def payload(signed: str, keys: Mapping[str, Any], *, kind: str) -> bytes:
    """The signed bytes of a compact JWS of this ``typ``. Raises: BadReceipt."""
    parts = signed.split(".") if len(signed) <= LONGEST else []
    if len(parts) != 3:
        raise BadReceipt("not three parts")
    head, body, signature = (_raw(part) for part in parts)
    header = _object(head)
    if header.get("alg") != "EdDSA" or header.get("typ") != kind or "crit" in header:
        raise BadReceipt(f"not signed as a receipt is: {str(header)[:200]}")
    key = _key(keys, header.get("kid"))
    try:
        key.verify(signature, f"{parts[0]}.{parts[1]}".encode())
    except InvalidSignature:
        raise BadReceipt("the signature is not of this text and this key") from None
    return body


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadReceipt("a part is no JSON object")
    return found


def _key(keys: Mapping[str, Any], kid: object) -> Ed25519PublicKey:
    for one in keys.get("keys", ()):
        if one.get("kid") == kid and (one.get("kty"), one.get("crv")) == ("OKP", "Ed25519"):
            return _public(str(one.get("x", "")))
    raise BadReceipt(f"none of the keys is {str(kid)[:100]!r}")


def _public(x: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(_raw(x))
    except ValueError:
        raise BadReceipt("the key is no key of Ed25519") from None


def _raw(part: str) -> bytes:
    """Base64url without padding, and nothing else. Raises: BadReceipt."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise BadReceipt("a part is not base64url") from None
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != part.encode():
        raise BadReceipt("a part is not written as base64url is")
    return raw
