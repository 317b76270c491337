"""Deadlines as offices write them: read as meant or asked about, never read as another day."""

from datetime import date

import pytest

from contracts.sheets.asking import Asking
from services.tasks.dates.deadlines import (
    AfterReceipt,
    DateMissing,
    OnDay,
    Repeating,
    Standing,
    Unknown,
    Unreadable,
    read_deadline,
)
from services.tasks.planning.table.reading import read_table
from tests.unit.tasks.planning.tables import HEADER, book, ground, one, open_questions, read, row

YEAR = 2026
ON_A_DAY = """
10月上旬 10-10 · 10月上旬前 10-10 · 8月中 08-20 · 8月下旬前 08-31 · 上半年 06-30 · 下半年 12-31
第一季度 03-31 · 一季度末 03-31 · 2026年四季度 12-31 · 年底前 12-31 · 今年内 12-31 · 全年 12-31
国庆节前 10-01 · 春节前 02-17 · 八一前 08-01 · “八一”前夕 07-31 · 除夕前 02-16 · 元宵节前 03-03
六一前 06-01 · 三八妇女节前 03-08 · 五四青年节 05-04 · 九三前 09-03 · 重阳节前 10-18
烈士公祭日 09-30 · 国家公祭日前 12-13 · 抗战胜利纪念日 09-03 · 8月1日—15日 08-15
8月1日至15日前 08-15 · 8月1日-8月15日 08-15 · 即日起至10月底 10-31 · 即日起至年底 12-31
截止10月31日 10-31 · 10月31日截止 10-31 · 截止到10月31日 10-31 · 不晚于10月31日 10-31
不迟于10月底 10-31 · 最迟10月底 10-31 · 力争10月底前 10-31 · 确保10月底前完成 10-31
10月底前落实到位 10-31 · 到2026年底 12-31 · 20261231 12-31 · 12.31前 12-31 · 12/31 12-31
二〇二六年十二月底前 12-31 · 10月31日24时前 10-31 · 10月31日（星期六）前 10-31
"""
AGAIN = """
每月底前 12 01-31 12-31 · 每月25日前报送 12 01-25 12-25 · 每月5日、20日前 24 01-05 12-20
每月上旬 12 01-10 12-10 · 每月中旬前 12 01-20 12-20 · 每月初 12 01-10 12-10
每季度末月20日前 4 03-20 12-20 · 季度末月25日前 4 03-25 12-25 · 每季度首月10日前 4 01-10 10-10
每季度第一个月15日前 4 01-15 10-15 · 每季度末前 4 03-31 12-31 · 每季反馈一次 4 03-31 12-31
逢双月 6 02-28 12-31 · 逢双月底前 6 02-28 12-31 · 逢单月 6 01-31 11-30 · 逢双月20日前 6 02-20 12-20
每两个月一次 6 02-28 12-31 · 每半年一次 2 06-30 12-31 · 半年一次 2 06-30 12-31
6月、12月底前 2 06-30 12-31 · 6月和12月底前 2 06-30 12-31 · 3、6、9、12月底前 4 03-31 12-31
6月、12月20日前 2 06-20 12-20 · 每年3月、9月 2 03-31 09-30 · 第一、三季度 2 03-31 09-30
一、三季度末 2 03-31 09-30 · 每周五 52 01-02 12-25 · 每周五下班前 52 01-02 12-25
每周一、周四 105 01-01 12-31 · 每逢重大节日 4 01-01 10-01 · 每年春节、八一前 2 02-17 08-01
每周两次 52 01-04 12-27 · 每月不少于2次 12 01-31 12-31 · 每年至少两次 1 12-31 12-31
"""
STANDING = ["常年", "常年坚持", "随时", "贯穿全年", "全过程", "长期"]
ASKED = """
即日起 · 10月起 · 10月1日后 · 会后3日内 · 会议结束后3日内 · 会后一周 · 会前3日 · 活动结束后5日内
春节后10日内
一年两次 · 每两周一次 · 隔周 · 每日 · 每月最后一个工作日 · 每月第一个星期五 · 每月底前(1—6月)
1月至6月每月底 · 每季度20日前 · 每学期一次
本月底前 · 下月底前 · 次月5日前 · 月底前 · 本周五前 · 季度末 · 本季度末 · 星期五 · 第40周 · Q3
10月前 · 10月以前 · 10.1前 · 适时开展 · 定期 · 根据需要 · 按节点推进 · 征兵期间
汛期前
开学前 · 国庆前10日 · 八一前3个工作日 · 年底前（12月20日） · 12月20日前（遇节假日顺延） · 24小时内
6月底前报计划，12月底前报总结 · 11月-次年2月 · 以通知为准 · 一二十日前
"""
TERMS = [
    ("收到通知后5个工作日内", AfterReceipt(5, "working")),
    ("接到通知之日起15日内", AfterReceipt(15, "day")),
    ("15个自然日", AfterReceipt(15, "day")),
    ("文件下发后两周内", AfterReceipt(14, "day")),
    ("一个月", AfterReceipt(1, "month")),
]


