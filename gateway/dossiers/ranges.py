"""Which bytes are asked for (RFC 9110, 14). Pure."""

import re
from typing import NamedTuple

ONE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})\Z")


class Unsatisfiable(ValueError):
    """The file has no such bytes."""


class Part(NamedTuple):
    """Bytes ``first`` to ``end`` (not included)."""

    first: int
    end: int


def part(asked: str, condition: str, tag: str, size: int) -> Part | None:
    """None: all of it, also where several parts are asked for, or ``condition`` (If-Range) names
    another file. Raises: Unsatisfiable."""
    found = ONE.match(asked.strip().lower())
    if not found or found.groups() == ("", "") or (condition and condition.strip() != tag):
        return None
    first, last = found.groups()
    if not first:
        wanted = Part(max(0, size - int(last)), size)
    else:
        wanted = Part(int(first), min(size, int(last) + 1) if last else size)
        if last and int(last) < int(first):
            return None  # no range at all
    if wanted.first >= wanted.end:
        raise Unsatisfiable(asked)
    return wanted
