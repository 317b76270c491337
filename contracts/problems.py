"""Every refusal that there is: its code, its status, what it is called and what to do about it.

Its page is ``/problems/<code>``. The words are in ``problems.txt``; a refusal itself may say more.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from contracts.words import Said

PAGE = Path(__file__).with_name("problems.txt")
BETWEEN = " | "


class Kind(NamedTuple):
    """``advice``: the sentence for where the refusal says none of its own."""

    status: int
    title: Said
    advice: Said


@cache
def kinds() -> dict[str, Kind]:
    """By code."""
    _, *entries = PAGE.read_text(encoding="utf-8").strip().split("\n\n")
    return dict(map(_entry, entries))


def _entry(entry: str) -> tuple[str, Kind]:
    head, zh, en = entry.splitlines()
    code, status = head.split()
    (title, advice), (title_en, advice_en) = zh.split(BETWEEN), en.split(BETWEEN)
    return code, Kind(int(status), Said(title, title_en), Said(advice, advice_en))