def entries(text: str) -> list[str]:
    return [one.strip() for line in text.strip().splitlines() for one in line.split(" · ")]


def day(text: str) -> date:
    return date.fromisoformat(f"{YEAR}-{text}")


@pytest.mark.parametrize("entry", entries(ON_A_DAY))
def test_what_names_a_day_is_that_day(entry: str) -> None:
    phrase, due = entry.rsplit(" ", 1)
    assert read_deadline(phrase, YEAR) == OnDay(day(due))


@pytest.mark.parametrize("entry", entries(AGAIN))
def test_what_comes_again_comes_on_its_own_days(entry: str) -> None:
    phrase, times, first, last = entry.rsplit(" ", 3)
    found = read_deadline(phrase, YEAR)
    assert isinstance(found, Repeating), found
    assert len(found.instances) == int(times)
    assert (found.instances[0].due, found.instances[-1].due) == (day(first), day(last))
    assert len({one.period for one in found.instances}) == len(found.instances)


@pytest.mark.parametrize("phrase", STANDING)
def test_what_never_ends_is_checked_once_a_year(phrase: str) -> None:
    assert read_deadline(phrase, YEAR) == Standing(date(YEAR, 12, 31))


@pytest.mark.parametrize("phrase", entries(ASKED))
def test_what_leaves_the_day_open_is_asked(phrase: str) -> None:
    assert isinstance(read_deadline(phrase, YEAR), DateMissing | Unknown)
    on = ground(today=date(YEAR, 1, 1))
    reading = read_table(book(HEADER, row("A01", due=phrase)), on, None, Asking({}))
    assert not reading.faults and open_questions(reading) == ["due:分解表!2"]
    assert reading.undated


@pytest.mark.parametrize(("phrase", "term"), TERMS)
def test_a_term_runs_from_receipt(phrase: str, term: AfterReceipt) -> None:
    assert read_deadline(phrase, YEAR) == term


def test_a_whole_year_to_come_ends_with_it() -> None:
    assert read_deadline("2027年全年", YEAR) == OnDay(date(2027, 12, 31))


def test_before_a_month_offers_both_days() -> None:
    cells = row("A01", due="10月前")
    (question,) = read(HEADER, cells).asking.open
    assert [option.value for option in question.options] == ["2026-09-30", "2026-10-31"]
    answered = read(HEADER, cells, answers={"due:分解表!2": "2026-09-30"})
    assert one(answered).due == date(YEAR, 9, 30)


@pytest.mark.parametrize("phrase", ["2月29日前", "9月31日前", "13月底", "6月、13月底前", "待定"])
def test_what_is_no_day_is_a_fault(phrase: str) -> None:
    assert isinstance(read_deadline(phrase, YEAR), Unreadable)


@pytest.mark.parametrize("ditto", ["同上", "〃", '"', "同前"])
def test_the_same_as_above_is_told(ditto: str) -> None:
    found = read(HEADER, row("A01", due="9月底前"), row("B01", due=ditto))
    assert {task.due for task in found.rows} == {date(YEAR, 9, 30)}
    assert any("同上" in note.text for note in found.notes)


@pytest.mark.parametrize("phrase", ["2025年底前", "2024年10月"])
def test_a_past_year_is_told_or_refused(phrase: str) -> None:
    found = read(HEADER, row("A01", due=phrase))
    assert [*found.faults, *found.notes]
