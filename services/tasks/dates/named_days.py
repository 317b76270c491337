"""Days that a deadline names instead of dating: festivals and days of commemoration.

Sample choice where a paper names no single day: 重大节日 are 元旦, 春节, 八一 and 国庆;
纪念日 is the martyrs' day (烈士纪念日, 30 September).
"""

from collections.abc import Callable
from datetime import date, timedelta

from services.tasks.dates.workdays import (
    double_ninth,
    dragon_boat,
    lunar_new_year,
    mid_autumn,
    qingming,
)

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
    "除夕": ("除夕", lambda year: lunar_new_year(year) - timedelta(days=1)),
    "元宵": ("元宵", lambda year: lunar_new_year(year) + timedelta(days=14)),
    "妇女节": ("三八", fixed(3, 8)),
    "三八": ("三八", fixed(3, 8)),
    "五四": ("五四", fixed(5, 4)),
    "青年节": ("五四", fixed(5, 4)),
    "六一": ("六一", fixed(6, 1)),
    "儿童节": ("六一", fixed(6, 1)),
    "九三": ("九三", fixed(9, 3)),
    "抗战胜利纪念日": ("九三", fixed(9, 3)),
    "教师节": ("教师节", fixed(9, 10)),
    "重阳": ("重阳", double_ninth),
    "烈士公祭日": ("烈士纪念日", fixed(9, 30)),
    "国家公祭日": ("国家公祭日", fixed(12, 13)),
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
