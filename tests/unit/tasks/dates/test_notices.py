"""The State Council's notice of a year is read as it is written, or quoted; never otherwise."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest

from contracts.orders.tasks import PreviewHolidays
from contracts.sheets import Sheet, Workbook
from services.tasks.dates.workdays import SATURDAY
from services.tasks.holidays.shown import preview
from tests.unit.tasks.cast import refused

LINES = Path(__file__).with_name("notices.txt").read_text("utf-8").splitlines()
BY_YEAR = {int(line[:4]): line[5:] for line in LINES}
"""The arrangements as published, without what surrounds them."""
AROUND = (
    "国务院办公厅关于{}年部分节假日安排的通知\n国办发明电〔2025〕7号\n"
    "各省、自治区、直辖市人民政府：\n{}\n{}"
)
CARE = "节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。"
RULED = BY_YEAR[2026]


def notice(year: int, body: str) -> str:
    return AROUND.format(year, body, CARE)


def read(text: str = "", **more: Any) -> dict[str, Any]:
    return preview(PreviewHolidays(text=text, **more))


def days(found: dict[str, Any], kind: str) -> set[date]:
    return {one["day"] for one in found["days"] if one["kind"] == kind}


@pytest.mark.parametrize("year", BY_YEAR)
def test_a_notice_of_the_last_ten_years_gives_the_days_that_were_kept(year: int) -> None:
    found = read(notice(year, BY_YEAR[year]))
    if year > 2024:  # before decree 795 there were two days less
        assert not found["faults"]
    assert (found["year"], found["document"]) == (year, "国办发明电〔2025〕7号")
    # The last days of a year may belong to the notice on the next.
    whole = [date(year, 1, 1) + timedelta(days=n) for n in range(358)]
    off = {day for day in whole if not chinese_calendar.is_workday(day)}
    worked = {
        day for day in whole if chinese_calendar.is_workday(day) and day.weekday() >= SATURDAY
    }
    assert {d for d in off if d.weekday() < SATURDAY} <= days(found, "off")
    assert {d for d in days(found, "off") if d.year == year} <= off
    assert {day for day in days(found, "working") if day.year == year} == worked


@pytest.mark.parametrize("year", BY_YEAR)
def test_whatever_surrounds_the_days_is_quoted(year: int) -> None:
    quoted = [one["text"] for one in read(notice(year, BY_YEAR[year]))["unread"]]
    assert CARE.strip("。") in quoted and len(quoted) <= 4
    asked = [one["text"] for one in read(notice(year, BY_YEAR[year]))["unread"] if one["dated"]]
    assert len(asked) == (year == 2024), "除夕 is a wish, no day off"


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("1月4日（周日）上班", "1月4日（周六）上班", "2026年1月4日是星期日，不是星期六"),
        ("6日（周一）放假，共3天", "6日（周一）放假，共4天", "写的是共4天，列出的放假日期有3天"),
        ("5月9日（周六）上班", "5月8日上班", "2026年5月8日是星期五，本来就是工作日"),
        ("9月25日（周五）至27日（周日）", "9月25日（周五）至9月2日", "起止日期颠倒或过长"),
        ("4月4日（周六）至6日", "4月4日（周六）至31日", "没有2026年4月31日这一天"),
        ("10月10日（周六）上班", "10月3日（周六）上班", "2026年10月3日既放假又上班"),
        ("9月25日（周五）至27日（周日）放假，共3天。", "", "漏了法定节假日：2026年9月25日"),
        ("9月25日（周五）至", "9月25日（周五，暂定）至", "括号里的“暂定”读不懂"),
    ],
)
def test_a_notice_that_contradicts_itself_is_told_with_its_words(
    was: str, now: str, told: str
) -> None:
    assert was in RULED
    found = read(notice(2026, RULED.replace(was, now)))
    assert any(told in one["text"] for one in found["faults"]), found["faults"]


@pytest.mark.parametrize(
    "said",
    [
        "五、端午节：6月19日起放假3天，以实际为准。",
        "五、端午节：6月19日（周五）至21日（周日）放假，21日除外。",
        "五、端午节：除6月19日外照常上班。",
        "五、端午节：6月19日（周五）至21日（周日）原则上放假，共3天。",
        "五、端午节：不再安排6月19日至21日放假。",
        "五、端午节：六月十九日至二十一日放假。",
    ],
)
def test_a_sentence_with_a_word_that_is_not_known_is_quoted_and_nothing_of_it_is_read(
    said: str,
) -> None:
    was = "五、端午节：6月19日（周五）至21日（周日）放假，共3天。"
    found = read(notice(2026, RULED.replace(was, said)))
    assert not [one for one in found["days"] if one["day"].month == 6]
    assert said.strip("。") in [one["text"] for one in found["unread"] if one["dated"]]
    assert "漏了法定节假日" in found["faults"][0]["text"]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("放假，共3天。四、", "放假3天。\n四、"),
        ("2月14日（周六）、2月28日（周六）上班", "2月14日、28日（星期六、星期六）补班"),
        ("1月1日（周四）至3日（周六）放假调休，共3天", "2026年1月1日—3日放假调休共3天"),
        ("10月1日（周四）至7日（周三）放假调休，共7天", "１０月１日至７日 放假 ７ 天"),
        ("一、元旦：", "（一）元旦。"),
        ("1月4日（周日）上班。", "2026年1月4日（星期天）正常上班；"),
    ],
)
def test_other_wordings_say_the_same(was: str, now: str) -> None:
    assert was in RULED
    plain, other = read(notice(2026, RULED)), read(notice(2026, RULED.replace(was, now)))
    assert not other["faults"]
    assert (other["off"], other["working"]) == (plain["off"], plain["working"])


@pytest.mark.parametrize("at", ["国务院办公厅", "关于", "2026年", "部分节假日"])
def test_a_title_on_two_lines_names_the_year(at: str) -> None:
    found = read(notice(2026, RULED).replace(at, f"{at}\n", 1))
    assert (found["year"], found["faults"]) == (2026, [])


def test_december_under_new_year_is_that_of_the_year_before() -> None:
    text = "一、元旦：12月30日至1月1日放假调休，共3天。12月29日（星期六）上班。"
    found = read(notice(2019, text))
    assert days(found, "off") == {date(2018, 12, 30), date(2018, 12, 31), date(2019, 1, 1)}
    assert days(found, "working") == {date(2018, 12, 29)}


def test_a_notice_as_a_table_says_the_same() -> None:
    rows = (
        ("2026年节假日安排",),
        ("序号", "节日", "放假时间", "天数", "调休上班日期"),
        ("1", "元旦", "1月1日（周四）至3日（周六）", "3天", "1月4日（周日）"),
        ("2", "春节", "2月15日至23日", "9", "2月14日（周六）、2月28日（周六）"),
        ("3", "清明节", "4月4日至6日", "共3天", "无"),
        ("4", "劳动节", "5月1日至5日放假", "5", "5月9日上班"),
        ("5", "端午节", "6月19日至21日", "3", "/"),
        ("6", "中秋节", "9月25日至27日", "3", ""),
        ("7", "国庆节", "10月1日至7日", "7", "9月20日、10月10日"),
    )
    book = Workbook(filename="放假.xlsx", sheets=(Sheet(name="表", rows=rows),))
    found = read(workbook=book)
    assert not found["faults"], found["faults"]
    plain = read(notice(2026, RULED))
    assert (found["off"], found["working"]) == (plain["off"], plain["working"])


def test_a_document_is_read_by_its_paragraphs_and_its_year_asked_where_it_has_none() -> None:
    beside = tuple(notice(2026, RULED).split("\n"))
    empty = Sheet(name="文档", rows=())
    found = read(workbook=Workbook(filename="通知.docx", sheets=(empty,), beside=beside))
    assert not found["faults"] and found["year"] == 2026
    assert "没有写明是哪一年" in read(RULED)["faults"][0]["text"]
    assert read(RULED, year=2026)["off"] == found["off"]
    assert "不是2027年的" in read(notice(2026, RULED), year=2027)["faults"][0]["text"]
    with refused("invalid", "text"):
        read("  ")


def test_a_text_without_days_and_a_count_without_days_are_faults() -> None:
    assert "没有读到放假日期" in read("关于2026年部分节假日安排的通知")["faults"][0]["text"]
    told = read(notice(2026, "一、元旦：放假3天。" + RULED))["faults"]
    assert "没有写是哪几天" in told[0]["text"]
