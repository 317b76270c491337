"""Deadlines that come again: each week, each month, every other month, each quarter, half a year.

What stands behind the period must be claimed: a day or a part of it, how many times (反馈一次), or
words without a number. A number that nobody claims leaves the days open.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from services.tasks.dates.deadline_kinds import Deadline, Occasion, Repeating

TIMES = r"(?:不少于|至少|不低于)?[\d一二两三四五六]{1,2}(?:-[\d一二三四五六]{1,2})?次"
REST = rf"[^\d一二三四五六七八九十两第首双单隔月日号周旬初中底末季年天次(、,\-]{{0,8}}(?:{TIMES})?"
"""Words behind a period that name no other time."""
UNTIL = r"(?:之前|以前|前|内)?"
AND = r"[、,和及与]"
EACH_MONTH = re.compile(
    rf"(?:每[1一]?个?月|按月|逐月)(?:(?P<days>\d{{1,2}}[日号]?(?:{AND}\d{{1,2}}[日号]?){{0,5}}(?<=[日号]))"
    rf"|(?P<part>上旬|中旬|下旬|月?[初中底末]))?{UNTIL}{REST}"
)
OTHER_MONTHS = re.compile(
    rf"每?逢?(?P<which>[双单])月(?:(?P<day>\d{{1,2}})[日号]|[底末])?{UNTIL}{REST}"
)
EVERY_TWO = re.compile(rf"(?:每(?:两|2|二)个?月|每?隔月){UNTIL}{REST}")
QUARTER_DAY = re.compile(
    r"(?:每[1一]?个?季度?|按季度?|逐季度?|季度?)的?"
    r"(?P<which>首月|第?[1-3一二三]个月|初月|中月|末月|最后[1一]个?月|次月)"
    rf"(?:(?P<day>\d{{1,2}})[日号]|[底末])?{UNTIL}{REST}"
)
EACH_QUARTER = re.compile(rf"(?:每[1一]?个?季度?|按季度?|逐季度?)[底末]?{UNTIL}{REST}")
SOME_QUARTERS = re.compile(
    rf"第?(?P<list>[1-4一二三四](?:季度?)?(?:{AND}第?[1-4一二三四](?:季度?)?){{1,3}})(?<=[季度])[底末]?{UNTIL}{REST}"
)
HALF_YEARS = re.compile(rf"(?:每半年|半年(?=[1一]次))[底末]?{UNTIL}{REST}")
EACH_WEEK = re.compile(
    r"(?:每[1一]?个?(?:周|星期)|按周|逐周)"
    rf"(?P<days>[一二三四五六日天1-7](?:{AND}(?:周|星期)?[一二三四五六日天1-7]){{0,6}}(?![次\d-]))?{UNTIL}{REST}"
)
MONTHS = re.compile(
    rf"(?:(?P<y>\d{{4}})年)?(?P<list>\d{{1,2}}(?:月份?)?(?:{AND}\d{{1,2}}(?:月份?)?){{1,11}})(?<=[月份])"
    rf"(?:(?P<day>\d{{1,2}})[日号]|(?P<part>上旬|中旬|下旬|[初中底末]))?{UNTIL}{REST}"
)
"""3、6、9、12月底前: the day or the part that is written last holds for each."""
PARTS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
WEEKDAYS = {sign: n % 7 for n, sign in enumerate("一二三四五六日1234567")} | {"天": 6}
SUNDAY = 6
ORDER = {"首": 1, "初": 1, "1": 1, "一": 1, "中": 2, "2": 2, "二": 2, "次": 4}


def last_day(year: int, month: int) -> date:
    """Raises: ValueError (no such month)."""
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return date(year, month, monthrange(year, month)[1])


def read_period(text: str, year: int) -> Deadline | None:
    """None where it names no period that comes again. Raises: ValueError (no such day)."""
    for read in (_months, _other_months, _quarters, _halves, _weeks, _named_months):
        if (found := tuple(read(text, year))) and found[0] is not None:
            ordered = sorted({one for one in found if one}, key=lambda one: (one.due, one.period))
            return Repeating(tuple(ordered))
    return None


def quarters(year: int, wanted: tuple[int, ...] = (1, 2, 3, 4)) -> Repeating:
    """An instance for each of the quarters, due on its last day."""
    return Repeating(tuple(Occasion(f"{year}-Q{q}", last_day(year, 3 * q)) for q in wanted))


def halves(year: int) -> Repeating:
    return Repeating(tuple(Occasion(f"{year}-H{h}", last_day(year, 6 * h)) for h in (1, 2)))


def _in_month(year: int, month: int, day: int) -> date:
    """The day, or the last of a shorter month. Raises: ValueError."""
    if not 1 <= day <= 31:
        raise ValueError("no such day")
    end = last_day(year + (month > 12), month - 12 * (month > 12))
    return end.replace(day=min(day, end.day))


def _months(text: str, year: int) -> Iterator[Occasion]:
    found = EACH_MONTH.fullmatch(text)
    if found is None:
        return
    part = (found["part"] or "").removeprefix("月")
    days = [int(day) for day in re.findall(r"\d+", found["days"] or "")] or [PARTS.get(part, 31)]
    for month in range(1, 13):
        for n, day in enumerate(days):
            name = f"{year}-{month:02d}" + (f"-{day:02d}" if n else "")
            yield Occasion(name, _in_month(year, month, day))


def _other_months(text: str, year: int) -> Iterator[Occasion]:
    found = OTHER_MONTHS.fullmatch(text)
    if found is None and not EVERY_TWO.fullmatch(text):
        return
    odd = found is not None and found["which"] == "单"
    day = int(found["day"] or 31) if found else 31
    for month in range(1 if odd else 2, 13, 2):
        yield Occasion(f"{year}-{month:02d}", _in_month(year, month, day))


def _quarters(text: str, year: int) -> Iterator[Occasion]:
    if EACH_QUARTER.fullmatch(text):
        yield from quarters(year).instances
    elif found := SOME_QUARTERS.fullmatch(text):
        signs = re.findall(r"[1-4一二三四]", found["list"])
        wanted = (int(sign) if sign.isdigit() else "一二三四".index(sign) + 1 for sign in signs)
        yield from quarters(year, tuple(dict.fromkeys(wanted))).instances
    elif found := QUARTER_DAY.fullmatch(text):
        at = ORDER.get(found["which"].removeprefix("第")[0], 3)
        for q in range(1, 5):
            due = _in_month(year, 3 * (q - 1) + at, int(found["day"] or 31))
            yield Occasion(f"{year}-Q{q}", due)


def _halves(text: str, year: int) -> Iterable[Occasion]:
    return halves(year).instances if HALF_YEARS.fullmatch(text) else ()


def _weeks(text: str, year: int) -> Iterator[Occasion]:
    found = EACH_WEEK.fullmatch(text)
    if found is None:
        return
    days = [WEEKDAYS[sign] for sign in re.findall(r"[一二三四五六日天1-7]", found["days"] or "")]
    for weekday in days or [SUNDAY]:
        yield from _weekly(year, weekday, alone=len(days) < 2)


def _weekly(year: int, weekday: int, *, alone: bool) -> Iterator[Occasion]:
    """The weeks whose ``weekday`` (Monday is 0) lies in the year."""
    first = date(year, 1, 1)
    day, n = first + timedelta(days=(weekday - first.weekday()) % 7), 1
    while day.year == year:
        yield Occasion(f"{year}-W{n:02d}" + ("" if alone else f"-{weekday + 1}"), day)
        day, n = day + timedelta(weeks=1), n + 1


def _named_months(text: str, year: int) -> Iterator[Occasion]:
    found = MONTHS.fullmatch(text)
    if found is None:
        return
    of = int(found["y"] or year)
    day = found["day"] or PARTS.get(found["part"] or "")
    for month in map(int, re.findall(r"\d+", found["list"])):
        due = date(of, month, int(day)) if day else last_day(of, month)
        yield Occasion(f"{due:%m-%d}", due)
