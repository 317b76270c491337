"""Ledgers as offices give them: what becomes of each row is known, and nothing of it is lost."""

from typing import Any

import pytest

from contracts.sheets import Block, Sheet, Workbook
from contracts.words import MAX_ANSWERS
from services.tasks.registers.register import MAX_ROWS
from tests.published import district
from tests.published.district import CODES

HEAD = ("编号", "名称", "责任单位", "地点", "类别", "日期", "姓名", "备注")
ROW = ("p-1", "东街标语", "宣传部", "东街", "标语", "2027-05-10", "", "")
NEXT = ("p-2", "西街标语", "教育局", "西街", "标语", "2027-05-11", "", "")
FATES = ("planned", "asked", "faulted", "left")


def read(*rows: tuple[str, ...], answers: dict[str, str] | None = None, **more: Any) -> Any:
    sheet = Sheet(name="台账", rows=rows, **more)
    told = district.register(Workbook(filename="台账.xlsx", sheets=(sheet,)), answers)
    account = told["account"]
    assert account["rows"] == sum(account[fate] for fate in FATES)
    return told


def added(told: Any) -> list[dict[str, Any]]:
    """Of a table that needs nothing more, what each row says."""
    assert not told["faults"], told["faults"]
    assert not told["open"], told["questions"]
    return [{field: said for field, said in row.items() if said} for row in told["added"]]


def open_(told: Any) -> dict[str, str]:
    """The open questions, each with what it proposes."""
    return {one["id"]: one["default"] for one in told["questions"] if not one["answer"]}


def cells(row: str = "p-1", unit: str = "宣传部", on: str = "", **more: str) -> tuple[str, ...]:
    said = {"key": row, "label": "点", "unit": unit, "place": "", "kind": "", "on": on}
    return tuple({**said, "who": "", "note": "", **more}.values())


@pytest.mark.parametrize(
    "head",
    [
        (
            "点位编号",
            "点位名称",
            "管护责任单位",
            "具体位置",
            "点位类型",
            "设置时间",
            "慰问对象",
            "备注",
        ),
        ("序号", "项目名称", "责任部门", "所在地", "类型", "时间", "走访对象", "说明"),
        ("编码", "共建内容", "牵头单位", "住址", "活动类别", "签约日期", "姓名", "备注"),
        ("代码", "实事事项", "承办单位及责任人", "坐落", "种类", "走访时间", "优抚对象", "备注"),
        (
            "设施编号",
            "纪念设施名称",
            "保护管理单位",
            "详细地址",
            "类别",
            "建成时间",
            "对象",
            "备注",
        ),
    ],
    ids=lambda head: head[1],
)
def test_the_columns_of_a_ledger_are_known_as_offices_head_them(head: tuple[str, ...]) -> None:
    (row,) = added(read(head, ROW))
    wanted = {"key": "p-1", "label": "东街标语", "unit": CODES["宣传部"], "place": "东街"}
    assert row == {**wanted, "kind": "标语", "on": "2027-05-10", "unit_name": "宣传部"}


def test_a_ledger_of_visits_is_asked_which_column_names_its_rows() -> None:
    head = ("序号", "走访对象", "走访单位", "走访时间", "慰问标准")
    rows = (head, ("1", "王小明", "民政局", "2027-07-30", "500元"))
    assert open_(read(*rows)) == {"labels": ""}
    (row,) = added(read(*rows, answers={"labels": "走访对象"}))
    assert (row["label"], row["who"]) == ("王*", "王*")
    (row,) = added(read(*rows, answers={"labels": "慰问标准"}))
    assert row["label"] == "500元"


