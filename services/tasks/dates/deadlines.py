"""What stands in a deadline cell, read as a person of the office would read it."""

import re
import unicodedata
from datetime import date

from services.tasks.dates.deadline_kinds import (
    AfterReceipt,
    DateMissing,
    Deadline,
    Occasion,
    OnDay,
    Repeating,
    Standing,
    Unknown,
    Unreadable,
    Window,
)
from services.tasks.dates.periods import quarters
from services.tasks.dates.phrases import read_phrase
from services.tasks.dates.written import HAN_YEAR, SERIAL, han_year, serial_day

__all__ = [
    "AfterReceipt",
    "DateMissing",
    "Deadline",
    "Occasion",
    "OnDay",
    "Repeating",
    "Standing",
    "Unknown",
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
PARTED = re.compile(r"[,;、。]|(?<=[月底末日旬])[和及与](?=\d)")
TO = re.compile(r"(?<=[\d年月日号旬底末初中起])(?:至|到){1,2}(?=[\d年本次明上下底])")
URGED = re.compile(
    r"^(?:从|自)?(?:即日|现在|今)起?-(?=.)|^(?:不晚于|不迟于|最迟|最晚|力争|确保|争取|原则上|计划|拟)+(?:[于在])?"
    r"|\(含(?:当日|当天|本日)?\)"
)
"""What changes nothing of a day."""
WITHIN = re.compile(
    r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?:份)?"
    r"(?:(?P<d>\d{1,2})[日号]?|(?P<part>[上中下]旬|[初中底末]))?"
)
SHORT = re.compile(r"(?<![\d.])(?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?![\d.月年%])")
"""7.30, which a spreadsheet may have cut to 7.3."""
MOVES = re.compile(r"[\d一二三四五六七八九十年月日周后]")
"""What may move the one day that words name."""
MAX_DAYS = 4


def read_deadline(phrase: str, year: int) -> Deadline:
    """``year``: of the campaign, where the phrase names none."""
    if len(phrase) > MAX_WRITTEN:
        return Unreadable("文字过长，不是期限")
    text = plain(phrase)
    if not text:
        return Unreadable("期限空白")
    if len(text) > MAX_PHRASE:
        return Unknown()
    found = read_phrase(text, year)
    if found is None:
        parts = [part for part in PARTED.split(text) if part]
        if 1 < len(parts) <= 12:
            found = _together([read_phrase(part, year) for part in parts])
    return found or _unknown(text, year)


def _unknown(text: str, year: int) -> Unknown:
    """With the days that stand among the words."""
    found = [*WITHIN.finditer(text)]
    days = dict.fromkeys(day for one in found if (day := _end(one, year)))
    if not days:
        return Unknown((serial_day(text),) if SERIAL.fullmatch(text) else _short(text, year))
    rest = WITHIN.sub("", text)
    return Unknown(tuple(days)[:MAX_DAYS], len(days) == 1 and not MOVES.search(rest))


def _end(found: re.Match[str], year: int) -> date | None:
    read = read_phrase(found[0], year)
    return read.due if isinstance(read, OnDay) else None


def _short(text: str, year: int) -> tuple[date, ...]:
    read = (read_phrase(f"{one['m']}月{one['d']}日", year) for one in SHORT.finditer(text))
    return tuple(dict.fromkeys(one.due for one in read if isinstance(one, OnDay)))[:MAX_DAYS]


def plain(phrase: str) -> str:
    """One line without spaces and quotes, half-width, Arabic numbers, one sort of dash."""
    text = unicodedata.normalize("NFKC", phrase)
    text = re.sub(r"[\s\u200b\ufeff“”\"'‘’「」]", "", text)
    text = re.sub(r"(?<=\d)[。](?=\d)", ".", text)
    text = HAN_YEAR.sub(lambda found: han_year(found[0]), text.replace("元月", "1月"))
    text = re.sub(r"^[至到](?=\d|年)", "", text)
    text = re.sub(r"[—–−~〜]+|(?<=[\d月日])[-ー]", "-", TO.sub("-", text))
    text = re.sub(r"(?<=\d)曰", "日", text)  # as it is often scanned
    for written, meant in DOTTED:
        text = written.sub(meant, text)
    text = re.sub(r"(?<=[日月])起(?=-)|^自(?=\d[^-]{0,40}-)", "", text)
    text = URGED.sub("", text).strip("。,;、")
    text = re.sub(r"^\((.*)\)$", r"\1", text)
    return re.sub(r"[一二三四五六七八九十两]{1,3}(?=月|日|号|个|天|周|季)", _arabic, text)


DOTTED = (
    (re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?!\d)日?"), r"\1年\2月\3日"),
    (re.compile(r"(?<=日-)(\d{1,2})[./](\d{1,2})(?![\d./])日?"), r"\1月\2日"),
    (re.compile(r"(?<!\d)(\d{4})[./](\d{1,2})(?![\d./月])"), r"\1年\2月"),
    (re.compile(r"(?<!\d)(\d{4})-(\d{1,2})(?![\d./月年-])"), r"\1年\2月"),
    (re.compile(r"(?<!\d)(\d{2})年(?=\d{1,2}月)"), r"20\1年"),
)


def _arabic(found: re.Match[str]) -> str:
    digits = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
    text = found.group()
    if "十" not in text:
        return str(digits[text]) if len(text) == 1 else text
    tens, _, ones = text.partition("十")
    if (tens and tens not in digits) or (ones and ones not in digits):
        return text
    return str((digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0))


def _together(parts: list[Deadline | None]) -> Deadline | None:
    """Several phrases in one cell: days beside words of haste, several days, a start and an end."""
    bad = next((part for part in parts if isinstance(part, Unreadable)), None)
    if bad or any(part is None for part in parts):
        return bad
    days = [*{part.due: None for part in parts if isinstance(part, OnDay)}]
    many = [one for part in parts if isinstance(part, Repeating) for one in part.instances]
    if len(days) == 1 and not many:
        return OnDay(days[0])
    if days or many:
        many += [Occasion(f"{day:%m-%d}", day) for day in days]
        return Repeating(tuple(sorted(set(many), key=lambda one: one.due)))
    kinds = (AfterReceipt, Standing, Window, DateMissing)
    return next(part for kind in kinds for part in parts if isinstance(part, kind))
