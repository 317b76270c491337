"""Filters that several lists share."""

import re
import unicodedata
from datetime import date
from typing import Any

from services.tasks.answers.sight import Answer

FULL_WIDTH = 0xFEE0
"""From an ASCII character to its full-width form."""
WIDE_SPACE = "\u3000"


def like(text: str | None) -> Answer | None:
    """Text that holds ``text``, whatever the case and the width of its letters."""
    if text is None or not (plain := unicodedata.normalize("NFKC", text).strip()):
        return None
    return {"$regex": "".join(_either(char) for char in plain)}


def _either(char: str) -> str:
    if char == " ":
        return f"[ {WIDE_SPACE}]"
    forms = dict.fromkeys((char, char.lower(), char.upper()))
    wide = [chr(ord(one) + FULL_WIDTH) for one in forms if 0x21 <= ord(one) <= 0x7E]
    single = [one for one in (*forms, *wide) if len(one) == 1]
    return re.escape(char) if len(single) == 1 else f"[{''.join(map(re.escape, single))}]"


def between(start: date | None, end: date | None) -> dict[str, Any] | None:
    """A day from ``start`` to ``end``, both included."""
    bounds = {"$gte": start, "$lte": end}
    given = {word: day.isoformat() for word, day in bounds.items() if day is not None}
    return given or None


def any_like(text: str | None, *fields: str) -> Answer:
    """Several fields, one of which holds ``text``; joined to other filters by "and"."""
    wanted = like(text)
    return {} if wanted is None else {"$or": [{f"state.{field}": wanted} for field in fields]}
