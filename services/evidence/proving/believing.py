"""What was signed is read again: a head is believed where its key is ours and it follows."""

import base64
from collections.abc import Mapping
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct
from msgspec.structs import replace

from services.evidence.proving.tree import TREE_HEAD, Batch, Tree, TreeHead, extended, follows

Keys = Mapping[str, Any]


class Header(Struct, frozen=True, forbid_unknown_fields=True):
    """Of a head: what is added to it (``crit``) would have to be understood."""

    alg: str
    kid: str
    typ: str


class BadHead(Exception):
    """It is not signed with a key of ours, or does not follow on the one before."""


def believed(lying: bytes, before: Tree, keys: Keys) -> Tree:
    """The tree as it is with the head that lies in the store. Raises: BadHead."""
    return followed(batch_of(lying), before, keys)


def followed(batch: Batch, before: Tree, keys: Keys) -> Tree:
    """The same of a batch that was read. Raises: BadHead."""
    try:
        grown = extended(before, batch.leaves)
    except OverflowError as fault:
        raise BadHead("a leaf is of no time that there is") from fault
    if not follows(head_in(batch.head, keys), grown, before):
        raise BadHead(f"head {grown.number} does not follow on the one before")
    return replace(grown, head=batch.head)


def batch_of(lying: bytes) -> Batch:
    """Raises: BadHead."""
    try:
        return msgspec.json.decode(lying, type=Batch)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadHead(f"cannot be read: {fault}") from fault


def head_in(signed: str, keys: Keys) -> TreeHead:
    """Raises: BadHead."""
    try:
        head, body, signature = signed.encode().split(b".")
        header = msgspec.json.decode(_raw(head), type=Header)
        told = msgspec.json.decode(_raw(body), type=TreeHead)
        if (header.alg, header.typ) != ("EdDSA", TREE_HEAD):
            raise BadHead("is signed as something else")
        (key,) = (one for one in keys["keys"] if one["kid"] == header.kid)
        public = Ed25519PublicKey.from_public_bytes(_raw(key["x"].encode()))
        public.verify(_raw(signature), head + b"." + body)
    except InvalidSignature:
        raise BadHead("its signature is not of its text") from None
    except (ValueError, RecursionError, msgspec.DecodeError) as fault:
        raise BadHead(f"is no head, or of a key that is not ours: {fault}") from fault
    return told


def _raw(part: bytes) -> bytes:
    """Raises: ValueError."""
    return base64.b64decode(part + b"=" * (-len(part) % 4), b"-_", validate=True)
