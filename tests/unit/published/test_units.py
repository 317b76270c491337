"""Lists of units as offices give them."""

from typing import Any

import pytest

from contracts.sheets import Block, Sheet, Workbook
from contracts.sheets.asking import Asking
from services.tasks.organisation.list_lines import Listing
from services.tasks.organisation.listing import read_units
from tests.published import district

HEAD = ("序号", "单位名称", "类型", "上级单位", "简称")


def read(*rows: tuple[str, ...], answers: dict[str, str] | None = None, **more: Any) -> Listing:
    sheet = Sheet(name="名册", rows=rows, **more)
    return district.units(Workbook(filename="名册.xlsx", sheets=(sheet,)), answers)


def listed(listing: Listing) -> list[tuple[str, str]]:
    """(name, kind) of a list that needs nothing more."""
    assert not listing.faults, listing.faults
    assert not listing.asking.open, listing.asking.open
    return [(one.unit.name, one.unit.kind) for one in listing.rows]


def left(listing: Listing) -> list[str]:
    told = listing.ledger.shown(listing.faults, listing.asking.open_places)
    return [one["text"] for one in told["left_out"]]


EDU, TOWN = ("教育局", "department"), ("柳溪镇", "township")


@pytest.mark.parametrize(
    "head",
    [
        ("序号", "单位全称", "单位性质", "主管部门", "单位简称"),
        ("编号", "机构名称", "机构类别", "所属街道", "别称"),
        ("序号", "成员单位", "类别", "隶属单位", "规范简称"),
        ("序", "部门", "属性", "上级部门", "简称或别名"),
    ],
    ids=lambda head: head[1],
)
def test_the_columns_of_a_list_are_known_as_offices_head_them(head: tuple[str, ...]) -> None:
    listing = read(head, ("1", "教育局", "区直", "", "教体局"), ("2", "柳溪镇", "乡镇", "", ""))
    assert listed(listing) == [EDU, TOWN]
    assert listing.rows[0].unit.aliases == ("教体局",)


def test_names_with_their_numbers_alone_are_a_list() -> None:
    assert listed(read(("序号", "单位"), ("1", "教育局"), ("2", "柳溪镇"))) == [EDU, TOWN]


def test_headings_tell_the_kinds_of_what_stands_below_them() -> None:
    rows = (("一、区直单位（共1家）",), ("1", "科协"), ("二、驻军单位",), ("2", "某部"))
    listing = read(("序号", "单位名称"), *rows)
    assert listed(listing) == [("科协", "department"), ("某部", "garrison")]
    assert left(listing) == ["分组标题", "分组标题"]


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        *(
            (word, "department")
            for word in ("区级机关", "群团组织", "党群部门", "国企", "学校", "县直部门")
        ),
        *((word, "garrison") for word in ("驻军部队", "武警部队")),
        *((word, "township") for word in ("街道办", "镇办", "乡镇（街道）")),
        *((word, "community") for word in ("社区居委会", "村委会", "村（社区）")),
    ],
)
def test_a_kind_is_known_as_offices_call_it(kind: str, meant: str) -> None:
    assert listed(read(HEAD, ("1", "甲", kind, "", ""))) == [("甲", meant)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("文化广电\n和旅游局", "文化广电和旅游局"),
        ("教 育 局", "教育局"),
        ("（教育局）", "教育局"),
        ("1.教育局", "教育局"),
        ("司法局)", "司法局"),
        ("司法局（普法办）", "司法局（普法办）"),
    ],
    ids=repr,
)
def test_a_name_is_read_as_it_is_meant(written: str, name: str) -> None:
    assert listed(read(HEAD, ("1", written, "区直", "", ""))) == [(name, "department")]


