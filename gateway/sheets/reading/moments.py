"""A day count as a date or a time in the format of its cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

DATES = ("date", "elapsed", "noon")
DAYS = 2_958_466
"""31 December 9999 is the last day that a spreadsheet shows."""
LEAP = 60
"""1900-02-29, which never was: spreadsheets count it (ECMA-376 part 1, 18.17.4.1)."""
NO_DAY = datetime(1899, 12, 31)
WEEK = "一二三四五六日"
SECONDS = 86_400


class Token(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


def moment(value: float, *, since_1904: bool = False) -> datetime | None:
    """None where a spreadsheet shows no date either. To the second."""
    if not 0 <= value < DAYS:
        return None
    seconds = timedelta(seconds=round(value * SECONDS))
    if since_1904:
        return datetime(1904, 1, 1) + seconds
    first = NO_DAY if value < LEAP else datetime(1899, 12, 30)
    return first + seconds


@dataclass
class Moment:
    """``tokens`` of the section that shows it; ``days`` as they are stored."""

    tokens: Sequence[Token]
    at: datetime
    days: float

    def has_day(self) -> bool:
        return "d" in self._dates()

    def text(self) -> str:
        dates = self._dates()
        if {"y", "m", "d"} <= dates:
            return self.at.date().isoformat()
        if dates >= {"y", "m"}:
            return f"{self.at.year}年{self.at.month}月"
        if dates >= {"m", "d"}:
            return f"{self.at.month}月{self.at.day}日"
        return "".join(self._shown(i) for i in range(len(self.tokens))).strip()

    def _dates(self) -> set[str]:
        """Which of year, month and day are shown; e is a year in Chinese formats."""
        found = set()
        for i, token in enumerate(self.tokens):
            if token.kind == "date" and not self._is_minute(i):
                letter = token.text[0]
                found.add({"e": "y", "b": "y"}.get(letter, letter))
        if any(t.kind == "date" and t.text.startswith("ddd") for t in self.tokens):
            plain = any(t.kind == "date" and t.text in ("d", "dd") for t in self.tokens)
            found = found if plain else found - {"d"}
        return found

    def _is_minute(self, at: int) -> bool:
        """m after an hour, or before seconds, counts minutes."""
        if not self.tokens[at].text.startswith("m") or len(self.tokens[at].text) > 2:
            return False
        near = [i for i, t in enumerate(self.tokens) if t.kind in ("date", "elapsed")]
        n = near.index(at)
        before = self.tokens[near[n - 1]].text[0] if n else ""
        after = self.tokens[near[n + 1]].text[0] if n + 1 < len(near) else ""
        return before == "h" or after == "s"

    def _shown(self, at: int) -> str:
        token = self.tokens[at]
        if token.kind == "text":
            return token.text
        if token.kind == "noon":
            return token.text.split("/")[self.at.hour >= 12]
        if token.kind == "elapsed":
            return self._elapsed(token.text)
        return self._part(at, token.text) if token.kind == "date" else ""

    def _elapsed(self, text: str) -> str:
        unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
        return str(round(self.days * SECONDS) // unit).zfill(len(text))

    def _part(self, at: int, text: str) -> str:
        letter = text[0]
        if letter in "yeb":
            return f"{self.at.year % 100:02}" if text in ("yy", "y", "bb") else f"{self.at.year}"
        if letter == "a":
            return ("星期" if len(text) > 3 else "") + WEEK[self.at.weekday()]
        if text.startswith("ddd"):
            return "星期" + WEEK[self.at.weekday()]
        half = any(t.kind == "noon" for t in self.tokens)
        numbers = {
            "m": self.at.minute if self._is_minute(at) else self.at.month,
            "d": self.at.day,
            "h": (self.at.hour - 1) % 12 + 1 if half else self.at.hour,
            "s": self.at.second,
        }
        number = str(numbers.get(letter, ""))
        return number.zfill(2) if len(text) == 2 else number
