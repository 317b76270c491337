"""Every phrase that stands in a real table's deadline cell is read, or refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.tasks.dates.deadlines import (
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
    read_deadline,
)

YEAR = 2023


def on(month: int, day: int, year: int = YEAR) -> OnDay:
    return OnDay(date(year, month, day))


def named(**days: tuple[int, int]) -> Repeating:
    return Repeating(tuple(Occasion(name, date(YEAR, *day)) for name, day in days.items()))


HALVES = Repeating(
    (Occasion("2023-H1", date(2023, 6, 30)), Occasion("2023-H2", date(2023, 12, 31)))
)
QUARTERS = Repeating(
    (
        Occasion("2023-Q1", date(2023, 3, 31)),
        Occasion("2023-Q2", date(2023, 6, 30)),
        Occasion("2023-Q3", date(2023, 9, 30)),
        Occasion("2023-Q4", date(2023, 12, 31)),
    )
)
ALWAYS = Standing(date(2023, 12, 31))

DAYS: list[tuple[str, Deadline]] = [
    ("2023年5月10日前", on(5, 10)),
    ("12月25日前", on(12, 25)),
    ("务必于2月5日前", on(2, 5)),
    ("8月1日前", on(8, 1)),
    ("7月30日", on(7, 30)),
    ("2023-05-10", on(5, 10)),
    ("2023/5/10", on(5, 10)),
    ("明年1月5日前", on(1, 5, 2024)),
    ("2月28日之前完成", on(2, 28)),
]
MONTHS: list[tuple[str, Deadline]] = [
    ("7月底前", on(7, 31)),
    ("12月底前", on(12, 31)),
    ("年底前", on(12, 31)),
    ("10月底前", on(10, 31)),
    ("6月底前完成", on(6, 30)),
    ("2月底前", on(2, 28)),
    ("2023年底前", on(12, 31)),
    ("5月底前开工", DateMissing(date(2023, 5, 31))),
    ("5月底前开工，10月底前完工", on(10, 31)),
    ("7月上旬", on(7, 10)),
    ("7月中旬", on(7, 20)),
    ("7月下旬", on(7, 31)),
    ("8月份", on(8, 31)),
    ("7月", on(7, 31)),
    ("6-8月份", on(8, 31)),
    ("6月至8月", on(8, 31)),
    ("2023年3月-4月", on(4, 30)),
    ("5月10日-6月20日", on(6, 20)),
    ("第二季度", on(6, 30)),
    ("三季度末", on(9, 30)),
    ("上半年", on(6, 30)),
]
REPEATING: list[tuple[str, Deadline]] = [
    ("每年7月底前", Repeating((Occasion("2023", date(2023, 7, 31)),))),
    ("每年11月", Repeating((Occasion("2023", date(2023, 11, 30)),))),
    ("每季度", QUARTERS),
    ("每季反馈一次", QUARTERS),
    ("3月底前、9月底前", named(**{"03-31": (3, 31), "09-30": (9, 30)})),
    ("半年和年终", HALVES),
    ("年中和年末", HALVES),
]
NAMED: list[tuple[str, Deadline]] = [
    ("“八一”前", on(8, 1)),
    ('"八一"前', on(8, 1)),
    ("“八一”期间", on(8, 1)),
    ("春节前夕", on(1, 21)),
    ("元旦春节期间", named(元旦=(1, 1), 春节=(1, 22))),
    ("元旦、春节、“八一”", named(元旦=(1, 1), 春节=(1, 22), 八一=(8, 1))),
    ("重大节日", named(元旦=(1, 1), 春节=(1, 22), 八一=(8, 1), 国庆=(10, 1))),
    ("清明", on(4, 5)),
    ("纪念日", on(9, 30)),
    ("年初", on(3, 31)),
    ("年中", on(6, 30)),
    ("年末", on(12, 31)),
    ("年终", on(12, 31)),
    ("全年", on(12, 31)),
]
STANDING = ["长期", "常态化", "持续推进", "平时", "长期坚持", "立行立改并长期坚持"]
HASTE = ["立行立改", "即查即改", "马上改", "限期", "规定时限内", "规定时日内", "尽快"]
AFTER: list[tuple[str, Deadline]] = [
    ("5个工作日内", AfterReceipt(5, "working")),
    ("15日内", AfterReceipt(15, "day")),
    ("会后7日内", DateMissing()),
    ("收到通知后7日内", AfterReceipt(7, "day")),
    ("接到通知后10日内", AfterReceipt(10, "day")),
    ("30个工作日内", AfterReceipt(30, "working")),
    ("3个月内", AfterReceipt(3, "month")),
    ("三个月内", AfterReceipt(3, "month")),
    ("半个月", AfterReceipt(15, "day")),
]
WINDOWS: list[tuple[str, Deadline]] = [
    ("2012年元月至2012年7月", Window(date(2012, 1, 1), date(2012, 7, 31))),
    ("2012年1月1日至2013年3月31日", Window(date(2012, 1, 1), date(2013, 3, 31))),
    ("2020-2023年", Window(date(2020, 1, 1), date(2023, 12, 31))),
    ("2007年以来", Window(date(2007, 1, 1), None)),
]
REFUSED = [
    *("截至10月10日", "规划阶段", "待定", "20××年", "7-2023月份"),
    *("2月30日", "13月底前", "8-6月份", "8月5日-7月1日", "", "999个月内"),
]


@pytest.mark.parametrize(
    ("phrase", "read"), [*DAYS, *MONTHS, *REPEATING, *NAMED, *AFTER, *WINDOWS], ids=str
)
def test_a_phrase_is_read_as_the_office_means_it(phrase: str, read: Deadline) -> None:
    assert read_deadline(phrase, YEAR) == read


@pytest.mark.parametrize("phrase", STANDING)
def test_a_standing_duty_has_no_end_but_a_yearly_check(phrase: str) -> None:
    assert read_deadline(phrase, YEAR) == ALWAYS


@pytest.mark.parametrize("phrase", HASTE)
def test_a_call_for_haste_names_no_date(phrase: str) -> None:
    assert read_deadline(phrase, YEAR) == DateMissing()


@pytest.mark.parametrize("phrase", REFUSED)
def test_what_is_no_deadline_is_refused_with_the_reason(phrase: str) -> None:
    read = read_deadline(phrase, YEAR)
    assert isinstance(read, Unreadable) and read.why


@pytest.mark.parametrize(("phrase", "day"), [("每月28日前", 28), ("每月5日前", 5), ("每月", 31)])
def test_a_monthly_duty_has_twelve_instances(phrase: str, day: int) -> None:
    read = read_deadline(phrase, YEAR)
    assert isinstance(read, Repeating) and len(read.instances) == 12
    assert read.instances[6] == Occasion("2023-07", date(2023, 7, day))
    assert read.instances[1].due == date(2023, 2, min(day, 28))


def test_a_weekly_duty_ends_each_sunday_of_the_year() -> None:
    read = read_deadline("每周", YEAR)
    assert isinstance(read, Repeating)
    assert [one.due.weekday() for one in read.instances] == [6] * len(read.instances)
    assert {one.due.year for one in read.instances} == {YEAR}


@pytest.mark.parametrize(
    "phrase",
    ["７月３０日前", "7 月 30 日", "7\n月\n30\n日\n前", "七月三十日", "7月30日。", "（7月30日前）"],
)
def test_breaks_spaces_and_full_width_signs_do_not_matter(phrase: str) -> None:
    assert read_deadline(phrase, YEAR) == on(7, 30)


def test_a_dotted_day_is_asked_about_only_where_the_month_has_both() -> None:
    days = (date(YEAR, 4, 3), date(YEAR, 4, 30))
    assert read_deadline("4.3", YEAR) == DateMissing(why="可指两个日子", days=days)
    assert read_deadline("2.3", YEAR) == on(2, 3)


def test_words_of_haste_beside_a_date_give_the_date() -> None:
    assert read_deadline("立行立改，7月底前完成", YEAR) == on(7, 31)


def test_lunar_days_move_with_the_year() -> None:
    assert read_deadline("春节前", 2026) == on(2, 17, 2026)


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (AfterReceipt(5, "working"), date(2026, 10, 13)),
        (AfterReceipt(15, "day"), date(2026, 10, 15)),
        (AfterReceipt(5, "month"), date(2027, 2, 28)),
    ],
)
def test_a_term_runs_from_the_day_of_receipt(rule: AfterReceipt, due: date) -> None:
    assert rule.due(date(2026, 9, 30)) == due


def test_working_days_beyond_the_holiday_calendar_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="请直接写明日期"):
        AfterReceipt(5, "working").due(date(2099, 12, 29))


@given(
    st.text(
        alphabet="0123456789年月日前底季度每周至-~、，()八一春节元旦长期立行改内工作十三个半",
        max_size=16,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_phrase_breaks_the_reader(phrase: str) -> None:
    read = read_deadline(phrase, YEAR)
    assert not isinstance(read, Repeating) or read.instances


UNKNOWN: list[tuple[str, Deadline]] = [
    *(
        (words, Unknown())
        for words in ("随便写", "七" * 100, "一二十日前", "每月第一周", "每季度25日前")
    ),
    *((words, Unknown()) for words in ("活动前3天", "省级考评前", "30/7")),
    ("7月30日前报双拥办", Unknown((date(YEAR, 7, 30),), sure=True)),
    ("7月30日后另报", Unknown((date(YEAR, 7, 30),))),
    ("9月20日（第三个星期六）", Unknown((date(YEAR, 9, 20),))),
    ("第一阶段7月底前；第二阶段9月底前", Unknown((date(YEAR, 7, 31), date(YEAR, 9, 30)))),
    ("46234", Unknown((date(2026, 7, 31),))),
]


@pytest.mark.parametrize(("phrase", "read"), UNKNOWN, ids=str)
def test_words_that_no_reader_knows_are_asked_about_with_the_days_among_them(
    phrase: str, read: Deadline
) -> None:
    assert read_deadline(phrase, YEAR) == read


LATER: list[tuple[str, tuple[int, int]]] = [
    *(
        (words, (7, 30))
        for words in (
            *("7月30日前（含）", "最迟7月30日", "7月30日截止", "力争7月30日前"),
            *("截止7月30日", "7.30前", "7/30"),
        )
    ),
    *((words, (7, 30)) for words in ("二〇XX年七月三十日", "XX年7月30曰", "即日起至7月30日")),
    *((words, (7, 25)) for words in ("XXXX.7.18-7.25", "XXXX/7/18-7/25", "7月18日到25日")),
    *(
        (words, (7, 31))
        for words in ("XXXX.7", "XXXX-07", "7月中下旬", "6月上旬-7月底", "XXXX年七月底前")
    ),
    *((words, (8, 10)) for words in ("7月下旬至8月上旬", "XXXX.8.10", "8月上旬前")),
    *((words, (12, 31)) for words in ("XXXX年年底前", "XXXX年度", "全年开展", "XXXX.1-XXXX.12")),
    ("全年推进，12月底前完成", (12, 31)),
]


@pytest.mark.parametrize(("phrase", "end"), LATER, ids=str)
def test_a_day_is_read_however_it_is_written(phrase: str, end: tuple[int, int]) -> None:
    han = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(YEAR))
    written = phrase.replace("二〇XX", han).replace("XXXX", str(YEAR)).replace("XX", str(YEAR)[2:])
    assert read_deadline(written, YEAR) == OnDay(date(YEAR, *end))


PERIODS = [
    ("每季度末月25日前", ["03-25", "06-25", "09-25", "12-25"]),
    ("每季度第一个月10日前", ["01-10", "04-10", "07-10", "10-10"]),
    ("长期坚持，每季度报送一次", ["03-31", "06-30", "09-30", "12-31"]),
    ("立即整改，每半年报一次", ["06-30", "12-31"]),
    ("每年2次", ["12-31"]),
    ("每年至少1次", ["12-31"]),
    ("6月底和12月底前", ["06-30", "12-31"]),
    ("3、6、9、12月底前", ["03-31", "06-30", "09-30", "12-31"]),
    ("二、三季度", ["06-30", "09-30"]),
    ("每两个月", ["02-28", "04-30", "06-30", "08-31", "10-31", "12-31"]),
]


@pytest.mark.parametrize(("phrase", "days"), PERIODS, ids=str)
def test_a_period_is_read_with_the_day_that_it_names(phrase: str, days: list[str]) -> None:
    read = read_deadline(phrase, YEAR)
    assert isinstance(read, Repeating)
    assert [f"{one.due:%m-%d}" for one in read.instances] == days


@pytest.mark.parametrize("phrase", ["字" * 401, "每月35日前"])
def test_what_is_too_long_or_no_number_is_no_deadline(phrase: str) -> None:
    assert isinstance(read_deadline(phrase, YEAR), Unreadable)


def test_half_years_and_the_day_of_defence_are_read() -> None:
    assert read_deadline("每半年", YEAR) == HALVES
    assert read_deadline("国防教育日", YEAR) == on(9, 16)


def test_two_phrases_without_a_day_mean_the_weightier() -> None:
    assert read_deadline("长期坚持，常年坚持", YEAR) == ALWAYS


PROVING = Window(date(2021, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("beside", "read"),
    [
        ("立即整改", PROVING),
        ("5月开工", PROVING),
        ("长期坚持", ALWAYS),
        ("收到后5日内", AfterReceipt(5, "day")),
        ("长期坚持，收到后5日内", AfterReceipt(5, "day")),
    ],
)
def test_of_several_phrases_without_a_day_the_one_that_binds_most_counts(
    beside: str, read: Deadline
) -> None:
    assert read_deadline(f"2021年1月-2024年12月，{beside}", YEAR) == read
