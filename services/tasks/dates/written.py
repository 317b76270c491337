"""A day as a list writes it: whole, with an hour or a weekday behind it, or less than a day."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
TAIL = re.compile(
    r"(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?(?:T|上午|下午|早上|晚上|晚|中午|凌晨)?"
    r"(?:\d{1,2}[:：时点](?:\d{1,2}(?:[:：分]\d{0,2})?|半)?(?:秒|分|整)?)?(?:[(（](?:星期|周).[)）])?"
)
"""What may stand behind a day: a weekday, an hour."""
NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
SHORT_YEAR = re.compile(r"'?(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?份?")
YEAR = re.compile(r"(?:19|20)\d\d|(\d{4})年(?:代|初|底|末|春|夏|秋|冬)?")
SERIAL = re.compile(r"[34]\d{4}")
SERIAL_ZERO = date(1899, 12, 30)
"""A spreadsheet counts its days from here; those of 1982 to 2036 have these numbers."""
WEEKDAY = re.compile(r"[日号\d][(（]?(?:星期|周|礼拜)([一二三四五六日天])(?![一二三四五六日天\d])")
WEEK = "一二三四五六日"
HAN = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
HAN_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日号])")


@dataclass(frozen=True, slots=True)
class Part:
    """Less than a day. ``lacks``: what is missing; ``days``: those that it may mean.

    ``sure``: that it means the one of them, if only somebody agrees.
    """

    lacks: str
    days: tuple[date, ...] = ()
    sure: bool = True


def day_of(text: str) -> date | None:
    """2026-05-10, 2026/5/10, 2026.5.10, 2026年5月10日, 20260510; None: no such day."""
    match = DAY.fullmatch(text)
    return _day(*(int(part) for part in match.groups() if part)) if match else None


def read_day(text: str, year: int) -> date | Part | None:
    """``year``: of a day that is written without one. None: a day that no calendar has.

    What is no day at all is a ``Part`` without days.
    """
    plain = re.sub(r"(?<=\d)\s{1,20}(?=\d)", "T", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"\s", "", plain)
    plain = HAN_YEAR.sub(lambda found: han_year(found[0]), plain)
    plain = HAN_NUMBER.sub(lambda found: str(_number(found[0])), plain)
    if (found := DAY.match(plain)) and not plain[found.end() :][:1].isdigit():
        day = day_of(found[0])
        if day is None or TAIL.fullmatch(plain, found.end()):
            return day
        return Part("不只是一个日期", (day,), sure=False)
    if (found := NO_YEAR.match(plain)) and TAIL.fullmatch(plain, found.end()):
        return _day(year, int(found[1]), int(found[2]))
    if SERIAL.fullmatch(plain):
        return Part("是没有设成日期格式的数", (serial_day(plain),))
    if found := SHORT_YEAR.fullmatch(plain):
        day = _day(2000 + int(found[1]), int(found[2]), int(found[3]))
        return Part("的年份只有两位", (day,)) if day else None
    return _part(plain)


def serial_day(text: str) -> date:
    """The day that a spreadsheet's number means: 46234 is 2026-07-31."""
    return SERIAL_ZERO + timedelta(days=int(text))


def han_year(text: str) -> str:
    """二〇二七 is 2027."""
    return "".join(HAN[char] for char in text)


def _part(plain: str) -> Part | None:
    if found := MONTH.fullmatch(plain):
        of, month = int(found[1]), int(found[2])
        if not 1 <= month <= 12 or of < 1:
            return None
        last = date(of, month, monthrange(of, month)[1])
        return Part("没有写哪一日", (date(of, month, 1), last))
    if YEAR.fullmatch(plain):
        return Part("没有写哪一月哪一日")
    return Part("不是日期")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens) if tens else 1) * 10 * bool(ten) + (
        digits.index(ones) if ones else 0
    )


def odd_weekday(text: str, day: date) -> str:
    """What is wrong with the weekday that stands behind the day, or empty; the day itself holds."""
    said = WEEKDAY.findall("".join(text.split()))
    if not said or WEEK[day.weekday()] == said[-1].replace("天", "日"):
        return ""
    return f"{day.isoformat()}是星期{WEEK[day.weekday()]}，不是星期{said[-1]}，按日期读取，请核对"
