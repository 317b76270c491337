"""The State Council's notice of a year's days off (关于2026年部分节假日安排的通知), as its text.

A sentence counts whole or not at all: where one clause of it is none that is known here, nothing of
it is read and all of it is quoted. Source of the forms: the notices on 2016 to 2026.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from contracts.clock import in_words
from services.tasks.dates.workdays import SATURDAY

MAX_SPAN = 31
"""Days of one span."""
MAX_FAULTS = 60
MAX_QUOTED = 200
"""Characters of a sentence, and sentences."""
WEEK = "一二三四五六日"
COUNTS = {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}

SENTENCES = re.compile(r"[。；;！!\n]")
CLAUSES = re.compile(r"[,，](?![^()（）]{0,40}[)）])")
HEADING = re.compile(r"关于[^。]{0,60}?的通知")
"""A title is printed on two lines as a rule."""
TITLE = re.compile(r"(20[0-9]{2})年(?:部分|法定)?节(?:假)?日(?:放假)?安排")
NUMBER = re.compile(r"国办发?(?:明电|电)?[〔\[(（](20[0-9]{2})[〕\])）][0-9]{1,3}号")
HOLIDAY = (
    "(?:元旦|春节|清明|五一|国际劳动|劳动|端午|中秋|十一|国庆|除夕|“五一”|“十一”)"
    "(?:节|小长假)?(?:假期)?"
)
HEAD = re.compile(
    rf"(?:[(（]?(?:[一二三四五六七八九十]{{1,2}}|[0-9]{{1,2}})[)）、.．])?"
    rf"(?P<names>{HOLIDAY}(?:[、和与及暨]{HOLIDAY}){{0,2}})[:：]?"
)
BRACKET = r"(?:[(（][^()（）]{1,40}[)）])?"
DAY = rf"(?:20[0-9]{{2}}年)?(?:[0-9]{{1,2}}月)?[0-9]{{1,2}}[日号]?{BRACKET}"
TO = r"(?:至|到|—{1,2}|-|–|~|\uff5e)"
DAYS = rf"{DAY}(?:{TO}{DAY})?"
COUNT = r"(?:[0-9]{1,2}|[一二两三四五六七八九十])天"
CLAUSE = re.compile(
    rf"(?P<days>{DAYS}(?:[、和及]{DAYS}){{0,5}})(?:共?{COUNT})?"
    rf"(?:(?P<off>(?:均?为?)(?:放假调休|调休放假|放假休息|放假|补休|休息))(?:[、]?共?(?P<of>{COUNT}))?"
    r"|(?P<working>(?:均?为?)(?:(?:正常|照常|调休)?上班|补班)))"
)
TOLD = re.compile(rf"(?:放假(?:调休)?|休假)?(?:共|合计|总共)?(?P<of>{COUNT})")
PLAIN = re.compile(r"(?:[(（]?与周末连休[)）]?|不调休|放假调休|调休)")
PARTS = re.compile(
    r"(?P<to>至|到|—{1,2}|-|–|~|\uff5e)?(?:(?P<year>20[0-9]{2})年)?(?:(?P<month>[0-9]{1,2})月)?"
    r"(?P<day>[0-9]{1,2})[日号]?(?:[(（](?P<said>[^()（）]{1,40})[)）])?"
)
BESIDE = re.compile(
    r"(?:(?:周|星期|礼拜)(?P<week>[一二三四五六日天])|(?:农历|正月|腊月|初)[一-鿿]{0,10}|除夕|当日|节日当天"
    r"|法定节假日|公休日?|与周末连休|[一-鿿]{2,3}节(?:当天|当日)?)"
)
SAID = re.compile("[、,，和]")
DATED = re.compile(
    r"[0-9]{1,2}[月日号.]|[一二三四五六七八九十]{1,3}[月日]|除夕|放假[^安排]|上班|补班"
)
DIGITS = {full: full - 0xFEE0 for full in range(0xFF10, 0xFF1A)}
UNSPACED = re.compile(r"[^\S\n]+")

Kind = Literal["off", "working"]


class Misread(NamedTuple):
    """``where``: the words of the notice."""

    where: str
    text: str


class Quoted(NamedTuple):
    """A sentence that was not read; ``dated``: it speaks of days."""

    text: str
    dated: bool


class Spoken(NamedTuple):
    """``names``: the holiday under which it stands; ``where``: its sentence."""

    kind: Kind
    day: date
    names: str
    where: str


class _Part(NamedTuple):
    day: date
    weekdays: str


@dataclass(slots=True)
class Notice:
    """What a text says. ``year`` 0: it does not say which; ``told``: the line of its title."""

    year: int
    document: str
    days: list[Spoken] = field(default_factory=list)
    faults: list[Misread] = field(default_factory=list)
    unread: list[Quoted] = field(default_factory=list)
    told: tuple[str, ...] = ()

    def of(self, kind: Kind) -> list[date]:
        return sorted({one.day for one in self.days if one.kind == kind})


class _Wrong(Exception):
    """A day that cannot be."""


def read_notice(text: str, year: int = 0) -> Notice:
    """``year``: of the notice whose text does not name it; another than its title's is a fault."""
    plain = UNSPACED.sub("", text.translate(DIGITS)).replace("\r", "\n")
    plain = HEADING.sub(lambda found: found[0].replace("\n", ""), plain, count=1)
    title, number = TITLE.search(plain), NUMBER.search(plain)
    named = int(title[1]) if title else 0
    found = Notice(
        named or year, number[0] if number else f"国务院办公厅关于{title[0]}的通知" if title else ""
    )
    if named and year and named != year:
        found.faults.append(
            Misread(title[0] if title else "", f"这是{named}年的通知，不是{year}年的")
        )
    if not found.year:
        found.faults.append(Misread(plain[:40], "文中没有写明是哪一年的放假安排，请把标题一并贴上"))
        return found
    lines = plain.split("\n")
    found.told = tuple(line for line in lines if title and line.endswith(f"{title[0]}的通知"))
    names = ""
    for sentence in filter(None, SENTENCES.split(plain)):
        head = HEAD.match(sentence)
        names = head["names"] if head and sentence[head.end() - 1] in ":：" else names
        body = sentence[head.end() :] if head and names == head["names"] else sentence
        _read(found, sentence, body, names)
    _check(found)
    return found


