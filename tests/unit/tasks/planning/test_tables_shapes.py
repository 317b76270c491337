"""The traps of shape in real tables: each is read, asked, or refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.sheets import Block, Mark, Sheet, Workbook
from contracts.sheets.asking import Asking
from contracts.sheets.ledger import Ledger
from contracts.sheets.numbering import split_numbered
from services.tasks.planning.table import prose
from services.tasks.planning.table.points import differ, number, quoted
from services.tasks.planning.table.prose import MAX_TASKS
from services.tasks.planning.table.reading import Reading, read_table
from tests.unit.tasks.planning.tables import (
    DUE,
    HEADER,
    LEADING,
    block,
    faults,
    ground,
    one,
    open_questions,
    plain,
    read,
    row,
    sheet,
    sound,
)


def text(*lines: str) -> Reading:
    """A sheet with one line of text in each row."""
    book = Workbook(filename="分解表.xlsx", sheets=(sheet(*((line,) for line in lines)),))
    return read_table(book, ground(), DUE, Asking({}))


# -- above, below and between -------------------------------------------------------------------


def test_titles_above_and_notes_below_are_no_rows() -> None:
    reading = read(
        ("附件1",),
        ("甘州区2026年双拥任务分解表",),
        HEADER,
        row("A01"),
        ("合计", "", "", "2"),
        ("备注：媒体一项本次未测评",),
        ("（此件公开发布）",),
    )
    assert [one.item for one in sound(reading)] == ["A01"]


def test_a_header_that_is_repeated_on_the_next_page_is_no_row() -> None:
    reading = plain(row("A01"), HEADER, row("A02"))
    assert [one.item for one in sound(reading)] == ["A01", "A02"]


def test_what_is_not_read_is_said() -> None:
    aside = Sheet(name="填表说明", rows=(("请逐行填写",),))
    table = sheet((*HEADER, "牵头处室"), row("A01"))
    book = Workbook(filename="分解表.xlsx", sheets=(table, aside))
    reading = read_table(book, ground(), DUE, Asking({}))
    assert [one.item for one in sound(reading)] == ["A01"]
    assert [(note.sheet, note.text) for note in reading.notes] == [
        ("分解表", "“牵头处室”一列未读取"),
        ("填表说明", "没有表头，未读取"),
    ]


def test_a_second_header_row_with_words_that_nobody_knows_is_no_task() -> None:
    down = tuple(Block(1, column, 2, column) for column in (1, 2, 5))
    reading = read(
        ("序号", "工作任务", "责任分工", "", "完成时限"),
        ("", "", "牵头单位", "牵头处室", ""),
        ("A01", "双拥工作纳入发展规划", "双拥办", "综合股", "12月底前"),
        merged=(*down, Block(1, 3, 1, 4)),
    )
    assert [one.item for one in sound(reading)] == ["A01"]


def test_a_merged_category_holds_for_all_its_rows_and_its_total_is_no_part_of_its_name() -> None:
    rows = (
        row("A01", category="一、组织领导坚强有力(6)", points="2"),
        row("A02", category="", points="2"),
        row("A03", category="", points="2"),
    )
    reading = plain(*rows, merged=(block(2, 2, 4, 2),))
    assert {one.category for one in sound(reading)} == {LEADING}
    assert [note.text for note in reading.notes] == ["A02 在考评标准中为1.5分，以标准为准"]


def test_a_category_whose_total_is_not_the_sum_of_its_rows_is_told() -> None:
    reading = plain(
        row("A01", category="一、组织领导坚强有力（6分）", points="2"),
        row("A03", category="", points="2"),
    )
    assert any("写的是6分，各行合计4分" in note.text for note in reading.notes)


def test_a_category_may_stand_as_a_row_of_its_own() -> None:
    reading = read(
        ("序号", "工作任务", "责任单位"),
        ("一、组织领导坚强有力", "", ""),
        ("1", "双拥工作纳入发展规划", "双拥办"),
        ("二、宣传教育广泛深入", "", ""),
        ("1", "国防教育纳入教育体系", "区教育局"),
        merged=(block(2, 1, 2, 3), block(4, 1, 4, 3)),
    )
    assert [(one.item, one.category) for one in sound(reading)] == [
        ("A01", LEADING),
        ("B01", "宣传教育广泛深入"),
    ]


def test_a_lead_merged_down_leads_all_its_rows() -> None:
    reading = plain(row("A01", lead="双拥办"), row("A02", lead=""), merged=(block(2, 5, 3, 5),))
    assert [one.lead for one in sound(reading)] == ["dsb", "dsb"]


def test_an_empty_lead_that_is_not_merged_is_asked_about() -> None:
    asked = plain(row("A01"), row("A02", lead=""))
    assert open_questions(asked) == ["lead:分解表!3"] and not asked.faults
    told = plain(row("A01"), row("A02", lead=""), answers={"lead:分解表!3": "双拥办"})
    assert [one.lead for one in sound(told)] == ["edu", "dsb"]


def test_a_row_without_its_task_goes_with_the_row_above_if_somebody_says_so() -> None:
    rows = row("A01", lead="双拥办"), row("A02", text="", lead="区教育局", number="")
    assert open_questions(plain(*rows)) == ["joins:分解表!3"]
    joined = plain(*rows, answers={"joins:分解表!3": "above", "lead:A01": "dsb"})
    assert [(one.lead, one.cooperating) for one in sound(joined)] == [("dsb", ("edu",))]
    left = plain(*rows, answers={"joins:分解表!3": "leave"})
    assert [one.cooperating for one in sound(left)] == [()]
    assert left.ledger.shown((), ())["left_out"][0]["text"] == "按答复不读取"


def test_the_same_as_above_is_read_from_above() -> None:
    reading = plain(row("A01", lead="双拥办"), row("A02", lead="同上", due="同上"))
    rows = sound(reading)
    assert [(one.lead, one.words) for one in rows] == [("dsb", "9月底前")] * 2


# -- which item ---------------------------------------------------------------------------------


def item_of(*cells: str, header: tuple[str, ...] = ("序号", "类别", "工作任务", "责任单位")) -> str:
    return one(read(header, cells)).item


def test_a_row_is_its_item_by_code() -> None:
    assert item_of("A02", "", "议军会议", "双拥办") == "A02"


def test_a_row_is_its_item_by_text_whatever_its_number_and_signs() -> None:
    assert item_of("9", "", "3、党委议军会议，制度落实。", "双拥办") == "A02"
    assert item_of("9", "", "党 委 议 军 会 议 制 度 落 实", "双拥办") == "A02"


def test_a_number_that_restarts_counts_within_its_category() -> None:
    assert item_of("2", "宣传教育广泛深入", "媒体专题专栏（每月）", "宣传部") == "B02"


def test_numbers_that_run_on_count_through_the_whole() -> None:
    assert item_of("5", "", "媒体专题专栏（每月）", "宣传部") == "B02"


def test_a_row_that_holds_an_items_title_and_more_is_that_item() -> None:
    reading = read(
        ("工作任务", "责任单位"), ("各单位要确保双拥经费列入财政预算并及时拨付", "财政局")
    )
    assert one(reading).item == "A03"


def test_a_row_that_fits_no_item_is_asked_and_its_answer_taken() -> None:
    table = (("工作任务", "责任单位"), ("为官兵办好十件实事", "双拥办"))
    asked = read(*table)
    assert open_questions(asked) == ["item:分解表!2"]
    assert one(read(*table, answers={"item:分解表!2": "A01"})).item == "A01"
    skipped = read(*table, answers={"item:分解表!2": "skip"})
    assert not sound(skipped) and len(skipped.skipped) == 1


def test_an_answer_that_names_no_item_leaves_the_question_open() -> None:
    table = (("工作任务", "责任单位"), ("为官兵办好十件实事", "双拥办"))
    reading = read(*table, answers={"item:分解表!2": "Z99"})
    assert open_questions(reading) == ["item:分解表!2"]


def test_a_number_alone_does_not_make_an_unlike_row_an_item() -> None:
    table = (("序号", "工作任务", "责任单位"), ("1", "为官兵办好十件实事", "双拥办"))
    assert open_questions(read(*table)) == ["item:分解表!2"]


def test_several_rows_of_one_item_and_lead_are_one_duty() -> None:
    reading = plain(
        row("A01", lead="双拥办", cooperating="财政局"),
        row("A01", lead="双拥办", cooperating="宣传部"),
    )
    assert one(reading).cooperating == ("finance", "publicity")


def test_one_item_with_two_leads_is_asked() -> None:
    rows = (row("A01", lead="双拥办"), row("A01", lead="财政局"))
    assert open_questions(plain(*rows)) == ["lead:A01"]
    duty = one(plain(*rows, answers={"lead:A01": "finance"}))
    assert (duty.lead, duty.cooperating) == ("finance", ("dsb",))


def test_one_item_and_lead_with_two_days_is_a_fault() -> None:
    assert faults(plain(row("A01"), row("A01", due="8月底前"))) == [(3, "H")]


# -- turned round -------------------------------------------------------------------------------

TURNED = ("序号", "责任单位", "工作任务", "配合单位")


@pytest.mark.parametrize(
    "cell",
    [
        "1、双拥工作纳入发展规划；2、媒体双拥专题专栏",
        "1.双拥工作纳入发展规划\n2.媒体双拥专题专栏",
        "1)双拥工作纳入发展规划 2)媒体双拥专题专栏",
        "（1）双拥工作纳入发展规划；（2）媒体双拥专题专栏。",
        "①双拥工作纳入发展规划②媒体双拥专题专栏",
        "一、双拥工作纳入发展规划。二、媒体双拥专题专栏",
    ],
)
def test_a_table_with_one_row_per_unit_is_turned_back(cell: str) -> None:
    reading = read(TURNED, ("1", "双拥办", cell, "财政局"))
    assert reading.shape == "turned"
    assert [(one.item, one.lead, one.cooperating) for one in sound(reading)] == [
        ("A01", "dsb", ("finance",)),
        ("B02", "dsb", ("finance",)),
    ]


def test_a_unit_with_one_task_stands_in_a_turned_table_too() -> None:
    reading = read(
        TURNED,
        ("1", "双拥办", "1、双拥工作纳入发展规划2、媒体双拥专题专栏", ""),
        ("2", "财政局", "双拥经费列入财政预算", ""),
    )
    assert [one.item for one in sound(reading)] == ["A01", "A03", "B02"]


def test_an_item_under_two_units_of_a_turned_table_is_asked() -> None:
    reading = read(
        TURNED,
        ("1", "双拥办", "1、双拥工作纳入发展规划2、媒体双拥专题专栏", ""),
        ("2", "宣传部", "1、媒体双拥专题专栏2、公益广告和宣传标语", ""),
    )
    assert open_questions(reading) == ["lead:B02"]


def test_numbers_inside_a_sentence_do_not_split_it() -> None:
    assert split_numbered("1、按2.5分计；2、共12.5万元。") == [
        (1, "按2.5分计"),
        (2, "共12.5万元。"),
    ]
    assert split_numbered("每年召开2、3次会议") == []


def test_a_cell_with_numbered_points_left_of_its_lead_stays_one_task() -> None:
    cells = ("1、双拥工作纳入发展规划；2、纳入领导考核", "双拥办")
    reading = read(("工作任务", "责任单位"), cells)
    assert [one.item for one in sound(reading)] == ["A01"]


# -- tables that are text -----------------------------------------------------------------------


def test_a_numbered_sentence_with_lines_of_units_below_is_a_row() -> None:
    reading = text(
        "甘州区双拥任务分解表",
        "一、组织领导坚强有力",
        "1.双拥工作纳入发展规划。",
        "牵头单位：双拥办",
        "责任单位：财政局、宣传部",
        "完成时限：9月底前",
        "2.党委议军会议制度落实。",
        "牵头单位：人武部",
        "完成时限：每季度",
    )
    first, second = sound(reading)
    assert reading.shape == "text"
    assert (first.item, first.lead, first.cooperating) == ("A01", "dsb", ("finance", "publicity"))
    assert (first.category, first.words) == (LEADING, "9月底前")
    assert (second.item, len(second.instances)) == ("A02", 4)


def test_units_in_brackets_after_the_sentence_are_read() -> None:
    reading = text(
        "（一）双拥工作纳入发展规划。（责任单位：双拥办）",
        "（二）双拥经费列入财政预算；(责任单位:财政局、区教育局)",
    )
    assert open_questions(reading) == ["first-leads"]
    book = [one.item for one in text("1、双拥工作纳入发展规划(责任单位:双拥办)").rows]
    assert book == ["A01"]


def test_time_and_units_run_on_without_a_break_are_read() -> None:
    reading = text(
        "1、双拥工作纳入发展规划 时间:9月底前 责任单位:双拥办 参与单位:财政局、宣传部",
        "2、媒体双拥专题专栏。时间：长期责任单位：宣传部参与单位：区教育局",
    )
    first, second = sound(reading)
    assert (first.words, first.lead, first.cooperating) == (
        "9月底前",
        "dsb",
        ("finance", "publicity"),
    )
    assert (second.standing, second.lead, second.cooperating) == (True, "publicity", ("edu",))


def test_a_whole_text_in_one_cell_is_read_line_by_line() -> None:
    reading = text("1.双拥工作纳入发展规划\n责任单位：双拥办\n2.媒体双拥专题专栏\n责任单位：宣传部")
    assert [(one.item, one.lead) for one in sound(reading)] == [
        ("A01", "dsb"),
        ("B02", "publicity"),
    ]


# -- points -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [("2", "2"), ("5分", "5"), ("10分", "10"), ("2。2", "2.2"), ("２．５", "2.5"), ("( 2 )", "2")],
)
def test_points_are_read_as_people_type_them(cell: str, value: str) -> None:
    assert str(number(cell)) == value


def test_points_that_are_no_number_are_refused_with_their_cell() -> None:
    assert faults(plain(row("A01", points="l0分"))) == [(2, "D")]


def test_quoted_points_are_parts_and_deductions_are_not() -> None:
    assert [str(n) for n in quoted("纳入规划得0.5分，纳入考核计1.5分，未落实扣0.25分")] == [
        "0.5",
        "1.5",
    ]
    assert [str(n) for n in quoted("制定方案(2分)；印发文件（3分）")] == ["2", "3"]
    assert quoted("四项制度每项各2.5分") == []


def test_parts_that_do_not_add_up_wait_for_a_person() -> None:
    header = ("考评内容", "分值", "评分标准", "责任单位")
    cells = ("双拥工作纳入发展规划", "2", "纳入规划得0.5分，纳入考核得1分", "双拥办")
    asked = read(header, cells)
    assert open_questions(asked) == ["points:分解表!2"]
    assert "合计1.5分，分值为2分" in asked.asking.open[0].text
    assert open_questions(read(header, cells, defaults=True)) == ["points:分解表!2"]
    assert one(read(header, cells, answers={"points:分解表!2": "points"})).item == "A01"


def test_parts_that_add_up_ask_nothing() -> None:
    points = number("2")
    assert points and differ("纳入规划得0.5分，纳入考核得1.5分", points) is None


# -- the year -----------------------------------------------------------------------------------


def test_a_heading_of_another_year_is_asked() -> None:
    table = (("2025年双拥任务分解表",), HEADER, row("A01", due="12月25日前"))
    assert open_questions(read(*table)) == ["year"]
    assert str(one(read(*table, answers={"year": "2025"})).due) == "2025-12-25"
    assert str(one(read(*table, defaults=True)).due) == "2026-12-25"


# -- what must not enter ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    ["张三 13812345678", "620702199001011234", "73×××部队", "１３８１２３４５６７８"],
)
def test_personal_numbers_and_troop_numbers_are_refused_without_being_repeated(cell: str) -> None:
    reading = plain(row("A01", cooperating=cell))
    assert faults(reading) == [(2, "F")]
    assert reading.faults[0].value == ""


def test_formulas_are_refused() -> None:
    reading = plain(row("A01", due="=TODAY()"), marks=(Mark(2, 8, "uncounted"),))
    assert faults(reading) == [(2, "H")]


def test_every_fault_of_a_table_is_listed_in_its_order() -> None:
    reading = plain(
        row("A01", lead="待定"),
        row("A02", due="截至10月10日"),
        row("A03", points="二分"),
        row("B01", cooperating="待定"),
    )
    assert faults(reading) == [(2, "E"), (3, "H"), (4, "D"), (5, "F")]


# -- anything -----------------------------------------------------------------------------------

WORDS = (
    *(
        "牵头单位",
        "责任单位：民政局",
        "双拥工作纳入发展规划",
        "区教育局",
        "同上",
        "待定",
        "7月底前",
    ),
    *("一、组织领导坚强有力(6)", "1", "合计", "各乡镇", "A01", "(责任单位:财政局)", "十十月", "和"),
    *("", "甲和乙、丙与丁", "牵头：配合：", "①②", "）（", "时间:9月底前"),
)


@given(
    rows=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), max_size=8),
    top=st.integers(1, 9),
    left=st.integers(1, 9),
    headed=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_no_table_breaks_the_reader(
    rows: list[list[str]], top: int, left: int, headed: bool
) -> None:
    cells = [tuple(one) for one in rows]
    table = [HEADER, *cells] if headed else cells
    reading = read(*table, merged=(block(top, left, top + 2, left + 1),), defaults=True)
    assert reading.rows or reading.faults or reading.asking.asked or reading.skipped or headed


# -- headings and texts -------------------------------------------------------------------------


def test_a_numbered_heading_alone_in_the_column_of_texts_is_the_category_below_it() -> None:
    reading = read(
        ("工作任务", "牵头单位", "完成时限"),
        (f"一、{LEADING}", "", ""),
        ("双拥工作纳入发展规划", "双拥办", "9月底前"),
    )
    assert one(reading).category == LEADING


def test_a_numbered_text_under_a_merged_unit_is_a_task_and_no_heading() -> None:
    reading = read(
        ("工作任务", "牵头单位"),
        ("双拥工作纳入发展规划", "双拥办"),
        ("二、国防教育纳入教育体系", ""),
        merged=(block(2, 2, 3, 2),),
    )
    assert {one.item: one.lead for one in sound(reading)} == {"A01": "dsb", "B01": "dsb"}


def test_a_text_has_a_bound_of_tasks() -> None:
    task = "1、国防教育纳入教育体系（区教育局）"
    asked = text(*[task] * (MAX_TASKS + 1))
    assert (0, "") in faults(asked) and f"最多{MAX_TASKS}项任务" in asked.faults[0].text


def test_a_note_and_an_unlawful_line_of_a_text_make_no_task() -> None:
    reading = text(
        "1、国防教育纳入教育体系",
        "责任单位：区教育局",
        "备注：媒体一项本次未测评",
        "联系人身份证号 620702199001011237",
    )
    assert faults(reading) == [(4, "A")]
    assert "附注，未读取" in [note.text for note in reading.notes]
    assert [row.item for row in reading.rows] == ["B01"]


def test_a_sentence_and_the_words_behind_a_label_are_read_up_to_a_bound() -> None:
    filling = "充分做好各项准备" * 200
    sheet = prose.read_prose(
        Sheet(name="s", rows=(("1、国防教育",), *[(filling,)] * 5, ("责任单位：区教育局",))),
        Ledger(),
    )
    (task,) = sheet.rows
    assert prose.MAX_TEXT <= len(task.text) < prose.MAX_TEXT + len(filling)
    many = ("1、国防教育", *[f"责任单位：{filling}"] * 5)
    (labelled,) = prose.read_prose(
        Sheet(name="s", rows=tuple((line,) for line in many)), Ledger()
    ).rows
    assert len(labelled.lead) < prose.MAX_TEXT + len(filling) + 5