@pytest.mark.parametrize(
    ("between", "why"),
    [
        (("一、东街街道",), "分组标题"),
        (("东街街道", "", "", "", "", "", "", ""), "分组标题"),
        (HEAD, "表头重复"),
        (("合计：1处",), "附注"),
        (("小计", "1", "", "", "", "", "", ""), "合计"),
        (("2",), "只有序号，没有内容"),
        (("说明：以上均已核实",), "附注"),
    ],
    ids=lambda one: str(one)[:16],
)
def test_what_is_no_row_is_left_out_by_its_name(between: tuple[str, ...], why: str) -> None:
    told = read(HEAD, ROW, between, NEXT)
    assert len(added(told)) == 2
    left = [one["text"] for one in told["account"]["left_out"]]
    assert left in ([why], ["分组标题"])


def test_notes_below_the_table_are_notes() -> None:
    told = read(
        HEAD, ROW, ("说明：以上点位均已核实",), ("2.每月巡查一次",), ("填表人：", "", "审核：")
    )
    assert len(added(told)) == 1 and told["account"]["left"] == 3


def test_another_table_below_is_read_by_its_own_header() -> None:
    told = read(HEAD, ROW, (), ("名称", "编号", "责任单位"), ("西街", "p-2", "教育局"))
    assert [(row["key"], row["label"]) for row in added(told)][1] == ("p-2", "西街")


@pytest.mark.parametrize("same", ["同上", "〃", "\u2033", "同 上", "”"])
def test_the_same_as_above_is_read_and_told(same: str) -> None:
    told = read(HEAD, ROW, ("p-2", "西街标语", same, same, same, same, "", ""))
    first, second = added(told)
    assert {**second, "key": "p-1", "label": "东街标语"} == first
    assert "同上，读作“宣传部”" in [note["text"] for note in told["notes"]]


@pytest.mark.parametrize("column", [3, 4, 5, 6])
def test_cells_that_are_merged_down_hold_for_each_row(column: int) -> None:
    rows = [list(ROW), list(NEXT)]
    rows[1][column - 1] = ""
    merged = (Block(2, column, 3, column),)
    first, second = added(read(HEAD, *map(tuple, rows), merged=merged))
    field = ("unit", "place", "kind", "on")[column - 3]
    assert second[field] == first[field]


def test_a_code_or_a_name_that_is_merged_over_rows_is_a_fault() -> None:
    told = read(HEAD, ROW, ("", *NEXT[1:]), merged=(Block(2, 1, 3, 1),))
    assert (2, "A") in [(one["row"], one["column"]) for one in told["faults"]]


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "区委宣传部",
            "宣传部（牵头）",
            "宣传部负责",
            "牵头单位：宣传部",
            "1.宣传部",
            "（1）宣传部",
        ),
        *("宣\n传\n部", "宣传部）", "西山区宣传部", "中共西山区委宣传部", "宣 传 部"),
    ],
    ids=repr,
)
def test_a_unit_is_known_as_in_a_task_table(unit: str) -> None:
    (row,) = added(read(HEAD, cells(unit=unit)))
    assert row["unit"] == CODES["宣传部"]


@pytest.mark.parametrize(
    ("unit", "proposed"),
    [
        ("宣传部、教育局", ""),
        ("宣传部\n教育局", ""),
        ("各街道", ""),
        ("县委组织部", CODES["组织部"]),
        ("教育局 李强", CODES["教育局"]),
    ],
    ids=repr,
)
def test_whom_a_cell_leaves_open_is_asked(unit: str, proposed: str) -> None:
    (default,) = open_(read(HEAD, cells(unit=unit))).values()
    assert default == proposed


def test_rows_without_a_unit_are_asked_about_once() -> None:
    told = read(HEAD, cells(unit=""), cells("p-2", unit="无"), NEXT[:1] and cells("p-3"))
    assert open_(told) == {"blank-units": ""}
    answered = read(
        HEAD, cells(unit=""), cells("p-2", unit="无"), answers={"blank-units": "教育局"}
    )
    assert {row["unit"] for row in added(answered)} == {CODES["教育局"]}
    left = read(HEAD, cells(unit=""), cells("p-2"), answers={"blank-units": "none"})
    assert len(added(left)) == 1 and left["account"]["left"] == 1


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("001", "001"),
        ("1-1", "1-1"),
        ("①", "1"),
        ("1、", "1"),
        ("（1）", "1"),
        ("１", "1"),
        ("P1", "P1"),
    ],
)
def test_a_code_is_kept_as_it_is_meant(written: str, key: str) -> None:
    (row,) = added(read(HEAD, cells(written)))
    assert row["key"] == key