@pytest.mark.parametrize(
    "written", ["教育局、财政局", "教育局\n财政局", "教育局；财政局", "教育局/财政局"]
)
def test_several_units_in_a_cell_are_not_one(written: str) -> None:
    row = ("1", written, "区直", "", "")
    (question,) = read(HEAD, row).asking.open
    assert question.default == "split"
    both = read(HEAD, row, answers={question.id: "split"})
    assert [name for name, _ in listed(both)] == ["教育局", "财政局"]
    assert len(listed(read(HEAD, row, answers={question.id: "one"}))) == 1


@pytest.mark.parametrize("same", ["同上", "〃", "”"])
def test_the_same_as_above_and_cells_merged_down_are_read(same: str) -> None:
    first = ("1", "东街街道", "街道", "", "")
    one = ("2", "东一社区", "社区", "东街街道", "")
    told = read(HEAD, first, one, ("3", "东二社区", same, same, ""))
    merged = (Block(3, 3, 4, 3), Block(3, 4, 4, 4))
    joined = read(HEAD, first, one, ("3", "东二社区", "", "", ""), merged=merged)
    for listing in (told, joined):
        assert listed(listing)[2] == ("东二社区", "community")
        assert listing.rows[2].unit.parent == listing.rows[1].unit.parent == "u-001"


def test_another_header_order_below_is_read_by_itself_and_notes_are_left_out() -> None:
    rows = (("1", "教育局", "区直", "", ""), ("单位名称", "序号", "类型"), ("柳溪镇", "1", "乡镇"))
    assert listed(read(HEAD, *rows)) == [EDU, TOWN]
    notes = read(HEAD, rows[0], ("2", "", "", "", ""), ("注：共一家",), ("2027年1月",))
    assert left(notes) == ["只有序号，没有内容", "附注", "附注"] or len(left(notes)) == 3
    assert listed(notes) == [EDU]


def test_numbers_are_no_codes_of_units() -> None:
    listing = read(
        ("编码", "单位名称", "类型"), ("001", "教育局", "区直"), ("a-3", "柳溪镇", "乡镇")
    )
    assert [one.unit.unit for one in listing.rows] == ["u-001", "a-3"]
    assert "数字编号不作单位代码" in [note.text for note in listing.notes]


@pytest.mark.parametrize("code", ["2026-07-30", "jul-30", "7月30日"])
def test_a_units_code_that_became_a_date_is_a_fault_that_says_so(code: str) -> None:
    listing = read(("代码", "单位名称", "类型"), (code, "教育局", "部门"))
    (fault,) = listing.faults
    assert (fault.row, fault.column) == (2, "A") and "改成了日期" in fault.text


def test_a_unit_above_is_answered_by_any_of_its_names() -> None:
    known = {code: unit for code, unit in district.UNITS.items() if unit.name == "退役军人事务局"}
    book = Workbook(
        filename="名册.xlsx",
        sheets=(
            Sheet(
                name="表",
                rows=(
                    ("单位名称", "类型", "上级单位"),
                    ("优抚医院", "区直单位", "老兵局"),
                ),
            ),
        ),
    )
    (question,) = read_units(book, district.DISTRICT, known, Asking({})).asking.open
    assert "可填名称或代码" in question.text
    for said in ("退役军人局", "退役军人事务局", *known):
        told = read_units(book, district.DISTRICT, known, Asking({question.id: said}))
        assert not told.asking.open and told.rows[0].unit.parent in known
    wrong = read_units(book, district.DISTRICT, known, Asking({question.id: "无名局"}))
    assert wrong.asking.open


def test_a_sentence_on_duties_is_no_role_of_a_standard() -> None:
    head = ("序号", "成员单位", "主要职责")
    found = read(
        head, ("1", "区委宣传部", "负责双拥宣传；协调新闻单位"), ("2", "区委编办", "编制单位")
    )
    assert listed(found) == [("区委宣传部", "department"), ("区委编办", "department")]
    assert [one.unit.serves for one in found.rows] == [(), ("编制单位",)]
    assert any("没有读取" in note.text and note.column == "C" for note in found.notes)