def _read(found: Notice, sentence: str, body: str, names: str) -> None:
    clauses = [clause for clause in CLAUSES.split(body) if clause]
    if not clauses:
        return
    kinds = [
        CLAUSE.fullmatch(one) or TOLD.fullmatch(one) or PLAIN.fullmatch(one) for one in clauses
    ]
    if not all(kinds) or (names == "" and CLAUSE.fullmatch(clauses[0]) is None):
        if len(found.unread) < MAX_QUOTED and sentence not in (found.document, *found.told):
            found.unread.append(Quoted(sentence[:MAX_QUOTED], bool(DATED.search(sentence))))
        return
    off: list[date] = []
    count, joined = 0, "与周末连休" in body
    try:
        for one in filter(None, kinds):
            said = one.groupdict()
            count = _number(said["of"]) if said.get("of") else count
            if said.get("days"):
                days = [*_days(found, said["days"], names)]
                kind: Kind = "off" if said["off"] else "working"
                off += days if kind == "off" else []
                found.days += [Spoken(kind, day, names, sentence) for day in days]
    except _Wrong as wrong:
        found.faults.append(Misread(sentence[:MAX_QUOTED], str(wrong)))
        return
    if count and off and count not in {len({*off}), len(_joined(off)) if joined else 0}:
        text = f"写的是共{count}天，列出的放假日期有{len({*off})}天"
        found.faults.append(Misread(sentence[:MAX_QUOTED], text))
    if count and not off:
        found.faults.append(Misread(sentence[:MAX_QUOTED], f"只写了共{count}天，没有写是哪几天"))


