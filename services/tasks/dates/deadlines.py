"""What stands in a deadline cell, read as a person of the office would read it."""

import re
import unicodedata

from services.tasks.dates.deadline_kinds import (
    AfterReceipt,
    DateMissing,
    Deadline,
    Occasion,
    OnDay,
    Repeating,
    Standing,
    Unreadable,
    Window,
)
from services.tasks.dates.phrases import quarters, read_phrase

__all__ = [
    "AfterReceipt",
    "DateMissing",
    "Deadline",
    "Occasion",
    "OnDay",
    "Repeating",
    "Standing",
    "Unreadable",
    "Window",
    "plain",
    "quarters",
    "read_deadline",
]

MAX_WRITTEN = 400
"""Characters as written, spaces and quotes among them."""
MAX_PHRASE = 80
"""Characters; what is longer is no deadline."""


def read_deadline(phrase: str, year: int) -> Deadline:
    """``year``: of the campaign, where the phrase names none."""
    if len(phrase) > MAX_WRITTEN:
        return Unreadable("文字过长，不是期限")
    text = plain(phrase)
    if not text:
        return Unreadable("期限空白")
    if len(text) > MAX_PHRASE:
        return Unreadable("文字过长，不是期限")
    found = read_phrase(text, year)
    if found is not None:
        return found
    parts = [part for part in re.split(r"[,;、。]", text) if part]
    if len(parts) < 2 or len(parts) > 12:
        return Unreadable("期限无法识别，请写成“7月30日前”“每季度”或“长期”这样的写法")
    return _together([read_phrase(part, year) for part in parts])


def plain(phrase: str) -> str:
    """One line without spaces and quotes, half-width, Arabic numbers, one sort of dash."""
    text = unicodedata.normalize("NFKC", phrase)
    text = re.sub(r"[\s\u200b\ufeff“”\"'‘’「」]", "", text)
    text = re.sub(r"(?<=\d)[。](?=\d)", ".", text)
    text = re.sub(r"[—–−~〜至到]+|(?<=[\d月日])[-ー]", "-", text)
    text = re.sub(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?!\d)日?", r"\1年\2月\3日", text)
    text = re.sub(r"(?<=[日月])起(?=-)|^自(?=\d[^-]{0,40}-)", "", text)
    text = text.replace("元月", "1月").strip("。,;、")
    text = re.sub(r"^\((.*)\)$", r"\1", text)
    return re.sub(r"[一二三四五六七八九十两]{1,3}(?=月|日|号|个|天|周|季)", _arabic, text)


def _arabic(found: re.Match[str]) -> str:
    digits = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
    text = found.group()
    if "十" not in text:
        return str(digits[text]) if len(text) == 1 else text
    tens, _, ones = text.partition("十")
    if (tens and tens not in digits) or (ones and ones not in digits):
        return text
    return str((digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0))


def _together(parts: list[Deadline | None]) -> Deadline:
    """Several phrases in one cell: days beside words of haste, several days, a start and an end."""
    bad = next((part for part in parts if isinstance(part, Unreadable)), None)
    if bad or any(part is None for part in parts):
        return bad or Unreadable("期限中有无法识别的部分，请一格只写一种期限")
    days = [part.due for part in parts if isinstance(part, OnDay)]
    many = [one for part in parts if isinstance(part, Repeating) for one in part.instances]
    if len(days) == 1 and not many:
        return OnDay(days[0])
    if days or many:
        many += [Occasion(f"{day:%m-%d}", day) for day in days]
        return Repeating(tuple(sorted(set(many), key=lambda one: one.due)))
    kinds = (Standing, AfterReceipt, Window, DateMissing)
    return next(part for kind in kinds for part in parts if isinstance(part, kind))
