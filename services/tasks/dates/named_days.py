"""Days that a deadline names instead of dating: festivals and days of commemoration.

Sample choice where a paper names no single day: 重大节日 are 元旦, 春节, 八一 and 国庆;
纪念日 is the martyrs' day (烈士纪念日, 30 September).
"""

from collections.abc import Callable
from datetime import date, timedelta

from services.tasks.dates.workdays import dragon_boat, lunar_new_year, mid_autumn, qingming

GREAT = ("元旦", "春节", "八一", "国庆")


def fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def defence_day(year: int) -> date:
    """全民国防教育日: the third Saturday of September."""
    first = date(year, 9, 1)
    return first + timedelta(days=(5 - first.weekday()) % 7 + 14)


NAMED: dict[str, tuple[str, Callable[[int], date]]] = {
    "元旦": ("元旦", fixed(1, 1)),
    "新年": ("元旦", fixed(1, 1)),
    "春节": ("春节", lunar_new_year),
    "学雷锋日": ("学雷锋日", fixed(3, 5)),
    "清明": ("清明", qingming),
    "五一": ("五一", fixed(5, 1)),
    "劳动节": ("五一", fixed(5, 1)),
    "端午": ("端午", dragon_boat),
    "七一": ("七一", fixed(7, 1)),
    "建党节": ("七一", fixed(7, 1)),
    "八一": ("八一", fixed(8, 1)),
    "建军节": ("八一", fixed(8, 1)),
    "中秋": ("中秋", mid_autumn),
    "国防教育日": ("国防教育日", defence_day),
    "烈士纪念日": ("烈士纪念日", fixed(9, 30)),
    "国庆": ("国庆", fixed(10, 1)),
    "十一": ("国庆", fixed(10, 1)),
    "纪念日": ("烈士纪念日", fixed(9, 30)),
}
"""What a paper writes -> (the day's short name, its date by year)."""
