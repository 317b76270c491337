"""What two versions of a wording say otherwise, line by line. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

Json = dict[str, Any]
PARTS = ("subject", "brief", "body")


class Line(NamedTuple):
    """``sign``: of a line that went, that came, or that stayed."""

    sign: Literal["gone", "new", "same"]
    text: str


class Compared(NamedTuple):
    """``before``: the number of the version before; 0: the text that came with the platform."""

    number: int
    before: int
    parts: Mapping[str, Sequence[Line]]


def compared(found: Json, number: str) -> Compared | None:
    """The version of that number beside the one before it; None where it is not kept."""
    versions: list[Json] = found["versions"]
    at = next((n for n, one in enumerate(versions) if str(one["number"]) == number), None)
    if at is None:
        return None
    after = versions[at]
    before = versions[at + 1] if at + 1 < len(versions) else {**found["usual"], "number": 0}
    parts = {part: lines(before[part], after[part]) for part in PARTS}
    told = {part: both for part, both in parts.items() if any(one.text for one in both)}
    return Compared(after["number"], before["number"], told)


def dated(version: Json) -> Json:
    """With its moment as such."""
    return {**version, "at": datetime.fromisoformat(version["at"])}


def lines(before: str, after: str) -> list[Line]:
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Line("same", text) for text in old[a:b]]
        else:
            found += [Line("gone", text) for text in old[a:b]]
            found += [Line("new", text) for text in new[c:d]]
    return found
