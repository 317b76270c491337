"""A ledger as offices have it asks what it leaves open, remembers the answers, tells the rest."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.sheets import Block, Mark, Sheet, Workbook
from services.tasks.dates.written import Part, read_day
from services.tasks.registers.columns import COLUMNS
from tests.unit.tasks.cast import refused
from tests.unit.tasks.registers.test_import import (
    FIRST,
    HEAD,
    SECOND,
    book,
    faults,
    imported,
    previewed,
)
from tests.unit.tasks.registers.test_registers import opened


def asked(told: dict[str, Any]) -> list[str]:
    return [question["id"] for question in told["questions"] if not question["answer"]]


def notes(told: dict[str, Any]) -> list[str]:
    return [note["text"] for note in told["notes"]]


def test_an_unknown_unit_is_asked_about_once_and_the_answer_is_remembered() -> None:
    rows = (("p-1", "东街", "文广局"), ("p-2", "西街", "文广局"))
    told = previewed(opened(), book(*rows))
    assert asked(told) == ["unit:文广局"] and told["account"]["asked"] == 2
    with refused("questions-open", "$.answers"):
        imported(opened(), book(*rows))
    done = imported(opened(), book(*rows), answers={"unit:文广局": "publicity"}).state
    assert [row.unit for row in done.rows] == ["publicity", "publicity"]
    assert asked(previewed(done, book(("p-3", "南街", "文广局")))) == []


def test_a_name_that_may_be_several_units_offers_them_and_a_row_may_be_left_out() -> None:
    table = book(("p-1", "东街", "街道办"), FIRST[:1] + FIRST[1:])
    told = previewed(opened(), book(("p-1", "东街", "街道办")))
    (question,) = told["questions"]
    assert [one["value"] for one in question["options"]] == ["east", "west", "none"]
    left = previewed(opened(), table, answers={"unit:街道办": "none"})
    assert left["account"]["left_out"] == [{"sheet": "台账", "row": 2, "text": "按答复不录入"}]


def test_the_same_office_of_another_level_is_proposed() -> None:
    (question,) = previewed(opened(), book(("p-1", "东街", "县委宣传部")))["questions"]
    assert question["default"] == "publicity"


def test_a_ledger_without_codes_or_units_asks_for_both() -> None:
    table = book(("红军活动地", "柳溪镇"), ("陈列室", "石桥乡"), head=("遗址名称", "地址"))
    assert asked(previewed(opened(), table)) == []
    table = book(("1", "红军活动地"), ("2", "陈列室"), head=("编号", "遗址名称"))
    assert asked(previewed(opened(), table)) == ["units"]
    done = imported(opened(), table, answers={"units": "宣传部"}).state
    assert [(row.key, row.unit) for row in done.rows] == [("1", "publicity"), ("2", "publicity")]
    table = book(("东街", "宣传部"), head=("点位", "责任单位"))
    assert asked(previewed(opened(), table)) == ["keys"]
    assert imported(opened(), table, defaults=True).state.rows[0].key == "001"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("7月8日", date(2026, 7, 8)),
        ("2027年7月8日上午", date(2027, 7, 8)),
        ("2027-07-08 09:30:00", date(2027, 7, 8)),
        ("2027-7-8 9:30", date(2027, 7, 8)),
        ("2027年7月8日（星期四）", date(2027, 7, 8)),
        ("二〇二七年七月八日", date(2027, 7, 8)),
        ("二○二七年十二月二十一日", date(2027, 12, 21)),
        ("2027．7．8", date(2027, 7, 8)),
        ("2月30日", None),
    ],
)
def test_a_day_is_read_with_what_stands_behind_it(written: str, day: date | None) -> None:
    assert read_day(written, 2026) == day


@pytest.mark.parametrize("written", ["2027年7月", "1930年", "27.7.8", "2027-07"])
def test_less_than_a_day_is_asked_about_and_its_words_are_kept(written: str) -> None:
    assert isinstance(read_day(written, 2026), Part)
    row = ("p-1", "旧址", "宣传部", "", "", written)
    assert asked(previewed(opened(), book(row))) == [f"day:{written}"]
    kept = imported(opened(), book(row), answers={f"day:{written}": "none"}).state.rows[0]
    assert (kept.on, kept.note) == (None, f"日期：{written}")
    dated = imported(opened(), book(row), answers={f"day:{written}": "1930-05-01"}).state.rows[0]
    assert (dated.on, dated.note) == (date(1930, 5, 1), "")


def test_a_cell_that_shows_an_error_is_a_fault_in_columns_that_are_read() -> None:
    row = ("p-1", "#N/A", "宣传部", "#REF!", "", "", "", "", "#N/A")
    marks = (Mark(2, 2, "error"), Mark(2, 4, "error"), Mark(2, 9, "error"))
    table = book(row, head=(*HEAD, "照片"), marks=marks)
    assert [(at, column) for at, column, _ in faults(table)] == [(2, "B"), (2, "D")]


def test_a_picture_is_told_and_no_fault() -> None:
    row = (*FIRST, "=DISPIMG()")
    table = book(row, head=(*HEAD, "照片"), marks=(Mark(2, 9, "picture"),))
    told = previewed(opened(), table)
    assert told["faults"] == [] and "“照片”一列未读取" in notes(told)
    assert "图片未读取" in notes(told)


def test_a_header_over_two_columns_names_both() -> None:
    head = ("编号", "名称", "责任单位", "地址", "")
    rows = (head, ("1", "旧址", "宣传部", "柳溪镇", "雪岭村"))
    sheet = Sheet(name="表", rows=rows, merged=(Block(1, 4, 1, 5),))
    done = imported(opened(), Workbook(filename="a.xlsx", sheets=(sheet,))).state
    assert done.rows[0].place == "柳溪镇雪岭村"


ROWS = st.sampled_from(
    [
        FIRST,
        SECOND,
        ("p-3", "南街", "文广局"),
        ("p-4", "", "宣传部"),
        ("", "北街", "宣传部"),
        ("p-5", "旧址", "宣传部", "", "", "1930年"),
        ("p-6", "上周", "宣传部", "", "", "上周"),
        ("备注：共一处",),
        ("合计", "3"),
        ("13912345678",),
    ]
)
ANSWERS = st.sampled_from(
    [{}, {"unit:文广局": "none"}, {"day:1930年": "none", "unit:文广局": "publicity"}]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(ROWS, max_size=8), ANSWERS, st.booleans(), st.sets(st.integers(2, 6)))
def test_every_row_is_planned_asked_about_at_fault_or_left_for_a_reason(
    rows: list[tuple[str, ...]], answers: dict[str, str], defaults: bool, hidden: set[int]
) -> None:
    table = book(*rows, hidden_rows=tuple(sorted(hidden)))
    told = previewed(opened(), table, answers=answers, defaults=defaults)
    account = told["account"]
    assert account["rows"] == len(rows)
    fates = ("planned", "asked", "faulted", "left")
    assert sum(account[fate] for fate in fates) == len(rows)
    assert len(account["left_out"]) == account["left"]
    assert account["planned"] <= len(told["added"]) + told["same"] + len(told["changed"])
    assert not any("没有读成" in fault["text"] for fault in told["faults"])


def test_an_answer_that_names_no_unit_and_no_day_leaves_the_question_open() -> None:
    table = book(("p-1", "东街", "文广局", "", "", "1930年"))
    told = previewed(opened(), table, answers={"unit:文广局": "没有的局", "day:1930年": "春天"})
    assert asked(told) == ["unit:文广局", "day:1930年"]
    assert all("无效" in question["text"] for question in told["questions"])


def test_words_that_are_no_day_are_written_into_the_note_once_and_not_beyond_its_length() -> None:
    answers = {"day:1930年": "none"}
    row = ("p-1", "旧址", "宣传部", "", "", "1930年", "", "日期：1930年")
    kept = imported(opened(), book(row), answers=answers).state.rows[0]
    assert kept.note == "日期：1930年"
    with refused("sheet-faulty", "$.workbook"):
        imported(opened(), book((*row[:7], "长" * 200)), answers=answers)


def test_a_month_that_does_not_exist_is_no_part_of_a_date() -> None:
    assert read_day("2027年13月", 2026) is None


def test_what_stands_on_no_line_is_none_of_a_tables_rows() -> None:
    assert COLUMNS.aside(["", " "]) == "空行"
