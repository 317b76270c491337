"""The custody of one piece of evidence: an append-only list, each entry chained to the one before.

``h = SHA256(0x00 ‖ previous ‖ canonical JSON of the entry without h)``; the first entry's
``previous`` is 32 zero bytes. The first entry names the evidence and the digest of its manifest, so
that neither can be exchanged under an unbroken chain.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct


class CustodyEntry(Struct, frozen=True, kw_only=True):
    """``what`` happened; ``by`` an account, or empty for the service itself. ``h`` in hex."""

    seq: int
    at: datetime
    what: str
    by: str
    facts: dict[str, str]
    h: str


def append(
    chain: Sequence[CustodyEntry],
    *,
    at: datetime,
    what: str,
    by: str = "",
    facts: Mapping[str, str],
) -> tuple[CustodyEntry, ...]:
    """The chain with one more entry."""
    entry = CustodyEntry(seq=len(chain) + 1, at=at, what=what, by=by, facts=dict(facts), h="")
    previous = chain[-1].h if chain else ""
    return (*chain, msgspec.structs.replace(entry, h=_hash(previous, entry)))


def first_broken(chain: Sequence[CustodyEntry]) -> int | None:
    """The number (from 1) of the first entry that was altered, moved or cut out; None if whole."""
    previous = ""
    for number, entry in enumerate(chain, start=1):
        if entry.seq != number or entry.h != _hash(previous, entry):
            return number
        previous = entry.h
    return None


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of a struct or of JSON-like data, in hex."""
    return hashlib.sha256(canonical(msgspec.to_builtins(value))).hexdigest()


def _hash(previous: str, entry: CustodyEntry) -> str:
    said = {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "what": entry.what,
        "by": entry.by,
        "facts": entry.facts,
    }
    before = bytes.fromhex(previous) if previous else bytes(32)
    return hashlib.sha256(b"\x00" + before + canonical(said)).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no blanks: the same value gives the same bytes."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()
