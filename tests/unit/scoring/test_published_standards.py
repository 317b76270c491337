"""A standard as published becomes a draft that asks; nothing of it is lost, nothing is assumed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.caller import Caller
from contracts.orders.scoring import ImportStandard, PublishStandard
from contracts.sheets import Block, Mark, Sheet, Workbook
from kit.change import Knowing
from services.scoring.refusals import QuestionsOpen
from services.scoring.standards import publishing
from services.scoring.standards.collecting import Question
from services.scoring.standards.exporting import workbook
from services.scoring.standards.importing import Imported, Kept, cell_faults, import_workbook
from services.scoring.standards.proposing import of_item, propose
from services.scoring.standards.standard import Standard
from tests.unit.scoring.support import the_sample

T = TypeVar("T")
HEAD = ("考 评\n项 目", "序号", "考 评 内 容", "分值", "评 分 标 准", "考评得分")
TITLE = ("双拥模范城（县）考评标准",)
BODY = (
    ("一、组织领导坚强有力(4)", "1", "双拥工作纳入发展规划", "2", "每做到一项得0.5分。", ""),
    ("", "2", "党委议军会议制度落实", "1", "召开议军会议得1分", ""),
    ("", "3", "双拥活动经费列入预算", "1", "列入预算且有凭证的得1分。", ""),
    ("二、宣传教育广泛深入(1)", "4", "国防教育纳入国民教育体系", "1", "纳入的得1分", ""),
)
KNOWN = Kept({}, tuple(map(of_item, the_sample().items)))


def book(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD, **more: Any) -> Workbook:
    sheet = Sheet(name="标准", rows=(TITLE, (), head, *rows), **more)
    return Workbook(filename="标准.xlsx", sheets=(sheet,))


def read(table: Workbook, answers: Mapping[str, str] | None = None, kept: Kept = KNOWN) -> Imported:
    return import_workbook(table, version="v1", name="试", answers=answers, kept=kept)


def draft(table: Workbook, answers: Mapping[str, str] | None = None) -> Standard:
    found = read(table, answers)
    assert found.standard, cell_faults(found)
    return found.standard


def open_(found: Imported) -> set[str]:
    return {question.id for question in found.questions if not question.settled}


def question(found: Imported, id: str) -> Question:
    return next(one for one in found.questions if one.id == id)


def test_the_published_form_becomes_a_draft_with_codes_by_category() -> None:
    merged = (Block(1, 1, 1, 6), Block(4, 1, 6, 1))
    found = draft(book(*BODY, merged=merged))
    assert [item.code for item in found.items] == ["A01", "A02", "A03", "B01"]
    assert [item.category for item in found.items][2:] == [
        "一、组织领导坚强有力",
        "二、宣传教育广泛深入",
    ]
    assert found.headings == {"一、组织领导坚强有力": 4000, "二、宣传教育广泛深入": 1000}
    notes = read(book(*BODY, merged=merged)).notes
    assert any("“考评得分”一列未读取" in note for note in notes)
    assert any("已按类别编为 A01 至 B01" in note for note in notes)


def test_side_kind_evidence_and_lead_are_proposed_with_their_reason() -> None:
    found = read(book(*BODY))
    assert {"A01.side", "A01.kind", "A01.evidence", "A01.lead"} <= open_(found)
    near = question(found, "A01.lead")
    assert (
        near.answer == "区委办" and "与“A01 双拥工作纳入发展规划和党政军领导考核”相近" in near.text
    )
    alone = question(read(book(*BODY), kept=Kept()), "A03.lead")
    assert alone.answer == "财政局" and "条文写到“经费”" in alone.text


def test_a_proposal_is_taken_or_another_given_by_row_and_by_column() -> None:
    found = read(book(*BODY), {"A01.lead": "区政府办", "A01.side": "军"})
    assert found.standard
    first = found.standard.items[0]
    assert (first.lead, first.side) == ("区政府办", "military")
    state = imported(book(*BODY), {"*.side": "default", "*.kind": "default"})
    assert not {q.id for q in state.questions} & {"A01.side", "B01.side", "A02.kind"}
    assert "A01.lead" in {q.id for q in state.questions}


def test_a_made_code_can_be_renamed() -> None:
    found = draft(book(*BODY), {"A03.code": "F01"})
    assert [item.code for item in found.items] == ["A01", "A02", "F01", "B01"]


def test_codes_of_the_table_are_kept() -> None:
    rows = [(category, f"C{n}0", *rest) for n, (category, _, *rest) in enumerate(BODY, 1)]
    assert [item.code for item in draft(book(*rows)).items] == ["C10", "C20", "C30", "C40"]


@pytest.mark.parametrize(
    "head",
    [
        ("考核项目", "序号", "标准及要求", "分值", "计分措施", "得分"),
        ("类别", "项号", "测评内容", "标准分", "测评标准", "自评分"),
        ("项目", "序", "考核要点", "基本分", "扣分标准", "实得分"),
    ],
)
def test_other_published_forms_are_read_as_well(head: tuple[str, ...]) -> None:
    assert len(draft(book(*BODY, head=head)).items) == 4


def test_a_rule_that_is_not_read_is_asked_for_and_the_item_stays() -> None:
    rows = (*BODY[:3], (*BODY[3][:4], "看情况给分", ""))
    found = read(book(*rows))
    assert found.standard and found.standard.items[3].rule_text == "看情况给分"
    assert "B01.rule" in open_(found)
    asked = question(found, "B01.rule").text
    assert "看情况给分" in asked and asked.count("请改写条文") == 1
    mended = read(book(*rows), {"B01.rule": "FIX"})
    assert "B01.rule" not in open_(mended)
    assert mended.standard and mended.standard.items[3].rule_text == "FIX"
    again = read(book(*rows), {"B01.rule": "还是看情况"})
    assert "B01.rule" in open_(again)


def test_parts_that_do_not_make_the_points_are_asked_about_with_both_figures() -> None:
    rows = ((*BODY[0][:4], "机构健全0.5分，制度健全1分", ""), *BODY[1:])
    asked = question(read(book(*rows)), "A01.rule")
    assert "1.5" in asked.text and not asked.settled


def test_a_headings_total_that_differs_is_asked_about_and_no_default_answers_it() -> None:
    rows = (("一、组织领导坚强有力(6)", *BODY[0][1:]), *BODY[1:])
    found = read(book(*rows))
    assert "各项合计 4 分，标题写明 6 分" in question(found, "一、组织领导坚强有力.sum").text
    state = imported(book(*rows), {"*": "default"})
    assert [q.id for q in state.questions] == ["一、组织领导坚强有力.sum"]
    settled = draft(book(*rows), {"一、组织领导坚强有力.sum": "items"})
    assert settled.headings == {"二、宣传教育广泛深入": 1000}


def test_the_base_is_what_the_items_make_and_is_asked_about() -> None:
    found = read(book(*BODY))
    assert found.standard and found.standard.base_points == 5000
    assert "standard.base_points" in open_(found)


def test_grounds_of_veto_and_the_cap_of_bonuses_are_taken_from_the_table() -> None:
    rows = (
        *BODY,
        ("三、加分项目（加分累计不超过5分）", "5", "获国家级表彰", "2", "FIX", ""),
        ("一票否决", "6", "发生涉军重大群体性事件", "", "", ""),
    )
    found = read(book(*rows))
    assert found.standard
    assert [veto.title for veto in found.standard.vetoes] == ["发生涉军重大群体性事件"]
    assert found.standard.bonus_cap == 5000
    assert found.standard.item("T01") and found.standard.items[-1].bonus
    assert "standard.vetoes" not in open_(found)


def test_columns_of_grades_are_part_of_the_rule() -> None:
    head = ("项目", "序号", "测评内容", "分值", "A", "B", "C")
    rows = (("一、领导", "1", "双拥工作纳入发展规划", "2", "全部达到", "达到三项", "其他"),)
    found = read(book(*rows, head=head))
    assert found.standard
    assert found.standard.items[0].rule_text == "A：全部达到；B：达到三项；C：其他"


def test_sentences_that_share_one_cell_of_points_are_one_item() -> None:
    rows = (BODY[0], ("", "", "领导干部述职内容", "", "述职的得0.5分", ""), *BODY[2:])
    found = draft(book(*rows, merged=(Block(4, 4, 5, 4),)))
    assert len(found.items) == 3 and "领导干部述职内容" in found.items[0].title


def test_the_tables_of_a_document_are_one_standard_with_their_headings_as_categories() -> None:
    head = ("序号", "考评内容", "分值", "评分标准")
    first = Sheet(name="表1", rows=(head, ("1", "列入规划", "2", "FIX")), title="一、组织领导(2分)")
    second = Sheet(name="表2", rows=(head, ("1", "", "2", "FIX")), title="二、宣传教育")
    cover = Sheet(name="封面", rows=(("双拥模范城考评标准",),))
    told = read(Workbook(filename="a.docx", sheets=(cover, first, second)))
    assert [(f.sheet, f.row, f.column) for f in cell_faults(told)] == [("表2", 2, "B")]
    assert "工作表“封面”没有读取" in told.notes
    whole = Sheet(name="表2", rows=(head, ("1", "开展教育", "2", "FIX")), title="二、宣传教育")
    found = draft(Workbook(filename="a.docx", sheets=(cover, first, whole)))
    assert [(item.code, item.category) for item in found.items] == [
        ("A01", "一、组织领导"),
        ("B01", "二、宣传教育"),
    ]


def test_a_hidden_row_is_told_and_taken_only_by_an_answer() -> None:
    table = book(*BODY, hidden_rows=(5,))
    found = read(table)
    assert "hidden.标准" in open_(found) and found.account["left"] == 1
    assert found.standard and len(found.standard.items) == 3
    assert len(draft(table, {"hidden.标准": "take"}).items) == 4


def test_a_long_text_is_cut_only_as_somebody_says() -> None:
    rows = ((*BODY[0][:2], "双拥工作，" * 60, *BODY[0][3:]),)
    found = read(book(*rows))
    assert "A01.title" in open_(found)
    assert draft(book(*rows), {"A01.title": "双拥工作"}).items[0].title == "双拥工作"


def test_a_cell_that_shows_an_error_is_a_fault_with_its_cell() -> None:
    found = read(book(*BODY, marks=(Mark(4, 3, "error"),)))
    assert [(f.row, f.column) for f in cell_faults(found)] == [(4, "C")]


def test_a_standard_with_all_its_columns_is_read_strictly() -> None:
    table = workbook(the_sample())
    assert open_(read(table)) == set()
    (first, *rest) = table.sheets
    rows = (*first.rows[:1], (*first.rows[1][:8], "看情况给分", *first.rows[1][9:]))
    bad = Workbook(filename="x.xlsx", sheets=(Sheet(name=first.name, rows=rows), *rest))
    assert read(bad).standard is None


# -- the life of a draft ----------------------------------------------------------------------


def imported(
    table: Workbook, answers: Mapping[str, str], state: publishing.Published | None = None
) -> publishing.Published:
    order = ImportStandard(version="v1", name="试", workbook=table, answers=dict(answers))
    new = publishing.import_(state, order, of(KNOWN.items)).state
    assert new is not None
    return new


def of(found: T) -> Knowing[T]:
    by = Caller(account="zhao", name="赵", roles=("city_office",), district="*")
    now = datetime(2026, 5, 1, tzinfo=UTC)
    return Knowing(key="v1", now=now, cause="c", caller=by, found=found)


def test_a_draft_may_be_incomplete_and_publishing_needs_it_whole() -> None:
    state = imported(book(*BODY), {})
    with pytest.raises(QuestionsOpen):
        publishing.publish(state, PublishStandard(version="v1"), of(""))
    whole = imported(book(*BODY), {"*": "default"}, state)
    assert publishing.publish(whole, PublishStandard(version="v1"), of("")).state.published


def test_what_was_answered_stays_answered_when_the_table_comes_again() -> None:
    state = imported(book(*BODY), {"A01.lead": "区政府办", "*.kind": "default"})
    again = imported(book(*BODY), {}, state)
    assert again.standard.items[0].lead == "区政府办"
    assert not {q.id for q in again.questions} & {"A01.lead", "A01.kind"}


def test_an_incomplete_draft_is_exported_and_comes_back_as_it_was() -> None:
    rows = (*BODY[:3], (*BODY[3][:4], "看情况给分", ""))
    first = read(book(*rows), {"A01.lead": "区政府办"})
    assert first.standard
    asked = frozenset(open_(first))
    for one in (False, True):
        again = read(workbook(first.standard, one=one, open_=asked))
        assert again.standard == first.standard, cell_faults(again)
        assert open_(again) == asked


ROWS = st.sampled_from(
    [
        *BODY,
        ("", "5", "", "1", "FIX", ""),
        ("", "6", "走访慰问", "", "FIX", ""),
        ("", "7", "没有规则", "1", "酌情", ""),
        ("合计", "", "", "5", "", ""),
        ("备注：本标准自发布之日起施行", "", "", "", "", ""),
        ("三、其他", "", "", "", "", ""),
        ("一票否决", "8", "弄虚作假", "", "", ""),
        HEAD,
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8))
def test_every_row_becomes_an_item_a_fault_or_is_left_for_a_reason(
    rows: list[tuple[str, ...]],
) -> None:
    found = read(book(BODY[0], *rows))
    account = found.account
    assert account["rows"] == len(rows) + 1
    fates = ("planned", "asked", "faulted", "left")
    assert sum(account[fate] for fate in fates) == len(rows) + 1
    assert len(account["left_out"]) == account["left"]
    if found.standard:
        shared = sum("共用一格分值" in note for note in found.notes)
        assert account["planned"] + account["asked"] == len(found.standard.items) + shared


def test_what_people_write_for_sides_units_and_evidence_is_taken() -> None:
    head = ("项目", "序号", "考评内容", "分值", "评分标准", "责任单位", "佐证材料")
    rows = (
        ("", "1", "双拥工作纳入发展规划", "2", "FIX", "区委办", "规划文本"),
        ("", "2", "", "1", "FIX"),
    )
    found = read(book(*rows[:1], head=head))
    assert found.standard
    (item,) = found.standard.items
    assert (item.lead, item.category, item.evidence[0].text) == ("区委办", "基本项", "规划文本")
    assert "A01.category" in open_(found)


def test_too_many_items_and_too_many_grounds_are_told() -> None:
    many = read(book(*(BODY[0],) * 501))
    assert [fault.code for fault in many.faults] == ["too-many-rows"]
    grounds = (("一票否决", str(n), f"事项{n}", "", "", "") for n in range(41))
    assert "bad-value" in {fault.code for fault in read(book(*BODY, *grounds)).faults}
    assert "no-rows" in {fault.code for fault in read(book(("合计", "", "", "5", "", ""))).faults}


def test_sides_are_told_from_the_words() -> None:
    assert propose("side", "驻军官兵参加", "类", None).value == "军"
    assert propose("side", "驻军和政府", "类", None).value == "联"
    assert propose("side", "绿化", "类", None).reason == "条文没有写到部队"
    assert propose("kind", "表彰", "加分项目", None).value == "特"


def test_words_of_both_sides_make_an_item_of_both() -> None:
    assert [propose("side", words, "", None).value for words in ("军民共建", "驻军和社区")] == [
        "联",
        "联",
    ]


@pytest.mark.parametrize("head", ["项目", "考核项目", "加分项目名称"])
def test_beside_a_category_the_project_is_what_is_judged(head: str) -> None:
    rows = (
        ("基础分", "宣传教育", "3", "每年开展2次宣传得3分，每少1次扣1分"),
        ("", "走访慰问", "2", "走访得2分"),
    )
    table = book(*rows, head=("类别", head, "分值", "评分办法"), merged=(Block(4, 1, 5, 1),))
    found = draft(table)
    assert [(item.category, item.title) for item in found.items] == [
        ("基础分", "宣传教育"),
        ("基础分", "走访慰问"),
    ]
