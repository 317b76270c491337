"""What happened to a thing: who, when, what and why; bounded, so that a document stays small."""

from datetime import datetime
from typing import Literal, TypedDict, Unpack

from msgspec import Struct
from msgspec.structs import replace

from contracts.measures import Flag, Measure, Measures, Quantity, Ratio
from kit.change import Given

MAX_HISTORY = 200
"""Entries kept: the first one, and the newest."""
MAX_WITH_MEASURES = 12
"""The newest entries that still carry their measures (64 KiB each at most)."""

MAX_FIGURES = 500
"""Characters of the figures that a step shows for good."""
FIGURES = "; "
"""Between the figures of a step."""

What = Literal[
    "assigned",
    "accepted",
    "objected",
    "upheld",
    "dismissed",
    "submitted",
    "confirmed",
    "returned",
    "piece-returned",
    "overdue",
    "raised",
    "rectified",
    "closed",
    "refused",
    "appealed",
    "urged",
    "prioritised",
    "extension-asked",
    "extension-granted",
    "extension-refused",
    "rescheduled",
    "handed-over",
    "succeeded",
    "replanned",
    "divided",
    "published",
    "slip",
    "named",
    "looked-back",
    "rebounded",
    "held-to-account",
    "replied",
    "added",
    "imported",
    "amended",
    "withdrawn",
    "corrected",
]


class Entry(Struct, frozen=True, kw_only=True):
    """``by`` is an account, or empty for the clock; ``unit`` the unit that it concerns.

    ``was`` → ``became``: what the step changed, in no language (figures, an ISO day, an account, a
    unit, a priority). ``pieces``: of evidence handed in. ``late``: after the day it was due.
    """

    at: datetime
    what: What
    by: str = ""
    why: str = ""
    level: str = ""
    unit: str = ""
    measures: Measures | None = None
    was: str = ""
    became: str = ""
    pieces: int = 0
    late: bool = False


class Details(TypedDict, total=False):
    """What of an entry need not be said."""

    by: str
    why: str
    level: str
    unit: str
    measures: Measures | None
    was: str
    became: str
    pieces: int
    late: bool


def noted(
    history: tuple[Entry, ...], given: Given, what: What, **details: Unpack[Details]
) -> tuple[Entry, ...]:
    """The history with one more step, by the caller (or the clock) unless ``by`` is named."""
    details.setdefault("by", given.caller.account if given.caller else "")
    return remember(history, Entry(at=given.now, what=what, **details))


def remember(history: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    """The history with one more entry."""
    kept = (*history, entry)
    if len(kept) > MAX_HISTORY:
        kept = (kept[0], *kept[-(MAX_HISTORY - 1) :])
    fade = len(kept) - MAX_WITH_MEASURES
    if fade > 0 and kept[fade - 1].measures is not None:
        kept = (*kept[: fade - 1], replace(kept[fade - 1], measures=None), *kept[fade:])
    return kept


def figures(measures: Measures) -> str:
    """``count=3; ratio=3/4``, short enough to stay when the measures themselves are let go."""
    text = FIGURES.join(f"{name}={_figure(measures[name])}" for name in sorted(measures))
    return text if len(text) <= MAX_FIGURES else f"{text[: MAX_FIGURES - 1]}…"


def _figure(measure: Measure) -> str:
    if isinstance(measure, Flag):
        return "yes" if measure.value else "no"
    if isinstance(measure, Quantity):
        return measure.value
    if isinstance(measure, Ratio):
        return f"{measure.numerator}/{measure.denominator}"
    return str(sum(entry.count for entry in measure.entries))
