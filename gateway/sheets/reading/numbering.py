"""The numbers that Word puts before paragraphs, which stand in no text (ECMA-376 part 1, 17.9)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from gateway.sheets.reading.parts import attribute, child, local, number
from gateway.sheets.reading.words import value

LEVELS = 9
DEEPEST = 20
"""Styles that one style is based on, one after another."""
DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
LARGEST = 9999
PLACE = re.compile("%([1-9])")


@dataclass(frozen=True)
class Level:
    start: int
    format: str
    text: str
    style: str
    restart: int | None
    """The level whose next number begins this one anew, from 1; None: every higher one."""


@dataclass
class Numbering:
    """``numbers``: id → (list, its own starts); a list counts on through all that use it."""

    lists: dict[str, list[Level]]
    numbers: dict[str, tuple[str, dict[int, int]]]
    styles: dict[str, Element]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, paragraph: Element) -> str:
        """What stands before a paragraph; empty for most. Paragraphs come in their order."""
        own, level = self._of(child(paragraph, "pPr"))
        if own not in self.numbers:
            return ""
        name, starts = self.numbers[own]
        levels = self.lists.get(name, [])
        if not 0 <= level < len(levels):
            return ""
        counts = self.counts.setdefault(name, [None] * LEVELS)
        if own not in self.begun:
            self.begun.add(own)
            for at, start in starts.items():
                counts[at] = start - 1
        self._count(counts, levels, level)
        return _label(levels, counts, level)

    @staticmethod
    def _count(counts: list[int | None], levels: list[Level], level: int) -> None:
        for at in range(level):
            if counts[at] is None:
                counts[at] = levels[at].start
        last = counts[level]
        counts[level] = levels[level].start if last is None else last + 1
        for at in range(level + 1, len(levels)):
            restart = levels[at].restart
            if restart is None or (restart > 0 and level < restart):
                counts[at] = None

    def _of(self, properties: Element | None) -> tuple[str, int]:
        """(id, level) of a paragraph, by itself or by its style."""
        listed = child(properties, "numPr")
        own, level = value(listed, "numId"), value(listed, "ilvl")
        style = value(properties, "pStyle")
        for _ in range(DEEPEST):
            if own or not style or style not in self.styles:
                break
            of = child(child(self.styles[style], "pPr"), "numPr")
            own = value(of, "numId")
            level = level or value(of, "ilvl") or (self._level(own, style) if own else "")
            style = value(self.styles[style], "basedOn")
        return own, number(level)

    def _level(self, own: str, style: str) -> str:
        name, _ = self.numbers.get(own, ("", {}))
        levels = self.lists.get(name, [])
        return str(next((n for n, one in enumerate(levels) if one.style == style), 0))


def numbering(listed: Element | None, styles: Element | None) -> Numbering:
    """Of the parts ``numbering`` and ``styles``, either of which may be missing."""
    lists = {attribute(one, "abstractNumId"): _levels(one) for one in _each(listed, "abstractNum")}
    numbers = {
        attribute(one, "numId"): (value(one, "abstractNumId"), dict(_starts(one)))
        for one in _each(listed, "num")
    }
    return Numbering(lists, numbers, {attribute(s, "styleId"): s for s in _each(styles, "style")})


def _each(node: Element | None, name: str) -> Iterator[Element]:
    return (one for one in (node if node is not None else ()) if local(one.tag) == name)


def _levels(node: Element) -> list[Level]:
    levels = []
    for one in [*_each(node, "lvl")][:LEVELS]:
        restart = value(one, "lvlRestart")
        levels.append(
            Level(
                number(value(one, "start"), 1),
                value(one, "numFmt") or "decimal",
                value(one, "lvlText"),
                value(one, "pStyle"),
                number(restart) if restart else None,
            )
        )
    return levels


def _starts(node: Element) -> Iterator[tuple[int, int]]:
    for one in _each(node, "lvlOverride"):
        level, start = number(attribute(one, "ilvl"), -1), value(one, "startOverride")
        if 0 <= level < LEVELS and start:
            yield level, number(start, 1)


def _label(levels: list[Level], counts: list[int | None], level: int) -> str:
    of = levels[level]
    if of.format in ("bullet", "none"):
        return ""

    def counted(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        count = counts[at] if at < len(levels) else None
        return _written(count, levels[at].format) if count is not None else ""

    return PLACE.sub(counted, of.text)


def _written(count: int, format: str) -> str:
    if not 0 < count <= LARGEST:
        return str(count)
    return FORMATS.get(format, str)(count)


def _chinese(count: int) -> str:
    """十, 十一, 二十, 一百零五."""
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, count = divmod(count, unit)
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
        zero = not digit and bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text


def _letters(count: int) -> str:
    """a … z, aa, bb …, as Word counts."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in ROMAN:
        times, count = divmod(count, worth)
        text += sign * times
    return text


def _sign(first: int, most: int) -> Callable[[int], str]:
    """Signs that stand one after another in Unicode: ①, ⑴, ⒈."""
    return lambda count: chr(first + count - 1) if count <= most else str(count)


def _digits(zero: int) -> Callable[[int], str]:
    return lambda count: "".join(chr(zero + int(digit)) for digit in str(count))


FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        _chinese,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
        lambda count: "".join(DIGITS[int(digit)] for digit in str(count)),
    ),
    "chineseLegalSimplified": lambda count: _chinese(count).translate(
        str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    ),
    "ideographTraditional": lambda count: STEMS[(count - 1) % 10],
    "ideographZodiac": lambda count: BRANCHES[(count - 1) % 12],
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": _digits(0xFF10),
    "decimalFullWidth2": _digits(0xFF10),
    "decimalEnclosedCircle": _sign(0x2460, 20),
    "decimalEnclosedCircleChinese": _sign(0x2460, 20),
    "decimalEnclosedParen": _sign(0x2474, 20),
    "decimalEnclosedFullstop": _sign(0x2488, 20),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}
