"""The phrases of a deadline cell: each reader takes a whole phrase, or says None.

Source of the phrases: real decomposition tables. 前 includes the day. Sample choices where papers
are silent: 年初 is 31 March; a week ends on Sunday; a half month has 15 days.
"""

import re
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
from services.tasks.dates.periods import TIMES, halves, last_day, read_period

MAX_AFTER = 366
"""Days, working days: the longest term that runs from receipt."""

Y = r"(?:(?P<y>\d{4})年(?:度)?)?"
AFTER = (
    r"(?:份)?(?:之前|以前|前|内|截?止|完成|办结|办理完毕|落实到位|到位|结束|完工|竣工|上报|报送)*"
)
URGE = r"(?:务必|截止[-至到]?)?(?:于|在)?(?:今年|本年度|本年|当年)?(?P<next>明年|次年)?"
HOUR = (
    r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?(?:当天|当日)?(?:凌晨|早上|上午|中午|下午|晚上|晚)?"
    r"(?:\d{1,2}(?::\d{2}(?::\d{2})?|[时点](?:半|\d{1,2}分|整)?))?(?:下班)?"
)
"""An hour or a weekday behind a day: the day itself is meant."""
STANDING = re.compile(
    r"长期|常态|持续推进|持续|平时|经常性|日常|常年|长年|随时|贯穿(?:全年|始终|全程)|全过程"
)
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
BEFORE = re.compile(r"月份?(?:之前|以前|前)")
"""Before a month: before it begins, or before it ends."""
MONTHS = re.compile(
    rf"{URGE}{Y}(?P<m1>\d{{1,2}})月?(?:份)?(?:[上中下]旬|[初中底末])?-(?P<m>\d{{1,2}})月(?:份)?"
    rf"(?:期间)?{PART}{AFTER}"
)
OCCASION = re.compile(
    rf"(?:每?逢)?{URGE}{Y}(?P<names>(?:(?:{NAMES})(?:节|[、,和及与])?)+|重大节日|重要节日)"
    r"(?:节日?|当[天日])?(?P<tail>前夕|之前|以前|期间|前后|前|到来前)*(?:完成|各.{0,6})?"
)
LEAD = r"(?P<lead>.{0,12}?(?:后|之日起|起))?(?:的)?"
RECEIPT = re.compile(r"收|接|发文|印发|下发|下达|交办|转办|受理|反馈|通知|文件")
"""What a term may run from that is the day of receipt; a meeting has a day of its own."""
HALF_MONTH = re.compile(LEAD + r"半个月(?:之?内|以内)?(?:完成|办结|反馈)?")
TERM = re.compile(
    LEAD
    + r"(?P<n>\d{1,3})(?P<unit>个工作日|工作日|个自然日|自然日|日|天|个月|周|个星期)"
    + r"(?P<inside>之?内|以内)?(?:完成|办结|反馈|回复)?"
)
WORKING = re.compile(r"(?P<lead>)(?P<n>\d{1,3})(?P<unit>个工作日)")


def _year(found: re.Match[str], year: int) -> int:
    named = found.groupdict()
    return int(named["y"]) if named.get("y") else year + bool(named.get("next"))


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
        first, last = date(y, m, d or 1), date(y2, m2, d2) if d2 else last_day(y2, m2)
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
    if found := re.fullmatch(rf"(20\d{{2}})(\d{{2}})(\d{{2}}){AFTER}", text):
        return OnDay(date(int(found[1]), int(found[2]), int(found[3])))
    if found := re.fullmatch(rf"(0?[1-9]|1[0-2])([./])(\d{{1,2}})[日号]?{AFTER}", text):
        return _short_day(year, int(found[1]), found[3], found[2])
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


def _short_day(year: int, month: int, day: str, sign: str) -> Deadline:
    """10.1 may be what a number keeps of 10.10."""
    one = date(year, month, int(day))
    if sign == "." and day in "123":
        ten = int(day) * 10
        if ten <= last_day(year, month).day:
            return DateMissing(why="可指两个日子", days=(one, one.replace(day=ten)))
    return OnDay(one)


def _month(text: str, year: int) -> Deadline | None:
    """A month, a part of one, or a range of months, which ends with its last."""
    if found := MONTH.fullmatch(text):
        end = _end_of_part(found, year)
        if not found["part"] and BEFORE.search(text):
            before = end.replace(day=1) - timedelta(days=1)
            return DateMissing(why="可指上月底或当月底", days=(before, end))
        return OnDay(end)
    if found := MONTHS.fullmatch(text):
        last_day(year, int(found["m1"]))
        reversed_ = int(found["m1"]) > int(found["m"])
        return Unreadable("起止月份颠倒") if reversed_ else OnDay(_end_of_part(found, year))
    return None


def _end_of_part(found: re.Match[str], year: int) -> date:
    days = {"上旬": 10, "初": 10, "中旬": 20, "中": 20, "上中旬": 20, "中上旬": 20}
    end = last_day(_year(found, year), int(found["m"]))
    return end.replace(day=days.get(found["part"] or "", end.day))


PARTS_OF_YEAR = {"初": 3, "中": 6, "末": 12, "终": 12, "底": 12, "内": 12, "": 12}


def _part_of_year(text: str, year: int) -> Deadline | None:
    if found := re.fullmatch(
        rf"{Y}(?:全年(?:开展|推进|坚持|进行|实施)?|年度内|本年度内?|当年)|今年内", text
    ):
        return OnDay(date(_year(found, year), 12, 31))
    if found := re.fullmatch(
        rf"{URGE}(?:(?P<y>\d{{4}})年(?:度|年)?|年)(?P<part>[初中末终底内]?){AFTER}", text
    ):
        return OnDay(last_day(_year(found, year), PARTS_OF_YEAR[found["part"]]))
    if re.fullmatch(
        r"(?:半年|年中|上半年)(?:和|及|与|、|,)?(?:年[终末底]|全年|下半年)(?:各.{0,6})?", text
    ):
        return halves(year)
    if found := re.fullmatch(rf"{URGE}{Y}(?P<half>[上下])半年(?:底)?{AFTER}", text):
        return OnDay(last_day(_year(found, year), 6 if found["half"] == "上" else 12))
    if found := re.fullmatch(rf"{URGE}{Y}第?(?P<q>[1-4])季度?(?:末|底)?{AFTER}", text):
        return OnDay(last_day(_year(found, year), int(found["q"]) * 3))
    return None


def _yearly(text: str, year: int) -> Deadline | None:
    found = re.fullmatch(r"每年度?(.*)", text)
    if found is None:
        return None
    inner = found[1] and not re.fullmatch(rf"{TIMES}|[底末终]前?|内", found[1])
    read = read_phrase(found[1], year) if inner else OnDay(date(year, 12, 31))
    return Repeating((Occasion(str(year), read.due),)) if isinstance(read, OnDay) else read


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
    if found is None or (not found.groupdict().get("inside", "-") and found["unit"] == "日"):
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
    read_period,
    _yearly,
    _words,
    _after,
    _named,
    _part_of_year,
    _day,
    _month,
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
