"""A matrix of tasks and units, as offices draw it: one unit leads each task, or it is asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.sheets import Block, Sheet, Workbook
from services.tasks.planning.table.signs import legend
from tests.published import district
from tests.published.district import TITLES
from tests.unit.published.test_task_tables import account, asked, left, planned, read

UNITS = ("双拥办", "宣传部", "教育局", "财政局")
HEAD = ("序号", "工作任务", *UNITS, "完成时限")
RESULT = ["A01 双拥办+宣传部+财政局 09-30", "B03 宣传部+教育局 07-31"]
LEGEND = ("注：★为牵头单位，△为配合单位。",)


def rows(lead: str, helps: str) -> tuple[tuple[str, ...], ...]:
    return (
        ("1", TITLES["A01"], lead, helps, "", helps, "9月底前"),
        ("2", TITLES["B03"], "", lead, helps, "×", "7月底前"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "★为牵头单位，△为配合单位。",
        "说明：★表示牵头，△表示协办",
        "★牵头 △配合",
        "牵头单位：★ 配合单位：△",
        "牵头单位用★标注，配合单位用△标注",
        "主责（★），协同（△）",
        "标★的为主要责任单位；标△的为参与单位",
        "牵头单位（★）、配合单位（△）",
        "“★”——主办，“△”——协助",
    ],
)
def test_a_legend_says_who_leads_wherever_it_stands(text: str) -> None:
    assert planned(read(HEAD, *rows("★", "△"), (text,))) == RESULT
    assert planned(read((f"任务分工表（{text}）",), HEAD, *rows("★", "△"))) == RESULT
    assert planned(read(HEAD, *rows("★", "△"), title=text)) == RESULT
    sheet = Sheet(name="表1", rows=(HEAD, *rows("★", "△")))
    book = Workbook(filename="表.docx", sheets=(sheet,), beside=("一、分工", text))
    assert planned(district.tasks(book)) == RESULT


@pytest.mark.parametrize(
    ("lead", "helps"),
    [
        ("牵头", "配合"),
        ("主办", "协办"),
        ("主", "协"),
        ("★（牵头）", "√（参与）"),
        ("牵头单位", "责任单位"),
    ],
)
def test_words_in_the_cells_say_it_too(lead: str, helps: str) -> None:
    assert planned(read(HEAD, *rows(lead, helps))) == RESULT


def test_signs_without_a_legend_are_asked_about_once() -> None:
    table = (HEAD, *rows("●", "○"))
    found = read(*table)
    assert asked(found) == ["sign:表!1"] and account(found) == {"asked": 2}
    question = found.asking.open[0]
    assert question.default == "●" and "逐行" in question.options[-1].label
    assert planned(read(*table, answers={"sign:表!1": "●"})) == RESULT
    each = read(*table, answers={"sign:表!1": "none"})
    assert asked(each) == ["lead:表!2", "lead:表!3"]


def test_one_tick_leads_and_several_are_asked_about_without_a_default() -> None:
    table = (
        HEAD,
        ("1", TITLES["A01"], "√", "", "", "", "9月底前"),
        ("2", TITLES["B03"], "", "✓", "✓", "", "7月底前"),
    )
    same = tuple(tuple(cell.replace("✓", "√") for cell in row) for row in table)
    found = read(*same)
    assert asked(found) == ["lead:表!3"] and not found.asking.open[0].default
    assert planned(read(*same, answers={"lead:表!3": "教育局"})) == [
        "A01 双拥办 09-30",
        "B03 教育局+宣传部 07-31",
    ]


def test_two_leads_none_and_an_empty_row_are_asked_about() -> None:
    table = (
        HEAD,
        ("1", TITLES["A01"], "★", "★", "", "", "9月底前"),
        ("2", TITLES["B03"], "", "△", "", "", "7月底前"),
        ("3", TITLES["A03"], "", "", "", "", "7月底前"),
        LEGEND,
    )
    found = read(*table)
    assert asked(found) == ["lead:表!2", "lead:表!3", "lead:表!4"]
    assert account(found) == {"asked": 3, "left": 1}
    told = {"lead:表!2": "宣传部", "lead:表!3": "宣传部", "lead:表!4": "财政局"}
    assert planned(read(*table, answers=told)) == [
        "A01 宣传部+双拥办 09-30",
        "A03 财政局 07-31",
        "B03 宣传部 07-31",
    ]


def test_the_units_stand_in_a_second_row_merged_or_not() -> None:
    upper = ("序号", "工作任务", "责任单位", "", "", "", "完成时限")
    lower = ("", "", *UNITS, "")
    merged = tuple(Block(*at) for at in ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 6), (1, 7, 2, 7)))
    assert planned(read(upper, lower, *rows("★", "△"), LEGEND, merged=merged)) == RESULT
    assert planned(read(upper, lower, *rows("★", "△"), LEGEND)) == RESULT
    one, two = rows("★", "△")
    assert planned(read(upper, lower, one, upper, lower, two, LEGEND)) == RESULT


def test_what_stands_over_the_units_says_who_leads() -> None:
    upper = ("序号", "工作任务", "牵头单位", "", "配合单位", "", "", "完成时限")
    lower = ("", "", "双拥办", "宣传部", "宣传部", "教育局", "财政局", "")
    one = ("1", TITLES["A01"], "√", "", "√", "", "√", "9月底前")
    two = ("2", TITLES["B03"], "", "√", "", "√", "", "7月底前")
    assert planned(read(upper, lower, one, two)) == RESULT


def test_units_beside_a_column_of_leads_cooperate() -> None:
    head = ("序号", "工作任务", "牵头单位", "宣传部", "教育局", "财政局", "完成时限")
    one = ("1", TITLES["A01"], "双拥办", "√", "", "√", "9月底前")
    two = ("2", TITLES["B03"], "宣传部", "√", "√", "", "7月底前")
    assert planned(read(head, one, two)) == RESULT


def test_columns_of_ticks_that_are_no_units_are_told_as_before() -> None:
    head = ("序号", "工作任务", "牵头单位", "已完成", "未完成", "1月", "2月")
    row = ("1", TITLES["A01"], "双拥办", "√", "", "√", "√")
    found = read(head, row)
    assert planned(found) == ["A01 双拥办 11-30"]
    assert "“已完成”一列未读取" in {note.text for note in found.notes}


def test_other_units_below_a_repeated_header_count_from_there_on() -> None:
    found = read(
        ("工作任务", "双拥办", "宣传部", "各乡镇"),
        (TITLES["A01"], "★", "△", ""),
        ("工作任务", "教育局", "财政局", "各乡镇"),
        (TITLES["A03"], "", "★", "△"),
        ("★牵头 △配合", "", "", ""),
    )
    assert planned(found) == ["A01 双拥办+宣传部 11-30", "A03 财政局+柳溪镇+石桥乡 11-30"]
    assert left(found) == ["表头重复", "附注"]


def test_a_cell_that_is_no_sign_and_a_head_that_is_no_unit_are_asked_about() -> None:
    head = ("序号", "工作任务", "双拥办", "文宣中心", "教育局")
    table = (head, ("1", TITLES["A01"], "牵头", "配合", "√(部分)"))
    assert asked(read(*table)) == ["mark:√(部分)", "unit:文宣中心"]
    answers = {"mark:√(部分)": "none", "unit:文宣中心": "宣传部"}
    assert planned(read(*table, answers=answers)) == ["A01 双拥办+宣传部 11-30"]


def test_letters_are_signs_where_a_legend_says_so() -> None:
    assert planned(read(HEAD, *rows("Z", "P"), ("Z—牵头单位；P—配合单位",))) == RESULT


def test_a_sign_that_a_legend_gives_two_meanings_means_none() -> None:
    assert legend("★为牵头单位；★为配合单位", ["★"]) == {}
    assert legend("负责人是责任人", ["是"]) == {}


CELLS = st.sampled_from(("", "", "★", "△", "×"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_of_any_matrix_each_row_has_one_lead_or_is_asked_about(
    marks: list[tuple[str, str, str, str]],
) -> None:
    codes = [*TITLES][: len(marks)]
    table = [(str(n), TITLES[c], *m, "") for n, (c, m) in enumerate(zip(codes, marks, strict=True))]
    first = ("90", TITLES["C05"], "★", "△", "", "", "")
    found = read(HEAD, first, *table, LEGEND)
    counted = account(found)
    assert counted.get("planned", 0) + counted.get("asked", 0) == len(marks) + 1
    wanted = {
        code: (UNITS[row.index("★")], {UNITS[n] for n, sign in enumerate(row) if sign == "△"})
        for code, row in zip(codes, marks, strict=True)
        if row.count("★") == 1
    } | {"C05": ("双拥办", {"宣传部"})}
    names = {code: name for name, code in district.CODES.items()}
    made = {one.item: (names[one.lead], {names[c] for c in one.cooperating}) for one in found.rows}
    assert made == wanted


# -- units down, tasks across -----------------------------------------------------------------

DOWN = (
    ("单位\\任务", TITLES["A01"], TITLES["B03"], TITLES["A03"]),
    ("双拥办", "★", "", ""),
    ("宣传部", "△", "★", ""),
    ("教育局", "", "△", ""),
    ("财政局", "", "", "★"),
    ("完成时限", "9月底前", "7月底前", "10月底前"),
)
TURNED = ["A01 双拥办+宣传部 09-30", "A03 财政局 10-31", "B03 宣传部+教育局 07-31"]


def test_a_row_for_each_unit_is_read_as_well_and_said_so() -> None:
    found = read(("2027年任务分工表",), *DOWN, ("注：★牵头，△配合",))
    assert planned(found) == TURNED and account(found) == {"planned": 3, "left": 1}
    assert any("行列对调" in note.text and "第3行是原表B列" in note.text for note in found.notes)


@pytest.mark.parametrize(("lead", "helps"), [("牵头", "配合"), ("主办", "协办"), ("1", "2")])
def test_what_stands_in_its_cells_is_read_as_in_any_matrix(lead: str, helps: str) -> None:
    cells = (tuple(c.replace("★", lead).replace("△", helps) for c in row) for row in DOWN)
    table = tuple((str(n), *row) for n, row in enumerate(cells))
    legend = ("注：1为牵头，2为配合",) if lead == "1" else ()
    assert planned(read(("", *table[0][1:]), *table[1:], *([legend] if legend else []))) == TURNED


def test_a_table_that_may_be_read_both_ways_is_asked_about() -> None:
    table = (
        ("责任单位", "工作任务", "", ""),
        ("", TITLES["A01"], TITLES["B03"], TITLES["A03"]),
        ("双拥办", "★", "", ""),
        ("宣传部", "△", "★", ""),
        ("财政局", "", "", "★"),
        ("★牵头 △配合", "", "", ""),
    )
    found = read(*table)
    assert asked(found) == ["across:表"] and found.asking.open[0].default == "units"
    assert planned(read(*table, answers={"across:表": "units"})) == [
        "A01 双拥办+宣传部 11-30",
        "A03 财政局 11-30",
        "B03 宣传部 11-30",
    ]
    assert asked(read(*table, answers={"across:表": "rows"}))


def test_a_column_of_units_that_holds_more_than_signs_is_no_matrix() -> None:
    rows = (
        ("单位名称", "重点任务及要求", "完成情况的说明"),
        ("双拥办", TITLES["A01"], "已经开展"),
        ("宣传部", TITLES["B03"], "正在筹备"),
    )
    assert not any("行列对调" in note.text for note in read(*rows).notes)


def test_figures_without_a_legend_are_asked_about_and_counts_say_who_takes_part() -> None:
    assert asked(read(HEAD, *rows("1", "2"))) == ["sign:表!1"]
    assert planned(read(HEAD, *rows("1", "2"), ("注：1为牵头，2为配合",))) == RESULT
    counted = read(HEAD, *rows("3次", "2次"))
    assert asked(counted) == ["lead:表!2", "lead:表!3"]
    assert any("数量没有读取" in note.text for note in counted.notes)
    quotas = (
        ("序号", "工作任务", "牵头单位", "柳溪镇", "石桥乡"),
        ("1", TITLES["A01"], "双拥办", "3", "2"),
    )
    found = read(*quotas)
    assert planned(found) == ["A01 双拥办 11-30"]
    assert any("柳溪镇" in note.text and "未读取" in note.text for note in found.notes)