def _days(found: Notice, text: str, names: str) -> Iterator[date]:
    """Raises: _Wrong."""
    parts: list[_Part] = []
    month, year = 0, 0
    for one in PARTS.finditer(text):
        begins, year = (parts[-1].day if one["to"] else None), int(one["year"] or 0) or year
        if not (one["month"] or month):
            raise _Wrong(f"“{one[0]}”没有写月份")
        month = int(one["month"] or month)
        day = _day(found.year, year, month, int(one["day"]), begins, names)
        week = _weekdays(one["said"] or "")
        if len(week) == 1:
            _must_be(day, week)
        parts.append(_Part(day, week))
        if begins is None:
            yield day
            continue
        if not 0 < (day - begins).days < MAX_SPAN:
            raise _Wrong(f"{in_words(begins)}至{in_words(day)}：起止日期颠倒或过长")
        yield from (begins + timedelta(days=n) for n in range(1, (day - begins).days + 1))
    _paired(parts)


def _day(of: int, said: int, month: int, day: int, begins: date | None, names: str) -> date:
    """December under 元旦 is that of the year before. Raises: _Wrong."""
    year = said or (of - 1 if month == 12 and names.startswith("元旦") else of)
    if begins is not None and not said:
        year = begins.year + (month < begins.month)
    try:
        return date(year, month, day)
    except ValueError:
        raise _Wrong(f"没有{year}年{month}月{day}日这一天") from None


def _weekdays(said: str) -> str:
    """What a bracket says of the week: 农历除夕、周二. Raises: _Wrong."""
    week = ""
    for part in filter(None, SAID.split(said)):
        known = BESIDE.fullmatch(part)
        if known is None:
            raise _Wrong(f"括号里的“{part}”读不懂")
        week += (known["week"] or "").replace("天", "日")
    return week


def _paired(parts: list[_Part]) -> None:
    """9月29日、30日（星期六、星期日）: the bracket speaks of the last days, one each."""
    for at, part in enumerate(parts):
        if len(part.weekdays) < 2:
            continue
        several = parts[max(0, at + 1 - len(part.weekdays)) : at + 1]
        if len(several) != len(part.weekdays):
            raise _Wrong("括号里的星期比日期多")
        for one, week in zip(several, part.weekdays, strict=True):
            _must_be(one.day, week)


def _must_be(day: date, week: str) -> None:
    """Raises: _Wrong."""
    if WEEK[day.weekday()] != week:
        raise _Wrong(f"{in_words(day)}是星期{WEEK[day.weekday()]}，不是星期{week}")


def _joined(off: list[date]) -> set[date]:
    """With the weekend that it touches."""
    days, one = {*off}, timedelta(days=1)
    for end, step in ((min(off), -one), (max(off), one)):
        near = (end + step, end + 2 * step)
        weekend = [day for day in near if day.weekday() >= SATURDAY]
        days |= {*weekend} if near[0] in weekend else set()
    return days


def _number(text: str) -> int:
    digits = text.removesuffix("天")
    return int(digits) if digits.isdecimal() else COUNTS[digits]


def _check(found: Notice) -> None:
    """A day that is off and worked, or worked though it is no weekend."""
    off = {one.day for one in found.days if one.kind == "off"}
    for one in found.days:
        if one.kind == "working" and one.day in off:
            found.faults.append(Misread(one.where, f"{in_words(one.day)}既放假又上班"))
        elif one.kind == "working" and one.day.weekday() < SATURDAY:
            text = f"{in_words(one.day)}是星期{WEEK[one.day.weekday()]}，本来就是工作日"
            found.faults.append(Misread(one.where, text))
    if not found.days:
        found.faults.append(Misread("", "没有读到放假日期，请贴上通知的全文"))
    found.days.sort(key=lambda one: one.day)
    del found.faults[MAX_FAULTS:]
