"""What happened to a thing: who, when, what and why; bounded, so that a document stays small."""

from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from contracts.measures import Measures

MAX_HISTORY = 200
"""Entries kept: the first one, and the newest."""
MAX_WITH_MEASURES = 12
"""The newest entries that still carry their measures (64 KiB each at most)."""

What = Literal[
    "assigned",
    "accepted",
    "objected",
    "upheld",
    "dismissed",
    "submitted",
    "confirmed",
    "returned",
    "overdue",
    "raised",
    "rectified",
    "closed",
    "refused",
    "appealed",
]


class Entry(Struct, frozen=True, kw_only=True):
    """``by`` is an account, or empty for the clock; ``unit`` the unit that it concerns."""

    at: datetime
    what: What
    by: str = ""
    why: str = ""
    level: str = ""
    unit: str = ""
    measures: Measures | None = None


def remember(history: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    """The history with one more entry."""
    kept = (*history, entry)
    if len(kept) > MAX_HISTORY:
        kept = (kept[0], *kept[-(MAX_HISTORY - 1) :])
    fade = len(kept) - MAX_WITH_MEASURES
    if fade > 0 and kept[fade - 1].measures is not None:
        kept = (*kept[: fade - 1], replace(kept[fade - 1], measures=None), *kept[fade:])
    return kept
