"""Units: four levels, a successor, and a list of them from a table."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.orders.tasks import ImportUnits, PreviewUnits, RegisterUnit, SucceedUnit
from contracts.sheets import Block, Mark, Sheet, Workbook
from contracts.sheets.asking import Asking
from contracts.tasks import UnitListed, UnitRegistered, UnitSucceeded
from kit.change import Change
from services.tasks.organisation.list_lines import Listing
from services.tasks.organisation.listing import read_units
from services.tasks.organisation.naming import unit_names
from services.tasks.organisation.succession import Merging, close_unit, succeed_unit
from services.tasks.organisation.unit import Former, Surroundings, Unit, register_unit
from services.tasks.organisation.unit import list_unit as hear_listed
from services.tasks.organisation.unit_import import UnitImport, import_units, preview, shown
from tests.unit.tasks.cast import QIAN, given, heard, refused

HEADER = ("单位名称", "简称/别名", "类型", "上级单位", "职责角色", "代码")


def unit(code: str, name: str, **changes: Any) -> Unit:
    usual: dict[str, Any] = {
        "district": "ganzhou",
        "unit": code,
        "name": name,
        "kind": "department",
        "parent": "",
        "aliases": (),
        "serves": (),
    }
    return Unit(**{**usual, **changes})


CULTURE = unit("culture", "文化局", serves=("文化局",))
RADIO = unit("radio", "广电局", serves=("融媒体中心",))
TOURISM = unit("tourism", "文体广电和旅游局", aliases=("文旅局",), serves=("文旅局",))
TOWN = unit("shajing", "沙井镇", kind="township")
VILLAGE = unit("shajing-1", "沙井村", kind="community", parent="shajing")


# -- levels -------------------------------------------------------------------------------------


def order(code: str, parent: str | None) -> RegisterUnit:
    return RegisterUnit(
        district="ganzhou", unit=code, name="某社区", kind="community", parent=parent
    )


def test_a_village_stands_under_its_township() -> None:
    change = register_unit(None, order("v", "shajing"), given(QIAN, Surroundings(parent=TOWN)))
    assert change and change.state.parent == "shajing"


def test_a_fifth_level_is_refused() -> None:
    with refused("invalid", "parent") as no:
        register_unit(None, order("v", "shajing-1"), given(QIAN, Surroundings(parent=VILLAGE)))
    assert "四级" in no.value.detail


def test_a_unit_with_lower_units_cannot_go_under_another() -> None:
    around = Surroundings(parent=CULTURE, children=True)
    with refused("invalid", "parent"):
        register_unit(TOWN, order("shajing", "culture"), given(QIAN, around))


def test_a_circle_is_refused() -> None:
    with refused("invalid", "parent") as no:
        register_unit(
            TOWN,
            order("shajing", "shajing-1"),
            given(QIAN, Surroundings(parent=VILLAGE, children=True)),
        )
    assert "下级" in no.value.detail


# -- successors ---------------------------------------------------------------------------------

MERGE = SucceedUnit(
    district="ganzhou",
    successor="tourism",
    units=("culture", "radio"),
    person="li",
    on=date(2026, 3, 1),
    document="区委办〔2026〕12号",
    reason="机构改革，合并组建",
)
SUCCEEDED = UnitSucceeded(
    unit="culture",
    name="文化局",
    kind="department",
    successor="tourism",
    successor_name="文体广电和旅游局",
    person="li",
    on=date(2026, 3, 1),
    document="区委办〔2026〕12号",
    reason="机构改革，合并组建",
    by="qian",
)


def merging(**changes: Any) -> Merging:
    usual: dict[str, Any] = {
        "units": {"culture": CULTURE, "radio": RADIO},
        "of_person": "tourism",
        "open": {},
        "children": {},
    }
    return Merging(**{**usual, **changes})


def succeed(found: Merging, successor: Unit = TOURISM, by: SucceedUnit = MERGE) -> Any:
    return succeed_unit(successor, by, given(QIAN, found))


def test_the_successor_answers_for_the_roles_of_the_merged_units() -> None:
    change = succeed(merging())
    assert change.state.serves == ("文旅局", "文化局", "融媒体中心")
    assert change.state.former[0] == Former(
        unit="culture", name="文化局", on=date(2026, 3, 1), document="区委办〔2026〕12号"
    )
    assert change.events[0] == SUCCEEDED
    assert [type(fact) for fact in change.events] == [
        UnitSucceeded,
        UnitSucceeded,
        UnitRegistered,
    ]


def test_the_old_unit_closes_and_keeps_its_name() -> None:
    change = close_unit(CULTURE, SUCCEEDED, heard(SUCCEEDED))
    assert change and change.state.closed
    assert (change.state.name, change.state.successor) == ("文化局", "tourism")
    assert change.state.closed_on == date(2026, 3, 1)
    assert close_unit(change.state, SUCCEEDED, heard(SUCCEEDED)) is None


def test_lower_units_come_under_the_successor() -> None:
    below = unit("library", "图书馆", parent="culture")
    change = close_unit(below, SUCCEEDED, heard(SUCCEEDED))
    assert change and change.state.parent == "tourism" and not change.state.closed


def test_succeeding_twice_changes_nothing() -> None:
    closed = unit("culture", "文化局", successor="tourism")
    gone = unit("radio", "广电局", successor="tourism")
    assert succeed(merging(units={"culture": closed, "radio": gone})) is None


def test_a_unit_closed_for_another_successor_is_refused() -> None:
    closed = unit("culture", "文化局", successor="sports")
    with refused("unit-closed", "units[0]"):
        succeed(merging(units={"culture": closed, "radio": RADIO}))


def test_a_closed_unit_succeeds_nobody_and_is_not_described_anew() -> None:
    closed = unit("tourism", "文旅局", successor="sports")
    with refused("unit-closed", "successor"):
        succeed(merging(), successor=closed)
    with refused("unit-closed"):
        register_unit(closed, order("tourism", None), given(QIAN, Surroundings()))


def test_the_person_who_takes_over_is_of_the_successor() -> None:
    with refused("invalid", "person"):
        succeed(merging(of_person="culture"))


def test_a_unit_does_not_succeed_itself_nor_one_that_is_not_there() -> None:
    with refused("invalid", "units[1]"):
        succeed(merging(units={"culture": CULTURE}))
    with refused("invalid", "units[0]"):
        succeed(merging(of_person="culture"), successor=CULTURE)


def test_a_day_to_come_is_refused() -> None:
    later = SucceedUnit(
        district="ganzhou",
        successor="tourism",
        units=("culture",),
        person="li",
        on=date(2027, 1, 1),
        document="无号",
        reason="机构改革",
    )
    with refused("invalid", "on"):
        succeed(merging(), by=later)


def test_too_many_open_tasks_are_settled_first() -> None:
    with refused("limit-exceeded", "units[0]"):
        succeed(merging(open={"culture": 501}))


# -- a list from a table ------------------------------------------------------------------------


def book(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, **sheet: Any) -> Workbook:
    table = Sheet(name="单位", rows=(("甘州区单位名单",), header, *rows), **sheet)
    return Workbook(filename="单位.xlsx", sheets=(table,))


LIST = (
    ("中共甘州区委宣传部", "宣传部、区委宣传部", "区直单位", "", "宣传部", "publicity"),
    ("沙井镇", "", "乡镇", "", "各乡镇", "shajing"),
    ("沙井村", "", "", "沙井镇", "", ""),
    ("甘州区人武部", "人武部", "驻军单位", "", "人武部", ""),
)


def read(
    *rows: tuple[str, ...],
    known: tuple[Unit, ...] = (),
    answers: Mapping[str, str] | None = None,
    defaults: bool = False,
    **table: Any,
) -> Listing:
    units = {one.unit: one for one in known}
    return read_units(book(*rows, **table), "ganzhou", units, Asking(answers or {}, defaults))


def faults(listing: Listing) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in listing.faults]


def test_a_list_becomes_units_with_kinds_parents_and_roles() -> None:
    listing = read(*LIST)
    assert not listing.faults
    first, _, village, garrison = (one.unit for one in listing.rows)
    assert (first.unit, first.kind, first.aliases) == (
        "publicity",
        "department",
        ("宣传部", "区委宣传部"),
    )
    assert (village.unit, village.kind, village.parent) == ("u-001", "community", "shajing")
    assert (garrison.unit, garrison.kind, garrison.serves) == ("u-002", "garrison", ("人武部",))


def imported(*rows: tuple[str, ...], known: tuple[Unit, ...] = ()) -> Change[UnitImport] | None:
    found = (True, {one.unit: one for one in known})
    return import_units(
        None, ImportUnits(district="ganzhou", workbook=book(*rows)), given(QIAN, found)
    )


def test_an_import_tells_each_unit_and_its_units_are_made_of_that() -> None:
    change = imported(*LIST)
    assert change and change.answer == {"rows": 4, "new": 4, "changed": 0}
    fact = change.events[0]
    assert isinstance(fact, UnitListed) and fact.unit == "publicity"
    made = hear_listed(None, fact, heard(fact))
    assert made and made.state.name == "中共甘州区委宣传部"
    assert hear_listed(made.state, fact, heard(fact)) is None


def test_the_same_list_again_changes_nothing() -> None:
    units = tuple(one.unit for one in read(*LIST).rows)
    assert imported(*LIST, known=units) is None
    assert [one.change for one in read(*LIST, known=units).rows] == ["same"] * 4


def test_a_renamed_unit_of_the_list_keeps_its_old_name() -> None:
    change = imported(("文体旅局", "", "区直单位", "", "", "culture"), known=(CULTURE,))
    assert change and change.answer == {"rows": 1, "new": 0, "changed": 1}
    fact = change.events[0]
    assert isinstance(fact, UnitListed) and fact.aliases == ("文化局",)


def test_a_row_without_a_code_is_the_unit_of_that_name_or_alias() -> None:
    listing = read(("文旅局", "", "部门", "", "", ""), known=(TOURISM,))
    assert [one.unit.unit for one in listing.rows] == ["tourism"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("", "", "乡镇", "", "", "x-1"), "A"),
        (("某村", "", "村", "某村", "", ""), "D"),
        (("某局", "", "部门", "", "", "Ａ局"), "F"),
        (("某局", "", "部门", "", "", "9x"), "F"),
        (("73×××部队", "", "驻军单位", "", "", ""), "A"),
        (("某局", "联系人13812345678", "部门", "", "", ""), "B"),
        (("某局", "", "部门", "", "", "tourism"), "F"),
    ],
)
def test_a_fault_is_named_by_its_cell(row: tuple[str, ...], column: str) -> None:
    closed = unit("tourism", "文旅局", successor="culture")
    listing = read(row, known=(closed,))
    assert faults(listing) == [(3, column)]


def test_no_fault_repeats_a_troop_number_or_a_telephone() -> None:
    listing = read(
        ("73×××部队", "", "驻军", "", "", ""), ("某局", "13812345678", "部门", "", "", "")
    )
    assert all(fault.value == "" for fault in listing.faults)


def test_the_same_name_for_two_units_is_refused() -> None:
    listing = read(("甲局", "同名", "部门", "", "", "a-1"), ("乙局", "同名", "部门", "", "", "a-2"))
    assert faults(listing) == [(4, "B")]


def test_an_alias_of_a_unit_that_is_registered_already_is_refused() -> None:
    listing = read(("新文化馆", "文化局", "部门", "", "", ""), known=(CULTURE,))
    assert [(fault.row, fault.column, fault.text) for fault in listing.faults] == [
        (3, "B", "与文化局（culture）重名")
    ]
    renamed = ("旧文化馆", "", "部门", "", "", "culture")
    both = read(("新文化馆", "文化局", "部门", "", "", "new-1"), renamed, known=(CULTURE,))
    assert faults(both) == [(3, "B")], "an old name stays as an alias"


def test_the_same_code_twice_is_refused() -> None:
    listing = read(("甲局", "", "部门", "", "", "a-1"), ("乙局", "", "部门", "", "", "a-1"))
    assert faults(listing) == [(4, "F")]


def test_a_name_that_is_registered_under_another_code_is_refused() -> None:
    assert faults(read(("文化局", "", "部门", "", "", "wh"), known=(CULTURE,))) == [(3, "F")]


def test_a_list_does_not_nest_five_deep() -> None:
    listing = read(*LIST, ("第一组", "", "社区", "沙井村", "", ""))
    assert faults(listing) == [(7, "D")]
    assert faults(
        read(("沙井镇", "", "乡镇", "文化局", "", "shajing"), known=(TOWN, VILLAGE, CULTURE))
    )


def test_formulas_and_blocks_across_rows_are_refused() -> None:
    merged = (Block(top=4, left=1, bottom=5, right=1),)
    listing = read(*LIST, marks=(Mark(3, 1, "uncounted"),), merged=merged)
    assert faults(listing) == [(3, "A"), (4, "A")]


def test_a_sheet_without_the_header_is_refused() -> None:
    listing = read(("甲局", "a-1"), header=("名字", "编号"))
    assert faults(listing) == [(0, "")]


def test_a_faulty_list_changes_nothing_and_every_fault_is_listed() -> None:
    with refused("sheet-faulty", "$.workbook") as no:
        imported(*LIST, ("", "", "乡镇", "", "", "x-1"), ("丙", "", "村", "丙", "", ""))
    assert [f["row"] for f in no.value.extra["faults"]] == [7, 8]


def test_a_header_spaced_out_and_full_width_is_read() -> None:
    header = ("单 位 名 称", "简称／别名", "类　型", "上级\n单位", "职责角色", "代码")
    assert not read(*LIST, header=header).faults


def test_the_preview_shows_rows_and_faults_and_changes_nothing() -> None:
    known = {"culture": CULTURE}
    listing = read(("文体旅局", "", "部门", "", "", "culture"), known=(CULTURE,))
    preview: Any = shown(listing, known)
    assert (preview["changed"], preview["rows"][0]["before"]) == (1, "文化局")


def test_every_sheet_of_a_list_is_read_and_what_is_not_read_is_said() -> None:
    header = ("序号", "单位名称", "类型", "上级单位", "联系人")
    plain = header[:4]
    sheets = (
        Sheet(name="区直", rows=(header, ("1", "教育局", "区直单位"), ("合计", "1"))),
        Sheet(name="乡镇", rows=(header, ("1", "沙井镇", "乡镇"), ("填表人：张三", ""))),
        Sheet(name="村", rows=(plain, ("1", "沙井村", "村社区", "沙井镇"), plain)),
        Sheet(name="说明", rows=(("请逐行填写",),)),
    )
    listing = read_units(Workbook(filename="a.xlsx", sheets=sheets), "ganzhou", {}, Asking({}))
    assert listing.faults == []
    assert [(one.sheet, one.unit.name, one.unit.parent) for one in listing.rows] == [
        ("区直", "教育局", ""),
        ("乡镇", "沙井镇", ""),
        ("村", "沙井村", "u-002"),
    ]
    assert [note.text for note in listing.notes] == ["“联系人”一列未读取"] * 2 + [
        "没有表头，未读取"
    ]


def test_the_same_unit_on_two_sheets_is_a_fault_of_the_second() -> None:
    table = (HEADER, ("教育局", "", "部门", "", "", "edu"))
    sheets = (Sheet(name="一", rows=table), Sheet(name="二", rows=table))
    listing = read_units(Workbook(filename="a.xlsx", sheets=sheets), "ganzhou", {}, Asking({}))
    assert [(fault.sheet, fault.row, fault.column) for fault in listing.faults] == [("二", 2, "F")]


def test_an_exported_list_with_a_closed_unit_is_read_again() -> None:
    closed = unit("tourism", "文旅局", successor="culture")
    header = ("代码", "单位名称", "别名", "类型", "上级单位", "职责角色", "区县", "承接单位")
    listing = read(
        ("culture", "文化局", "", "部门", "", "", "甘州区", ""),
        ("tourism", "文旅局", "", "部门", "", "", "甘州区", "文化局"),
        header=header,
        known=(CULTURE, closed),
    )
    assert (listing.faults, listing.notes) == ([], [])
    assert [one.unit.unit for one in listing.rows] == ["culture"]


def test_a_unit_may_answer_for_many_roles() -> None:
    roles = "、".join(f"第{n}类双拥工作责任单位" for n in range(30))
    assert len(read(("某局", "", "部门", "", roles, "")).rows[0].unit.serves) == 30


def open_questions(listing: Listing) -> list[str]:
    return [question.id for question in listing.asking.open]


def test_a_kind_that_nothing_tells_is_asked_about_once() -> None:
    rows = (("某单位", "", "公司部落", "", "", ""), ("另一单位", "", "公司部落", "", "", ""))
    assert open_questions(read(*rows)) == ["kind:公司部落"]
    assert open_questions(read(("某单位", "", "", "", "", ""))) == ["kind:某单位"]
    listing = read(*rows, answers={"kind:公司部落": "department"})
    assert [one.unit.kind for one in listing.rows] == ["department"] * 2


def test_a_unit_above_that_nobody_knows_is_asked_about() -> None:
    row = ("沙井村", "", "村", "沙井乡镇府", "", "")
    assert open_questions(read(row, known=(TOWN,))) == ["parent:沙井乡镇府"]
    placed = read(row, known=(TOWN,), answers={"parent:沙井乡镇府": "shajing"})
    assert [one.unit.parent for one in placed.rows] == ["shajing"]
    alone = read(row, known=(TOWN,), answers={"parent:沙井乡镇府": "none"})
    assert [one.unit.parent for one in alone.rows] == [""]


def test_an_answer_that_names_no_unit_above_is_asked_about_again() -> None:
    row = ("沙井村", "", "村社区", "沙井", "", "")
    asked = read(row).asking.open
    assert [one.id for one in asked] == ["parent:沙井"]
    again = read(row, answers={"parent:沙井": "沙土镇"})
    assert [one.id for one in again.asking.open] == ["parent:沙井"]
    assert not again.rows


def test_a_list_has_a_bound_of_names_in_a_cell_and_of_units() -> None:
    many = "、".join(f"名称{n}" for n in range(41))
    for cell in (many, "长" * 201):
        assert faults(read(("宣传部", cell, "区直单位", "", "", ""))) == [(3, "B")]
    known = tuple(unit(f"n-{n}", f"单位{n}") for n in range(2000))
    assert not read(("单位7", "", "区直单位", "", "", "n-7"), known=known).faults
    (fault,) = read(("宣传部", "", "区直单位", "", "", ""), known=known).faults
    assert (fault.row, "最多2000个单位" in fault.text) == (0, True)


def test_a_block_across_columns_joins_nothing() -> None:
    listing = read(*LIST, merged=(Block(1, 1, 1, 6), Block(4, 4, 4, 5)))
    assert not listing.faults and len(listing.rows) == 4


def test_a_list_without_kinds_takes_them_from_the_names() -> None:
    listing = read(("教育局", "教体局"), ("沙井镇", ""), header=("单位名称", "简称"))
    assert [one.unit.kind for one in listing.rows] == ["department", "township"]


def test_the_answers_to_a_list_are_remembered_with_the_next() -> None:
    workbook = book(("某单位", "", "", "", "", ""))
    answers = {"kind:某单位": "office"}
    order = ImportUnits(district="ganzhou", workbook=workbook, answers=answers)
    change = import_units(None, order, given(QIAN, (True, {})))
    assert change and change.state.answers == {"kind:某单位": "office"}
    again = ImportUnits(district="ganzhou", workbook=workbook)
    kept = import_units(change.state, again, given(QIAN, (True, {})))
    assert kept and kept.answer and kept.answer["new"] == 1
    with refused("questions-open", "$.answers"):
        import_units(None, again, given(QIAN, (True, {})))


UNIT_ROWS = st.sampled_from(
    [
        *LIST,
        ("某单位", "", "公司部落", "", "", ""),
        ("西村", "", "村", "没有的镇", "", ""),
        ("", "", "乡镇", "", "", "x-1"),
        ("某局", "联系人13812345678", "部门", "", "", ""),
        ("文旅局", "", "部门", "", "", "tourism"),
        ("合计", "3", "", "", "", ""),
        ("备注：到年底", "", "", "", "", ""),
    ]
)


@settings(max_examples=80, deadline=None)
@drawn(
    st.lists(UNIT_ROWS, max_size=8),
    st.sampled_from([{}, {"kind:公司部落": "office"}, {"parent:没有的镇": "none"}]),
    st.sets(st.integers(3, 6)),
)
def test_every_row_is_planned_asked_about_at_fault_or_left_for_a_reason(
    rows: list[tuple[str, ...]], answers: dict[str, str], hidden: set[int]
) -> None:
    closed = unit("tourism", "文旅局", successor="culture")
    known = (closed, CULTURE)
    listing = read(*rows, known=known, answers=answers, hidden_rows=tuple(sorted(hidden)))
    told = listing.ledger.shown(listing.faults, listing.asking.open_places)
    assert told["rows"] == len(rows)
    assert sum(told[fate] for fate in ("planned", "asked", "faulted", "left")) == len(rows)
    assert len(told["left_out"]) == told["left"]
    assert told["planned"] <= len(listing.rows)
    assert not any("没有读成" in fault.text for fault in listing.faults)


def test_units_that_closed_for_one_another_are_named_after_a_bounded_search() -> None:
    """No order makes such a ring; a name in it still ends somewhere."""
    ring = [unit("a", "甲局", successor="b"), unit("b", "乙局", successor="a")]
    assert unit_names(ring).find("甲局") <= {"a", "b"}


def test_a_unit_with_too_many_lower_units_does_not_close_at_once() -> None:
    with refused("limit-exceeded", "units[0]"):
        succeed(merging(children={"culture": 401}))


def test_a_unit_with_lower_units_does_not_pass_on_to_one_that_stands_below_another() -> None:
    below = replace(TOURISM, parent="office")
    assert succeed(merging(), successor=below).events
    with refused("invalid", "units[0]"):
        succeed(merging(children={"culture": 1}), successor=below)
    with refused("invalid", "units[1]"):
        succeed(merging(), successor=replace(TOURISM, parent="radio"))


def test_units_that_stand_elsewhere_are_not_touched() -> None:
    assert close_unit(TOWN, SUCCEEDED, heard(SUCCEEDED)) is None


def test_a_closed_unit_is_neither_listed_anew_nor_a_parent() -> None:
    gone = unit("culture", "文化局", successor="tourism")
    fact = UnitListed(
        unit="culture",
        name="文化体育局",
        kind="department",
        parent="",
        aliases=(),
        serves=(),
        by="qian",
    )
    assert hear_listed(gone, fact, heard(fact)) is None
    with refused("unit-closed", "parent"):
        register_unit(None, order("v", "culture"), given(QIAN, Surroundings(parent=gone)))


def test_a_list_for_a_district_that_is_not_there_is_refused() -> None:
    with refused("invalid", "district"):
        import_units(
            None, ImportUnits(district="nowhere", workbook=book()), given(QIAN, (False, {}))
        )


def test_a_preview_shows_what_an_import_would_do() -> None:
    table = book(("文化局", "", "部门", "", "", "culture"))
    told = preview(PreviewUnits(district="ganzhou", workbook=table), (None, {}))
    assert told == shown(read_units(table, "ganzhou", {}, Asking({})), {})