@pytest.mark.parametrize("written", ["甲-1", "P 1", "A/1", "1.0", "一", "东街1号", ""])
def test_a_code_that_cannot_be_used_is_made_and_its_words_stay(written: str) -> None:
    assert open_(read(HEAD, cells(written), NEXT)) == {"odd-keys": "number"}
    told = read(HEAD, cells(written), NEXT, answers={"odd-keys": "number"})
    first, _ = added(told)
    assert first["key"] == "R001"
    assert first.get("note", "") == (f"原编号：{written}" if written else "")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *(
            (text, "2027-07-08")
            for text in ("2027-07-08 09:30", "2027年7月8日上午", "二〇二七年七月八日")
        ),
        *(
            (text, "2027-07-08")
            for text in ("7月8日", "2027.7.8", "20270708", "2027年7月8日(星期四)")
        ),
        *((text, "") for text in ("无", "—", "/")),
    ],
)
def test_a_day_is_read_as_it_is_written(written: str, day: str) -> None:
    (row,) = added(read(HEAD, cells(on=written)))
    assert row.get("on", "") == day


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        *(
            (text, "none")
            for text in ("2027年7月", "1951年", "1930年代", "约1950年", "不详", "民国三十八年")
        ),
        *((text, "none") for text in ("2027", "2027年7月上旬", "5/10", "2026.5-2027.3", "待定")),
        ("2027年7月8日至10日", "none"),
        ("27.7.8", "2027-07-08"),
        ("46234", "2026-07-31"),
    ],
)
def test_less_than_a_day_is_asked_about_and_goes_to_the_note(written: str, proposed: str) -> None:
    told = read(HEAD, cells(on=written))
    (id,) = open_(told)
    assert open_(told)[id] == proposed
    (row,) = added(read(HEAD, cells(on=written), answers={id: "none"}))
    assert row["note"] == f"日期：{written}"


@pytest.mark.parametrize(
    "written", ["2027-02-30", "2027/13/1", "0000-00-00", "20271330", "2月30日"]
)
def test_a_day_that_no_calendar_has_is_a_fault(written: str) -> None:
    told = read(HEAD, cells(on=written))
    assert [(one["row"], one["column"]) for one in told["faults"]] == [(2, "F")]


@pytest.mark.parametrize(
    ("written", "masks"),
    [
        ("王小明、李四（遗孀）", "王*、李*"),
        ("王小明 李四", "王*、李*"),
        ("王小明　欧阳锋 某某", "王*、欧阳**、某*"),
        ("张 三", "张*"),
        ("张　三、李 四", "张*、李*"),
        ("阿依古丽·买买提", "阿*"),
    ],
)
def test_every_person_of_a_cell_is_kept_and_masked(written: str, masks: str) -> None:
    (row,) = added(read(HEAD, cells(who=written)))
    assert row["who"] == masks


def test_the_longest_ledger_may_ask_of_every_row_and_be_answered() -> None:
    rows = [cells(f"p-{n}", unit=f"某{n}局", on=f"约{n}年") for n in range(1, MAX_ROWS + 1)]
    told = read(HEAD, *rows)
    asked = told["questions"]
    assert len(asked) == 2 * MAX_ROWS <= MAX_ANSWERS
    answers = {one["id"]: "宣传部" if one["id"].startswith("unit:") else "none" for one in asked}
    assert len(added(read(HEAD, *rows, answers=answers))) == MAX_ROWS
