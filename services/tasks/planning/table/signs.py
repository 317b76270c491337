"""What the signs of a matrix say: in words in their place, and by a legend."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from contracts.sheets.text import squeeze

Part = Literal["lead", "doing", "help", "none"]
LEADS = "牵头|主办|主责|主抓|主要责任|第一责任|主体责任|总负责"
HELPS = "配合|协办|协助|协同|协作|参与|参加"
DOES = "责任|承办|落实|实施|负责|承担"
SAYS = re.compile(f"(?P<lead>{LEADS})|(?P<help>{HELPS})|(?P<doing>{DOES})")
SHORT: Mapping[str, Part] = {"主": "lead", "牵": "lead", "协": "help", "配": "help", "参": "help"}
SIGN = re.compile(r"[^\w\s\u3400-\u9fff()（）、，。；：:;,.]")
SYMBOL = re.compile(rf"{SIGN.pattern}{{1,2}}|[A-Za-z是〇]")
"""A sign that is none of a text: √ ✓ ★ △ ○ and what is typed for them."""
LONGEST_WORDS = 10
"""Characters of a cell that says a part in words: a longer one says more."""
BEHIND = frozenset('为是表示代:=-—”"）)')
BEFORE = frozenset(':=“"（(')
"""What stands behind, or before, a letter that a legend explains."""
CLAUSES = re.compile("[；;。，,\n]")
MAX_LEGEND = 400
"""Characters of a text that is looked through for a legend."""


def part_of(cell: str) -> Part | None:
    """What a cell says in words: 牵头, √（配合）; None where it says neither or both."""
    if len(cell) > LONGEST_WORDS:
        return None
    said = {found.lastgroup for found in SAYS.finditer(cell)}
    if "lead" in said and "help" not in said:
        return "lead"
    parts: Mapping[str | None, Part] = {"help": "help", "doing": "doing"}
    return parts.get(next(iter(said))) if len(said) == 1 else SHORT.get(cell)


def legend(text: str, signs: list[str]) -> dict[str, Part]:
    """★为牵头单位，△为配合单位 · 牵头：★ 配合：△: sign and word by turns, whichever comes first. A
    sign that is said to mean two things means none.
    """
    if not signs:
        return {}
    said: dict[str, set[Part]] = {}
    for clause in CLAUSES.split(text[:MAX_LEGEND]):
        for sign, part in _said(squeeze(clause), signs):
            said.setdefault(sign, set()).add(part)
    return {sign: next(iter(parts)) for sign, parts in said.items() if len(parts) == 1}


def _said(clause: str, signs: list[str]) -> Iterator[tuple[str, Part]]:
    found = sorted((*_places(clause, signs), *_words(clause)), key=lambda one: one[0])
    if found and not found[0][1]:
        found.reverse()
    waiting: list[str] = []
    word: Part | None = None
    for _, sign, said in found:
        if sign:
            yield from ((one, word) for one in waiting if word)
            waiting, word = ([sign] if word else [*waiting, sign]), None
        elif word is None or said == "lead":
            word = said
    yield from ((one, word) for one in waiting if word)


def _words(clause: str) -> Iterator[tuple[int, str, Part | None]]:
    parts: Mapping[str | None, Part] = {"lead": "lead", "help": "help", "doing": "doing"}
    for found in SAYS.finditer(clause):
        yield found.start(), "", parts[found.lastgroup]


def _places(clause: str, signs: list[str]) -> Iterator[tuple[int, str, Part | None]]:
    """A sign within a longer one is none; a letter only where it stands alone."""
    taken: set[int] = set()
    for sign in sorted(signs, key=len, reverse=True):
        at = clause.find(sign)
        while at >= 0:
            end = at + len(sign)
            if at not in taken and (not sign[0].isalnum() or _alone(clause, at, end)):
                taken |= {*range(at, end)}
                yield at, sign, None
            at = clause.find(sign, end)


def _alone(clause: str, at: int, end: int) -> bool:
    before, behind = clause[max(0, at - 1) : at], clause[end : end + 1]
    return not before.isalnum() and (behind in BEHIND or before in BEFORE)
