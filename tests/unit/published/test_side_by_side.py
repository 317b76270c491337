"""Tables that stand beside one another under one row of headers: each is read."""

from typing import Any

import pytest

from contracts.sheets import Block, Mark, Sheet, Workbook
from tests.published import district
from tests.published.district import TITLES
from tests.unit.published.test_task_tables import account, asked, planned, read

HEAD = ("序号", "工作任务", "责任单位", "完成时限")
ONE = ("1", TITLES["A01"], "双拥办", "9月底前")
TWO = ("2", TITLES["A03"], "财政局", "9月底前")
THREE = ("3", TITLES["B03"], "宣传部", "7月底前")
FOUR = ("4", TITLES["B01"], "教育局", "7月底前")
ALL = ["A01 双拥办 09-30", "A03 财政局 09-30", "B01 教育局 07-31", "B03 宣传部 07-31"]


def book(*rows: tuple[str, ...], **more: Any) -> Workbook:
    return Workbook(filename="表.xlsx", sheets=(Sheet(name="表", rows=rows, **more),))


@pytest.mark.parametrize(
    "rows",
    [
        (HEAD * 2, ONE + THREE, TWO + FOUR),
        ((*HEAD, "", *HEAD), (*ONE, "", *THREE), (*TWO, "", *FOUR)),
        (("双拥工作任务表",), HEAD * 2, ONE + TWO, THREE + FOUR, ("注：按月报送。",)),
        (HEAD * 3, ONE + TWO + THREE, FOUR),
        (HEAD * 4, ONE + TWO + THREE + FOUR),
        (("附件1",), (), HEAD * 2, ONE + TWO, HEAD * 2, THREE + FOUR),
        (HEAD, ONE, TWO, HEAD * 2, THREE + FOUR),
        ((*HEAD, *HEAD[1:]), (*ONE, *THREE[1:]), (*TWO, *FOUR[1:])),
    ],
)
def test_tasks_of_every_table_of_a_row_are_planned(rows: tuple[tuple[str, ...], ...]) -> None:
    found = read(*rows)
    assert planned(found) == ALL
    assert not any("未读取" in note.text for note in found.notes)
    account(found)


def test_what_is_wrong_or_open_on_the_right_is_named_by_its_own_cell() -> None:
    odd = ("3", TITLES["B03"], "文宣中心", "随便")
    found = read(HEAD * 2, ONE + odd, marks=(Mark(2, 8, "error"),))
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "H")]
    two = read(HEAD * 2, ("1", TITLES["A01"], "", "9月底前", "2", TITLES["A03"], "", "9月底前"))
    assert asked(two) == ["lead:表!2", "lead:表!2+1"]
    answers = {"lead:表!2": "双拥办", "lead:表!2+1": "财政局"}
    rows = (HEAD * 2, ("1", TITLES["A01"], "", "9月底前", "2", TITLES["A03"], "", "9月底前"))
    assert planned(read(*rows, answers=answers)) == ALL[:2]


def test_hidden_columns_of_one_table_do_not_touch_the_other() -> None:
    found = read(HEAD * 2, ONE + THREE, hidden_columns=(8,))
    assert asked(found) == ["hidden:表!1+1"]
    left = read(HEAD * 2, ONE + THREE, hidden_columns=(8,), answers={"hidden:表!1+1": "leave"})
    assert planned(left) == ["A01 双拥办 09-30", "B03 宣传部 11-30"]


def test_cells_merged_down_fill_their_own_table_only() -> None:
    rows = (HEAD * 2, ONE + THREE, ("2", TITLES["A03"], "", "9月底前", *FOUR))
    found = read(*rows, merged=(Block(2, 3, 3, 3),))
    assert planned(found) == ["A01 双拥办 09-30", "A03 双拥办 09-30", *ALL[2:]]


@pytest.mark.parametrize(
    "head",
    [
        ("序号", "考核内容", "工作任务", "牵头单位", "责任单位", "序号"),
        ("序号", "工作任务", "省牵头单位", "市牵头单位", "配合单位", "完成时限"),
        ("序号", "项目", "序号", "工作任务", "责任单位", "完成时限"),
    ],
)
def test_headers_that_only_resemble_a_second_table_are_one_table(head: tuple[str, ...]) -> None:
    row = ["1", "组织领导", TITLES["A01"], "双拥办", "双拥办", "9月底前"]
    if head[1] == "工作任务":
        row[1] = TITLES["A01"]
    if head[-1] == "序号":
        row[-1] = ""
    found = read(head, tuple(row), answers={"column:lead": "市牵头单位"})
    assert len(found.rows) + len(found.asking.open) >= 1
    assert not any(fault.text.startswith("工作内容空白") for fault in found.faults)


def test_registers_units_and_standards_read_both_sides() -> None:
    head = ("编号", "名称", "责任单位")
    one, two = ("001", "广场", "宣传部"), ("003", "车站", "教育局")
    told = district.register(book(head * 2, one + two, ("002", "码头", "宣传部")))
    assert len(told["added"]) == 3 and not told["faults"] and not told["notes"]

    listed = book(("序号", "单位名称") * 3, ("1", "区教育局", "2", "财政局", "3", ""))
    units = district.units(listed)
    assert [one.unit.name for one in units.rows] == ["区教育局", "财政局"]

    form = ("序号", "考评内容", "分值", "评分标准")
    row = ("1", "规划", "2", "每少一次扣1分", "2", "会议", "3", "每少一次扣1分")
    standard = district.standard(book(form * 2, row)).standard
    assert standard and [item.title for item in standard.items] == ["规划", "会议"]


def test_the_same_code_on_both_sides_is_refused_at_its_cell() -> None:
    head = ("编号", "名称", "责任单位")
    told = district.register(book(head * 2, ("001", "广场", "宣传部", "001", "车站", "教育局")))
    assert [(one["row"], one["column"]) for one in told["faults"]] == [(2, "D")]
