"""The words of real tables, each kind of them: read, asked about or told, never swallowed."""

from datetime import date

import pytest

from services.tasks.dates.deadlines import DateMissing, OnDay, Repeating, Window, read_deadline
from services.tasks.organisation.naming import unit_names
from services.tasks.organisation.unit_cells import read_units
from services.tasks.planning.table.reading import Reading
from tests.unit.tasks.planning.tables import open_questions, plain, read, row, sound, unit

YEAR = 2026


@pytest.mark.parametrize(
    "written",
    [
        *("7月30日17:00前", "7月30日（星期四）前", "7月30日下班前", "7月30日下午5时前", "7月30前"),
        *("7月30日上午11：30", "2026-07-30 09:30:00", "2026.7.30前", "2026/7/30", "7月1日-30日"),
        *("2026年7月18日-2026年7月30日", "2026.7.18-2026.7.30", "自2026年7月1日起至7月30日止"),
    ],
)
def test_a_day_is_that_day_whatever_hour_or_stage_stands_with_it(written: str) -> None:
    assert read_deadline(written, YEAR) == OnDay(date(2026, 7, 30))


@pytest.mark.parametrize("written", ["2025年7月-2026年6月", "2012年1月1日至2013年3月31日"])
def test_a_range_that_reaches_outside_the_year_is_what_proves(written: str) -> None:
    assert isinstance(read_deadline(written, YEAR), Window)


@pytest.mark.parametrize(
    ("written", "weekday"),
    [
        ("每周五", 4),
        ("每周一前", 0),
        ("每星期日", 6),
        ("每周", 6),
        ("每周一次", 6),
        ("每周1-2次", 6),
    ],
)
def test_a_weekday_is_that_day_of_each_week(written: str, weekday: int) -> None:
    found = read_deadline(written, YEAR)
    assert isinstance(found, Repeating)
    assert {one.due.weekday() for one in found.instances} == {weekday}
    assert {one.due.year for one in found.instances} == {YEAR}


@pytest.mark.parametrize("written", ["会后7日内", "会议结束后3个工作日内", "活动后5日内"])
def test_a_term_after_a_meeting_asks_for_its_day(written: str) -> None:
    assert read_deadline(written, YEAR) == DateMissing()


@pytest.mark.parametrize(
    ("cell", "lead", "helping"),
    [
        ("1.教育局 2.文旅局", ["教育局", "文旅局"], []),
        ("1、教育局\n2、文旅局", ["教育局", "文旅局"], []),
        ("①教育局②文旅局", ["教育局", "文旅局"], []),
        ("宣传部（牵头）、教育局", ["宣传部"], ["教育局"]),
        ("教育局、宣传部（牵头单位）、文旅局（配合）", ["宣传部"], ["教育局", "文旅局"]),
        ("教育局牵头、文旅局配合", ["教育局"], ["文旅局"]),
        ("文化广电\n和旅游局", ["文化广电和旅游局"], []),
        ("（教育局、文旅局", ["教育局", "文旅局"], []),
        ("教育局）、文旅局", ["教育局", "文旅局"], []),
        ("各镇(乡(街道)、村)、教育局", ["各镇(乡(街道)、村)", "教育局"], []),
    ],
)
def test_the_names_of_a_cell(cell: str, lead: list[str], helping: list[str]) -> None:
    found = read_units(cell, "lead")
    assert (found.lead, found.cooperating) == (lead, helping)


def test_a_name_that_a_line_broke_is_found_where_only_the_whole_is_a_unit() -> None:
    assert sound(plain(row("A01", lead="发展和\n改革局")))[0].lead == "reform"
    assert sound(plain(row("A01", lead="发展和改革\n局")))[0].lead == "reform"
    both = plain(row("A01", lead="财政局", cooperating="双拥办\n教体局"))
    assert sound(both)[0].cooperating == ("dsb", "edu")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("区委宣传部", "宣传部"),
        ("中共甘州区委宣传部", "宣传部"),
        ("宣传部", "区委宣传部"),
        ("区委办", "中共甘州区委办公室"),
        ("区委办公室", "区委办"),
        ("区政府办", "甘州区人民政府办公室"),
        ("区政府国资委", "国资委"),
        ("东街街道办事处", "东街街道"),
        ("东街街道", "东街街道办"),
    ],
)
def test_an_office_is_known_with_its_committee_and_without(written: str, name: str) -> None:
    names = unit_names([unit("it", name)], "甘州区")
    assert names.find(written) == {"it"}


@pytest.mark.parametrize("written", ["县委组织部", "市委组织部", "省委组织部"])
def test_an_office_of_another_level_is_only_proposed(written: str) -> None:
    names = unit_names([unit("it", "区委组织部")], "甘州区")
    assert names.find(written) == frozenset() and names.like(written) == ["it"]


def test_all_streets_are_the_streets() -> None:
    reading = plain(row("B03", lead="宣传部", cooperating="各街道"))
    assert sound(reading)[0].cooperating == ("east",)


def notes(reading: Reading) -> list[str]:
    return [note.text for note in reading.notes]


def test_the_same_as_above_and_a_past_year_are_told() -> None:
    reading = plain(row("A01", lead="双拥办"), row("A03", lead="同上", due="2025年12月31日"))
    assert [one.lead for one in reading.rows] == ["dsb", "dsb"]
    assert "同上，读作“双拥办”" in notes(reading)
    assert "期限2025年12月31日已过" in notes(reading)


def text(*lines: str) -> Reading:
    return read(*((line,) for line in lines))


def test_a_run_on_sentence_keeps_place_and_guests_out_of_the_day() -> None:
    title = "双拥工作纳入发展规划"
    beside = "地点：训练基地 参加人员：各成员单位负责人"
    line = f"1、{title}；时间：7月25日上午11:00 {beside} 责任单位：双拥办"
    reading = text("八一慰问活动方案", line)
    (only,) = sound(reading)
    assert (only.lead, only.due) == ("dsb", date(2026, 7, 25))
    assert "“地点：训练基地”未读取" in notes(reading)
    told = reading.ledger.shown(reading.faults, reading.asking.open_places)
    assert (told["rows"], told["planned"], told["left"]) == (2, 1, 1)


def test_a_sentence_with_a_time_and_no_unit_asks_who_leads() -> None:
    line = "1、双拥工作纳入发展规划；时间：7月25日 地点：训练基地"
    reading = text(line, "2、媒体双拥专题专栏；时间：7月26日 责任单位：宣传部")
    assert open_questions(reading) == ["lead:分解表!1"]
    answered = read(*((one,) for one in (line,)), answers={"lead:分解表!1": "双拥办"})
    assert [one.lead for one in answered.rows] in ([], ["dsb"])
