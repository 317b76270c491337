"""A table becomes rows of a register: every fault has its cell, and twice changes nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.orders.tasks import AddRows, ImportRows, PreviewRows, Row, WithdrawRow
from contracts.secrecy import is_marked
from contracts.sheets import Block, Mark, Sheet, Workbook
from contracts.tasks import RegisterChanged
from services.tasks.dates.written import day_of
from services.tasks.organisation.naming import UnitNames, unit_names, unit_words
from services.tasks.organisation.unit import Unit
from services.tasks.registers.editing import withdraw_row
from services.tasks.registers.exporting import lacking, sheet_of
from services.tasks.registers.importing import import_rows, preview
from services.tasks.registers.register import MAX_ROWS, Register, add_rows
from services.tasks.sheets.privacy import HIDDEN, tidy, unlawful
from tests.unit.tasks.cast import QIAN, given, refused
from tests.unit.tasks.registers.test_registers import ID, after, counted, opened, photo

HEAD = ("编号", "名称", "责任单位", "地点", "类别", "日期", "姓名", "备注")
FIRST = ("p-1", "东街标语", "区委宣传部", "东街", "标语", "2026-05-10", "", "")
SECOND = ("p-2", "走访", "交通局", "西关", "走访", "", "张三", "")


def unit(code: str, name: str, *aliases: str) -> Unit:
    return Unit(
        district="ganzhou",
        unit=code,
        name=name,
        kind="department",
        parent="",
        aliases=aliases,
        serves=(),
    )


UNITS = (
    unit("publicity", "区委宣传部", "宣传部"),
    unit("transport", "区交通运输局", "交通局"),
    unit("east", "东城街道办事处", "街道办"),
    unit("west", "西城街道办事处", "街道办"),
)
NAMES = unit_names(UNITS)


def book(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD, **sheet: Any) -> Workbook:
    return Workbook(filename="台账.xlsx", sheets=(Sheet(name="台账", rows=(head, *rows), **sheet),))


def imported(register: Register, workbook: Workbook, amend: bool = False, **more: Any) -> Any:
    order = ImportRows(register=ID, workbook=workbook, amend=amend, **more)
    return import_rows(register, order, given(QIAN, NAMES, key=ID))


def previewed(
    register: Register, workbook: Workbook, names: UnitNames = NAMES, **more: Any
) -> dict[str, Any]:
    return preview(PreviewRows(register=ID, workbook=workbook, **more), (register, names))


def faults(workbook: Workbook, register: Register | None = None) -> list[tuple[int, str, str]]:
    with refused("sheet-faulty", "$.workbook") as no:
        imported(register or opened(), workbook)
    return [(f["row"], f["column"], f["text"]) for f in no.value.extra["faults"]]


def taken() -> Register:
    register: Register = imported(opened(), book(FIRST, SECOND)).state
    return register


def test_a_table_becomes_rows_with_persons_masked() -> None:
    change = imported(opened(), book(FIRST, SECOND))
    assert change.events == (counted(0, 2),)
    first, second = change.state.rows
    assert (first.unit, first.on, first.place) == ("publicity", date(2026, 5, 10), "东街")
    assert (second.unit, second.who) == ("transport", "张*")
    assert (change.answer["added"], change.answer["changed"]) == (2, 0)
    assert "张三" not in str(change.answer)


def test_a_title_above_and_notes_below_the_table_are_no_rows() -> None:
    rows = (("甘州区标语点位表",), HEAD, FIRST, (), ("备注：共一处",))
    workbook = Workbook(filename="a.xlsx", sheets=(Sheet(name="表", rows=rows),))
    assert [row.key for row in imported(opened(), workbook).state.rows] == ["p-1"]


@pytest.mark.parametrize(
    "head",
    [
        ("序号", "点位", "单位", "位置", "类型", "时间", "对象", "说明"),
        ("编 号", "名\n称", "责任单位(必填)", "地址", "种类", "日期", "姓名", "备注"),
    ],
)
def test_headers_are_read_as_people_write_them(head: tuple[str, ...]) -> None:
    assert imported(opened(), book(FIRST, head=head)).state.rows[0].place == "东街"


def test_a_header_of_two_rows_is_read_where_its_cells_are_merged() -> None:
    down = (Block(1, 1, 2, 1), Block(1, 2, 2, 2))
    workbook = book(("",) * 8, FIRST, merged=down)
    assert [row.key for row in imported(opened(), workbook).state.rows] == ["p-1"]


@pytest.mark.parametrize("written", ["区交通局", "甘州区交通局", "交 通 局", "甘州区交通运输局"])
def test_a_unit_is_found_by_its_name_with_the_district_before_it_or_without(written: str) -> None:
    names = unit_names(UNITS, "甘州区")
    told = previewed(opened(), book(("p-1", "东街", written)), names)
    assert told["faults"] == [] and told["added"][0]["unit"] == "transport"


def test_columns_of_both_header_rows_are_read() -> None:
    rows = (
        ("点位表",),
        ("序号", "点位名称", "责任", ""),
        ("", "", "责任单位", "联系人"),
        FIRST[:3],
        ("合计", "1"),
        ("填表人：", "审核人："),
    )
    down = (Block(2, 1, 3, 1), Block(2, 2, 3, 2), Block(2, 3, 2, 4))
    workbook = Workbook(filename="a.xlsx", sheets=(Sheet(name="表", rows=rows, merged=down),))
    change = imported(opened(), workbook)
    assert [(row.key, row.unit) for row in change.state.rows] == [("p-1", "publicity")]
    assert [note["text"] for note in change.answer["notes"]] == ["“联系人”一列未读取"]


def test_importing_the_same_table_again_changes_nothing() -> None:
    assert imported(taken(), book(FIRST, SECOND)) is None
    assert imported(taken(), book(FIRST, SECOND), amend=True) is None


def test_a_changed_row_is_shown_as_it_was_and_as_it_would_be_and_changes_nothing() -> None:
    told = previewed(taken(), book((*FIRST[:3], "西街", *FIRST[4:]), SECOND), NAMES)
    assert told["changed"] == [
        {
            "key": "p-1",
            "changes": [{"field": "place", "name": "地点", "was": "东街", "now": "西街"}],
        }
    ]
    assert (told["added"], told["same"], told["faults"], told["absent"]) == ([], 1, [], [])


def test_a_preview_lists_what_is_new_what_is_absent_and_every_fault() -> None:
    new = ("p-3", "南街", "无此单位", "", "", "", "", "")
    told = previewed(taken(), book(FIRST, new, ("p-4", "北街", "宣传部")), NAMES)
    assert [row["key"] for row in told["added"]] == ["p-4"]
    assert told["absent"] == ["p-2"]
    assert told["faults"] == []
    assert [question["id"] for question in told["questions"]] == ["unit:无此单位"]


def test_a_code_that_the_register_has_is_a_fault_unless_rows_may_be_amended() -> None:
    workbook = book((*FIRST[:3], "西街", *FIRST[4:]))
    assert faults(workbook, taken()) == [
        (2, "A", "编号 p-1 已在台账中，地点由“东街”改为“西街”；如要更改请选“更新已有行”")
    ]
    change = imported(taken(), workbook, amend=True)
    assert change.state.rows[0].place == "西街"
    assert [type(fact) for fact in change.events] == [RegisterChanged]
    assert change.state.history[-1].what == "imported"


def test_a_withdrawn_code_cannot_come_back_by_a_table() -> None:
    order = WithdrawRow(register=ID, key="p-1", reason="已拆除")
    register = withdraw_row(taken(), order, given(QIAN, key=ID)).state
    assert faults(book(FIRST), register) == [(2, "A", "编号 p-1 的行已撤下，请换一个编号")]


def test_every_fault_names_its_cell_and_no_row_is_taken() -> None:
    rows = (
        FIRST,
        ("p-1", "重复", "宣传部"),
        ("p-2", "", "街道办", "", "", "2026-02-30"),
        ("p-3", "x" * 201, "宣传部", "", "", "2027年13月"),
    )
    assert faults(book(*rows)) == [
        (3, "A", "编号 p-1 与“台账”第2行重复"),
        (4, "F", "没有“2026-02-30”这一天，请写成 2026-05-10"),
        (4, "B", "缺名称"),
        (5, "F", "没有“2027年13月”这一天，请写成 2026-05-10"),
        (5, "B", "名称超过200个字符"),
    ]


def test_formulas_and_cells_merged_across_rows_are_faults() -> None:
    workbook = book(FIRST, SECOND, marks=(Mark(3, 4, "uncounted"),), merged=(Block(2, 2, 3, 2),))
    assert faults(workbook) == [
        (3, "D", "不接受公式，请粘贴为数值"),
        (2, "B", "跨行合并，请取消合并并逐行填写"),
    ]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (8, "电话 139-1234-5678"),
        (3, "62220119900101123X"),
        (7, "１３９１２３４５６７８"),
        (2, "走访73123部队"),
    ],
)
def test_a_cell_with_a_full_number_is_refused_and_not_repeated(column: int, text: str) -> None:
    row = (*FIRST[: column - 1], text, *FIRST[column:])
    told = faults(book(row))
    assert (2, "ABCDEFGH"[column - 1]) in [(at, letter) for at, letter, _ in told]
    assert all(text not in said for _, _, said in told)


def test_a_number_in_a_column_that_is_not_read_is_refused_too() -> None:
    workbook = book((*FIRST, "13912345678"), head=(*HEAD, "联系方式"))
    assert faults(workbook) == [(2, "I", "含完整的手机号码，请删去号码后重新提交")]


def test_full_width_figures_are_taken_as_half_width_and_that_is_said() -> None:
    row = ("ｐ－１", "东街１号", "宣传部", "", "", "２０２６年５月１０日", "", "")
    change = imported(opened(), book(row))
    kept = change.state.rows[0]
    assert (kept.key, kept.label, kept.on) == ("p-1", "东街1号", date(2026, 5, 10))
    assert [(note["row"], note["column"]) for note in change.answer["notes"]] == [
        (2, "A"),
        (2, "F"),
        (2, "B"),
    ]


@pytest.mark.parametrize(
    "text", ["2026-05-10", "2026/5/10", "2026.5.10", "2026年5月10日", "20260510"]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_of(text) == date(2026, 5, 10)


@pytest.mark.parametrize("text", ["46152", "2026-13-01", "5月10日", "2026-05", "２０２６"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None


def test_a_table_without_its_columns_says_which_are_missing() -> None:
    assert faults(book(("1", "东街"), head=("甲", "乙"))) == [
        (0, "", "没有找到表头，须有“编号”“名称”“责任单位”三列")
    ]


def test_a_column_named_twice_is_a_fault() -> None:
    head = ("编号", "名称", "责任单位", "地点", "类别", "日期", "姓名", "地点")
    assert faults(book(FIRST, head=head)) == [(1, "H", "列名“地点”与D列重复")]


def test_too_many_rows_are_a_fault_of_the_sheet() -> None:
    rows = tuple((f"p-{n}", "东街", "宣传部") for n in range(MAX_ROWS + 1))
    assert faults(book(*rows)) == [(MAX_ROWS + 2, "", f"数据超过{MAX_ROWS}行，请分表")]
    full = imported(opened(), book(*rows[:-1])).state
    assert faults(book(("more", "西街", "宣传部")), full)[0][0] == 0


def test_a_sheet_without_a_header_beside_one_with_is_passed_over_and_that_is_said() -> None:
    one = book(FIRST).sheets[0]
    aside = Sheet(name="填表说明", rows=(("请逐行填写",),))
    workbook = Workbook(filename="a.xlsx", sheets=(one, aside))
    notes = imported(opened(), workbook).answer["notes"]
    assert [(note["sheet"], note["text"]) for note in notes] == [("填表说明", "没有表头，未读取")]


def exported(register: Register) -> Workbook:
    return sheet_of(register, register.rows, unit_words(UNITS, NAMES))


def test_an_exported_register_imported_again_changes_nothing() -> None:
    register = after(taken(), photo("p-1"))
    table = exported(register)
    assert table.sheets[0].rows[1] == (*FIRST[:6], "", "", "已完成", "1")
    assert imported(register, table, amend=True) is None
    moved = replace(register, rows=tuple(replace(r, unit="east") for r in register.rows))
    assert imported(moved, exported(moved), amend=True) is None


texts = st.text(max_size=30).filter(lambda text: not unlawful(text) and not is_marked(text))
rows = st.lists(
    st.builds(
        Row,
        key=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True),
        label=texts.filter(lambda text: tidy(text) != ""),
        unit=st.sampled_from([one.unit for one in UNITS]),
        place=texts,
        kind=texts,
        on=st.none() | st.dates(date(1000, 1, 1)),
        who=texts,
        note=texts,
    ),
    max_size=6,
    unique_by=lambda row: row.key,
)


def test_a_closed_units_name_means_the_one_that_followed_it_and_its_rows_export_as_before() -> None:
    closed = replace(unit("culture", "区文广局"), successor="publicity")
    units = (*UNITS, closed)
    names = unit_names(units)
    assert names.find("区文广局") == {"publicity"}
    register = taken()
    held = replace(register, rows=tuple(replace(r, unit="culture") for r in register.rows))
    table = sheet_of(held, held.rows, unit_words(units, names))
    assert table.sheets[0].rows[1][2] == "culture"
    order = ImportRows(register=ID, workbook=table, amend=True)
    assert import_rows(held, order, given(QIAN, names, key=ID)) is None


@drawn(rows)
def test_whatever_a_register_holds_its_export_imported_again_changes_nothing(
    held: list[Row],
) -> None:
    lawful = [row for row in held if not unlawful(row.key)]
    if lawful:
        units = frozenset(one.unit for one in UNITS)
        order = AddRows(register=ID, rows=tuple(lawful))
        register = add_rows(opened(), order, given(QIAN, units)).state
        assert imported(register, exported(register)) is None


def test_no_export_holds_a_full_number_even_of_rows_stored_before_they_were_refused() -> None:
    register = taken()
    old = replace(register.rows[0], note="户主13912345678", place="62220119900101123X")
    register = replace(register, rows=(old, *register.rows[1:]))
    cells = "".join(cell for row in exported(register).sheets[0].rows for cell in row)
    assert "13912345678" not in cells and "62220119900101123X" not in cells
    assert HIDDEN in cells


def test_what_is_missing_is_listed_by_unit_and_place_without_persons() -> None:
    more = ("p-3", "南街", "宣传部", "南街"), ("p-4", "南门", "宣传部", "南街")
    register = after(imported(taken(), book(*more)).state, photo("p-3"))
    told = lacking(register, register.rows, {"publicity": "区委宣传部"})
    assert [(one["unit"], one["rows"], one["missing"]) for one in told] == [
        ("publicity", 3, 2),
        ("transport", 1, 1),
    ]
    assert [(place["place"], place["rows"], place["missing"]) for place in told[0]["places"]] == [
        ("东街", 1, 1),
        ("南街", 2, 1),
    ]
    assert told[0]["places"][1]["lacking"] == [{"key": "p-4", "label": "南门", "kind": ""}]
    assert "张" not in str(told)
