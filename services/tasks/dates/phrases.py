"""The phrases of a deadline cell: each reader takes a whole phrase, or says None.

Source of the phrases: real decomposition tables. 前 includes the day. Sample choices where papers
are silent: 年初 is 31 March; a week ends on Sunday; a half month has 15 days.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

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
from services.tasks.dates.named_days import GREAT, NAMED

MAX_AFTER = 366
"""Days, working days: the longest term that runs from receipt."""

Y = r"(?:(?P<y>\d{4})年(?:度)?)?"
AFTER = (
    r"(?:份)?(?:之前|以前|前|内|止|完成|办结|办理完毕|落实到位|到位|结束|完工|竣工|上报|报送|截止)*"
)
URGE = r"(?:务必)?(?:于|在)?(?:今年|本年度|本年|当年)?(?P<next>明年|次年)?"
HOUR = (
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?(?:当天|当日)?(?:凌晨|早上|上午|中午|下午|晚上|晚)?"
    r"(?:\d{1,2}(?::\d{2}(?::\d{2})?|[时点](?:半|\d{1,2}分|整)?))?(?:下班)?"
)
"""An hour or a weekday behind a day: the day itself is meant."""
STANDING = re.compile(r"长期|常态|持续推进|持续|平时|经常性|日常|常年|长年")
COUNTED = re.compile(r"\d|[每按逐]|季|次")
"""What tells of a period or a day beside words that name none."""
HASTE = re.compile(
    r"立行立改|立即(?:整改|办理)?|即查即改|即知即改|马上改|马上|限期(?:整改)?|尽快|"
    r"规定(?:时限|时日|时间|期限)内|按规定(?:时限|时间)"
)
BROKEN = re.compile(r"截[至-]|规划阶段|待定|另行通知|20[×xX*?○〇]{2}|\d{4}月|^-|-$")
OPEN = re.compile(r"自?(\d{4})年(?:(\d{1,2})月)?(?:以来|-今|起)")
NAMES = "|".join(sorted(map(re.escape, NAMED), key=len, reverse=True))
SIDE = r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?"
WINDOW = re.compile(f"{SIDE}-{SIDE}(?:期间|底|止)?")
ONE_DAY = re.compile(rf"{URGE}{Y}(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]?{HOUR}{AFTER}")
DOTTED = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})日?T?{HOUR}{AFTER}")
FIRST_DAY = r"(?P<m1>\d{1,2})月(?P<d1>\d{1,2})[日号]?"
SPAN = re.compile(
    rf"{URGE}{Y}{FIRST_DAY}-(?:(?P<m>\d{{1,2}})月)?(?P<d>\d{{1,2}})[日号]{HOUR}{AFTER}"
)
PART = r"(?P<part>上旬|中旬|下旬|上中旬|中上旬|中下旬|初|中|底|末)?"
MONTH = re.compile(rf"{URGE}{Y}(?P<m>\d{{1,2}})月(?:份)?{PART}{AFTER}")
MONTHS = re.compile(
    rf"{URGE}{Y}(?P<m1>\d{{1,2}})月?(?:份)?(?:[上中下]旬|[初中底末])?-(?P<m>\d{{1,2}})月(?:份)?"
    rf"(?:期间)?{PART}{AFTER}"
)
LIST = re.compile(
    rf"{URGE}{Y}(?P<list>(?:\d{{1,2}}[、,和及]){{1,11}}\d{{1,2}})"
    rf"(?P<of>月|季度?)(?:份|底|末)?{AFTER}"
)
MORE = r"[^\d月日号周旬次]{0,8}(?:(?:至少|不少于)?[1一]次[^\d月日次]{0,4})?"
"""What may stand behind a period: words that change nothing of its days."""
BY = r"(?:(?P<d>\d{1,2})[日号])?(?:底|末)?(?:之前|以前|前)?"
MONTHLY = re.compile(rf"每(?P<n>[123])?个?月{BY}{MORE}")
QUARTERLY = re.compile(
    rf"(?:每1?个?季度?|按季度?|逐季)(?P<m>末月?|首月|第[123]个月|最后1个月)?{BY}{MORE}"
)
HALF_YEARLY = re.compile(rf"每半年(?:底|末)?(?:之前|以前|前)?{MORE}")
YEARLY = re.compile(r"每年度?(?:至少|不少于)?(?P<n>[一两二四]|\d{1,2})次")
WEEKLY = re.compile(
    rf"(?:每1?个?(?:周|星期)|按周)(?:(?P<day>[一二三四五六日天1-7])(?![次\d-]))?"
    rf"(?:之前|以前|前)?(?:\d(?:-\d)?次)?{MORE}"
)
OCCASION = re.compile(
    rf"{URGE}{Y}(?P<names>(?:(?:{NAMES})(?:节|[、,和及与])?)+|重大节日|重要节日)"
    r"(?:节日?|当[天日])?(?P<tail>前夕|之前|以前|期间|前后|前|到来前)*(?:完成|各.{0,6})?"
)
LEAD = r"(?P<lead>.{0,12}?(?:后|之日起|起))?(?:的)?"
RECEIPT = re.compile(r"收|接|发文|印发|下发|下达|交办|转办|受理|反馈|通知|文件")
"""What a term may run from that is the day of receipt; a meeting has a day of its own."""
HALF_MONTH = re.compile(LEAD + r"半个月(?:之?内|以内)?(?:完成|办结|反馈)?")
TERM = re.compile(
    LEAD
    + r"(?P<n>\d{1,3})(?P<unit>个工作日|工作日|日|天|个月|周|个星期)"
    + r"(?:之?内|以内)(?:完成|办结|反馈|回复)?"
)
WORKING = re.compile(r"(?P<lead>)(?P<n>\d{1,3})(?P<unit>个工作日)")


def _year(found: re.Match[str], year: int) -> int:
    named = found.groupdict()
    return int(named["y"]) if named.get("y") else year + bool(named.get("next"))


def _last(year: int, month: int) -> date:
    """Raises: ValueError (no such month)."""
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return date(year, month, monthrange(year, month)[1])


def _broken(text: str, year: int) -> Deadline | None:
    if BROKEN.search(text):
        return Unreadable("不是期限，请写明完成日期")
    return None


def _window(text: str, year: int) -> Deadline | None:
    if found := OPEN.fullmatch(text):
        return Window(date(int(found[1]), int(found[2] or 1), 1), None)
    if found := re.fullmatch(r"(\d{4})年?-(\d{4})年?(?:度)?", text):
        return Window(date(int(found[1]), 1, 1), date(int(found[2]), 12, 31))
    if found := WINDOW.fullmatch(text):
        y, m, d, y2, m2, d2 = (int(part or 0) for part in found.groups())
        first, last = date(y, m, d or 1), date(y2, m2, d2) if d2 else _last(y2, m2)
        # A stage of the year itself is when the work is done; longer ones are what proves it.
        if y == y2 == year:
            return OnDay(last) if first <= last else Unreadable("起止日期颠倒")
        return Window(first, last)
    return None


def _start(text: str, year: int) -> Deadline | None:
    found = re.fullmatch(r"(.+?)(?:开工|启动|开始|开展)", text)
    if found is None:
        return None
    inner = _day(found[1], year) or _month(found[1], year)
    return DateMissing(inner.due) if isinstance(inner, OnDay) else None


def _day(text: str, year: int) -> Deadline | None:
    if found := DOTTED.fullmatch(text):
        return OnDay(date(int(found[1]), int(found[2]), int(found[3])))
    if found := ONE_DAY.fullmatch(text):
        return OnDay(date(_year(found, year), int(found["m"]), int(found["d"])))
    if found := SPAN.fullmatch(text):
        of = _year(found, year)
        first = date(of, int(found["m1"]), int(found["d1"]))
        last = date(of, int(found["m"] or found["m1"]), int(found["d"]))
        return OnDay(last) if first <= last else Unreadable("起止日期颠倒")
    return None


def _month(text: str, year: int) -> Deadline | None:
    """A month, a part of one, or a range of months, which ends with its last."""
    if found := MONTH.fullmatch(text):
        return OnDay(_end_of_part(found, year))
    if found := MONTHS.fullmatch(text):
        _last(year, int(found["m1"]))
        reversed_ = int(found["m1"]) > int(found["m"])
        return Unreadable("起止月份颠倒") if reversed_ else OnDay(_end_of_part(found, year))
    return None


def _end_of_part(found: re.Match[str], year: int) -> date:
    days = {"上旬": 10, "初": 10, "中旬": 20, "中": 20, "上中旬": 20, "中上旬": 20}
    end = _last(_year(found, year), int(found["m"]))
    return end.replace(day=days.get(found["part"] or "", end.day))


def _several(text: str, year: int) -> Deadline | None:
    """3、6、9、12月底前 and 二、三季度."""
    found = LIST.fullmatch(text)
    if found is None:
        return None
    of, numbers = _year(found, year), [int(n) for n in re.split("[、,和及]", found["list"])]
    if found["of"] == "月":
        days = [_last(of, month) for month in numbers]
        return Repeating(tuple(Occasion(f"{day:%Y-%m}", day) for day in days))
    return quarters(of, tuple(numbers))


PARTS_OF_YEAR = {"初": 3, "中": 6, "末": 12, "终": 12, "底": 12, "内": 12, "": 12}


def _part_of_year(text: str, year: int) -> Deadline | None:
    if re.fullmatch(r"(?:贯穿)?全年(?:开展|推进|坚持|进行|实施)?|年度内|本年度内?|当年", text):
        return OnDay(date(year, 12, 31))
    if found := re.fullmatch(
        rf"{URGE}(?:(?P<y>\d{{4}})年(?:度|年)?|年)(?P<part>[初中末终底内]?){AFTER}", text
    ):
        return OnDay(_last(_year(found, year), PARTS_OF_YEAR[found["part"]]))
    if re.fullmatch(
        r"(?:半年|年中|上半年)(?:和|及|与|、|,)?(?:年[终末底]|全年|下半年)(?:各.{0,6})?", text
    ):
        return _halves(year)
    if found := re.fullmatch(rf"{URGE}{Y}(?P<half>[上下])半年(?:底)?{AFTER}", text):
        return OnDay(_last(_year(found, year), 6 if found["half"] == "上" else 12))
    if found := re.fullmatch(rf"{URGE}{Y}第?(?P<q>[1-4])季度?(?:末|底)?{AFTER}", text):
        return OnDay(_last(_year(found, year), int(found["q"]) * 3))
    return None


def _halves(year: int) -> Repeating:
    return Repeating(tuple(Occasion(f"{year}-H{h}", _last(year, 6 * h)) for h in (1, 2)))


def quarters(year: int, wanted: tuple[int, ...] = (1, 2, 3, 4)) -> Repeating:
    """An instance for each of the quarters, due on its last day."""
    return Repeating(tuple(Occasion(f"{year}-Q{q}", _last(year, 3 * q)) for q in wanted))


def _repeating(text: str, year: int) -> Deadline | None:
    if found := MONTHLY.fullmatch(text):
        every = int(found["n"] or 1)
        days = [_by(year, month, found["d"]) for month in range(every, 13, every)]
        return Repeating(tuple(Occasion(f"{one:%Y-%m}", one) for one in days))
    if found := QUARTERLY.fullmatch(text):
        return _quarterly(found, year)
    if HALF_YEARLY.fullmatch(text):
        return _halves(year)
    if found := WEEKLY.fullmatch(text):
        return _weeks(year, WEEKDAYS[found["day"]] if found["day"] else SUNDAY)
    if found := YEARLY.fullmatch(text):
        return _times(year, found["n"])
    if found := re.fullmatch(r"每年度?(.*)", text):
        read = read_phrase(found[1], year) if found[1] else OnDay(date(year, 12, 31))
        return Repeating((Occasion(str(year), read.due),)) if isinstance(read, OnDay) else read
    return None


def _by(year: int, month: int, day: str | None) -> date:
    """Raises: ValueError (no such day in any month)."""
    if day is not None and not 1 <= int(day) <= 31:
        raise ValueError("no such day")
    end = _last(year, month)
    return end.replace(day=min(int(day or 31), end.day))


def _quarterly(found: re.Match[str], year: int) -> Deadline | None:
    """A day without its month (每季度25日前) is no day."""
    said = found["m"] or ""
    if found["d"] and not said:
        return None
    month = {"首": 1, "1": 1, "2": 2}.get(said.strip("第个月")[:1], 3)
    month = 3 if said.startswith("最后") else month
    days = [(q, _by(year, 3 * q - 3 + month, found["d"])) for q in (1, 2, 3, 4)]
    return Repeating(tuple(Occasion(f"{year}-Q{q}", day) for q, day in days))


def _times(year: int, times: str) -> Repeating | None:
    """So many times a year, where the year has as many equal parts."""
    if times in ("1", "一"):
        return Repeating((Occasion(str(year), date(year, 12, 31)),))
    if times in ("2", "两", "二"):
        return _halves(year)
    return quarters(year) if times in ("4", "四") else None


WEEKDAYS = {sign: n % 7 for n, sign in enumerate("一二三四五六日1234567")} | {"天": 6}
SUNDAY = 6


def _weeks(year: int, weekday: int) -> Repeating:
    """The weeks whose ``weekday`` (Monday is 0) lies in the year."""
    first = date(year, 1, 1)
    one = first + timedelta(days=(weekday - first.weekday()) % 7)
    days = [one + timedelta(weeks=n) for n in range(53)]
    inside = [day for day in days if day.year == year]
    return Repeating(tuple(Occasion(f"{year}-W{n:02d}", day) for n, day in enumerate(inside, 1)))


def _named(text: str, year: int) -> Deadline | None:
    found = OCCASION.fullmatch(text)
    if found is None:
        return None
    of, names = _year(found, year), re.findall(NAMES, found["names"]) or list(GREAT)
    eve = timedelta(days=found["tail"] == "前夕")
    known = dict(NAMED[name] for name in names)
    days = [Occasion(name, day(of) - eve) for name, day in known.items()]
    if len(days) == 1:
        return OnDay(days[0].due)
    return Repeating(tuple(sorted(days, key=lambda one: one.due)))


def _after(text: str, year: int) -> Deadline | None:
    if HALF_MONTH.fullmatch(text):
        return AfterReceipt(15, "day")
    found = TERM.fullmatch(text) or WORKING.fullmatch(text)
    if found is None:
        return None
    count = int(found["n"]) * (7 if found["unit"] in ("周", "个星期") else 1)
    units = {"个月": "month", "个工作日": "working", "工作日": "working"}
    unit = units.get(found["unit"], "day")
    if not 1 <= count <= MAX_AFTER // (30 if unit == "month" else 1):
        return Unreadable("期限过长，请写明完成日期")
    lead = found["lead"] or ""
    if lead.removesuffix("后") != lead and not RECEIPT.search(lead):
        return DateMissing()
    return AfterReceipt(count, unit)


def _words(text: str, year: int) -> Deadline | None:
    if STANDING.search(text) and not COUNTED.search(text):
        return Standing(date(year, 12, 31))
    if (HASTE.search(text) and not COUNTED.search(text)) or text == "即日起":
        return DateMissing()
    return None


READERS: tuple[Callable[[str, int], Deadline | None], ...] = (
    _broken,
    _window,
    _words,
    _after,
    _named,
    _repeating,
    _part_of_year,
    _day,
    _month,
    _several,
    _start,
)


def read_phrase(text: str, year: int) -> Deadline | None:
    """A whole phrase, or None where no reader knows it."""
    for read in READERS:
        try:
            found = read(text, year)
        except ValueError:
            return Unreadable("没有这一天，请核对日期")
        if found is not None:
            return found
    return None
