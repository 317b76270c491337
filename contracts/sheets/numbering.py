"""Numbers before sentences: 1、 1. 1) （1） ① 一、"""

import re
from collections.abc import Iterator
from typing import NamedTuple

CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}
HAN_ONES = ("", *"一二三四五六七八九")
HAN_TENS = ("", "十", *(f"{digit}十" for digit in HAN_ONES[2:]))
HAN = {
    tens + ones: ten * 10 + one
    for ten, tens in enumerate(HAN_TENS)
    for one, ones in enumerate(HAN_ONES)
}
"""From nothing, 0, to 九十九, in the order of numbers."""
MAX_PARTS = 60
MARK = re.compile(
    r"(?P<circled>[①-⑳])|"
    r"[(（](?P<bracket>\d{1,2})[)）]|"
    r"(?<![\d.．])(?P<plain>\d{1,2})(?:、|[.．](?!\d)|[)）])|"
    r"[(（](?P<hanbracket>[一二三四五六七八九十]{1,3})[)）]|"
    r"(?P<han>[一二三四五六七八九十]{1,3})、"
)


class Part(NamedTuple):
    number: int
    text: str


def han_number(text: str) -> int:
    """十二 is 12; 0 where it is no number below 100."""
    return HAN.get(text, 0)


def split_numbered(text: str) -> list[Part]:
    """The numbered sentences of a cell, where they count 1, 2, 3 … in one style; else none."""
    for style in ("plain", "bracket", "circled", "han", "hanbracket"):
        marks = [*_counting(text, style)]
        if len(marks) >= 2:
            ends = [start for start, _, _ in marks[1:]] + [len(text)]
            parts = zip(marks, ends, strict=True)
            return [Part(n, text[after:end].strip(" \n；;")) for (_, after, n), end in parts]
    return []


def _counting(text: str, style: str) -> Iterator[tuple[int, int, int]]:
    wanted = 1
    for mark in MARK.finditer(text):
        if mark.lastgroup == style and _value(mark, style) == wanted and wanted <= MAX_PARTS:
            yield mark.start(), mark.end(), wanted
            wanted += 1


def _value(mark: re.Match[str], style: str) -> int:
    text = mark[style]
    if style == "circled":
        return CIRCLED[text]
    return han_number(text) if style.startswith("han") else int(text)


def unnumbered(text: str) -> str:
    """A sentence without the number before it."""
    mark = MARK.match(text.strip())
    return text.strip()[mark.end() :].strip() if mark else text.strip()


def is_numbered(text: str) -> bool:
    return MARK.match(text.strip()) is not None


def is_heading(text: str) -> bool:
    """Whether a line is numbered as a heading is: 一、 or （一）."""
    mark = MARK.match(text.strip())
    return mark is not None and mark.lastgroup in ("han", "hanbracket")
