"""Standards with a column for each grade, and standards whose points stand in their headings."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.sheets import Block, Sheet, Workbook
from services.scoring.rules.bands import Bands
from services.scoring.rules.ladder import Ladder
from services.scoring.rules.limit import Limit
from services.scoring.standards.importing import Imported, cell_faults, import_workbook
from services.scoring.standards.standard import Item
from services.scoring.wording import grades

HEAD = ("序号", "测评内容", "A", "B", "C")
RATES = ("完成率≥95%", "完成率90%-95%", "完成率90%以下")
Rows = tuple[tuple[str, ...], ...]


def read(*rows: tuple[str, ...], answers: Mapping[str, str] | None = None, **more: Any) -> Imported:
    book = Workbook(filename="a.xlsx", sheets=(Sheet(name="表", rows=rows, **more),))
    return import_workbook(book, version="v1", name="试", answers=answers)


def items(found: Imported) -> tuple[Item, ...]:
    assert found.standard, cell_faults(found)
    return found.standard.items


def rule(found: Imported) -> Any:
    return items(found)[0].rule


def asked(found: Imported) -> dict[str, str]:
    """What is open of the rules and the points: id -> the proposal."""
    usual = ("side", "kind", "evidence", "lead", "category", "seen")
    return {
        one.id: one.answer
        for one in found.questions
        if not one.settled
        and one.id.rpartition(".")[2] not in usual
        and not one.id.startswith("standard.")
    }


def bands(found: Imported) -> list[tuple[str, str]]:
    made = rule(found)
    assert isinstance(made, Bands), made
    return [(band.text(), band.gives) for band in made.bands]


# -- grades --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        (("序号", "测评内容", "A（2分）", "B（1.5分）", "C（0分）"), ("1", "站点", *RATES)),
        (("序号", "测评内容", "优秀(2)", "良好(1.5)", "不合格(0)"), ("1", "站点", *RATES)),
        (("序号", "测评内容", "一档\n2分", "二档\n1.5分", "三档\n0分"), ("1", "站点", *RATES)),
        (
            ("序号", "测评内容", "评分等级", "", ""),
            ("", "", "A级（2分）", "B级（1.5分）", "C级（0分）"),
            ("1", "站点", *RATES),
        ),
        (
            ("序号", "测评内容", "评分标准", "", ""),
            ("", "", "A", "B", "C"),
            ("", "", "2分", "1.5分", "0分"),
            ("1", "站点", *RATES),
        ),
        (
            ("序号", "测评内容", "分值", *"ABC"),
            ("1", "站点", "2", "率95%以上得2分", "率90%-95%，得1.5分", "90%以下不得分"),
        ),
        (
            ("序号", "测评内容", "分值", *"ABC"),
            ("1", "站点", "2", *RATES),
            ("注：A得满分，B得1.5分，C得0分。",),
        ),
        (
            ("序号", "测评内容", "分值", "A（100%）", "B（75%）", "C（0）"),
            ("1", "站点", "2", *RATES),
        ),
    ],
)
def test_a_rate_in_the_grades_is_the_rule_and_the_best_grade_the_points(rows: Rows) -> None:
    found = read(*rows)
    assert items(found)[0].points == 2000
    above, between, *_ = bands(found)
    assert above[0] == "≥95%" and between == ("≥90%、≤95%", "1.5")
    assert {"A01.empty", "A01.edge"} >= asked(found).keys()


def test_merged_headers_and_other_columns_beside_the_grades_are_read() -> None:
    upper = ("测评项目", "序号", "测评内容", "评分等级", "", "", "测评方法")
    lower = ("", "", "", "A（2分）", "B（1分）", "C（0分）", "")
    merged = (Block(1, 1, 2, 1), Block(1, 2, 2, 2), Block(1, 3, 2, 3), Block(1, 4, 1, 6))
    row = ("服务", "1", "站点", "5次以上", "3-4次", "2次以下", "材料审核")
    found = read(upper, lower, row, merged=merged)
    assert [gives for _, gives in bands(found)] == ["2", "1", "0"]
    assert [note for note in found.notes if "未读取" in note] == ["“测评方法”一列未读取（第 2 行）"]


def test_points_in_the_cells_are_given_by_whoever_grades() -> None:
    found = read(("序号", "测评内容", *"ABCD"), ("1", "站点", "2", "1.5", "1", "0"))
    made = rule(found)
    assert isinstance(made, Ladder) and items(found)[0].points == 2000
    assert [(rung.name, rung.gives) for rung in made.rungs] == [
        ("C", "1"),
        ("B", "1.5"),
        ("A", "2"),
    ]
    assert asked(found) == {"A01.grades": "given"}


def test_ranges_of_points_are_marked_within_or_graded() -> None:
    head = ("序号", "测评内容", "优秀", "良好", "合格", "不合格")
    table = (head, ("1", "站点", "1.8-2分", "1.5–1.7", "0.5~1.4分", "0"))
    found = read(*table)
    assert isinstance(rule(found), Limit) and items(found)[0].points == 2000
    assert asked(found) == {"A01.grades": "marker"}
    graded = rule(read(*table, answers={"A01.grades": "highest"}))
    assert [rung.gives for rung in graded.rungs] == ["1.4", "1.7", "2"]


@pytest.mark.parametrize(
    "texts",
    [
        ("全部达到", "达到3项", "其余"),
        ("制度健全，执行到位", "制度较健全", "制度不健全"),
        ("完成率95%以上，且无投诉", "完成率90%以上", "其余"),
        ("到位率95%以上", "知晓率90%以上", "其余"),
    ],
)
def test_texts_that_are_no_ranges_of_one_number_are_quoted_in_a_question(
    texts: tuple[str, ...],
) -> None:
    found = read(("序号", "测评内容", "A（2分）", "B（1分）", "C（0分）"), ("1", "站点", *texts))
    question = next(one for one in found.questions if one.id == "A01.grades")
    assert all(text in question.text for text in texts)
    assert isinstance(rule(found), Ladder)
    written = items(found)[0].rule_text
    assert all(text in written for text in texts)


def test_the_rest_is_what_no_other_grade_holds() -> None:
    texts = ("95%以上", "90%以上", "其余")
    made = rule(read(("序号", "内容", "A（2分）", "B（1分）", "C（0.5分）"), ("1", "站点", *texts)))
    assert isinstance(made, Bands) and made.otherwise == "0.5" and len(made.bands) == 2


def test_a_grade_whose_worth_nobody_says_is_asked_for_and_nothing_is_proposed() -> None:
    found = read(("序号", "测评内容", "分值", *"ABC"), ("1", "站点", "2", *RATES))
    open_ = asked(found)
    assert (open_["A01.grade.A"], open_["A01.grade.B"]) == ("100%", "")
    assert next(one for one in found.questions if one.id == "A01.grade.B").needed
    told = {"A01.grade.A": "2", "A01.grade.B": "60%", "A01.grade.C": "0"}
    assert [gives for _, gives in bands(read(*_table(*RATES), answers=told))][:2] == ["100%", "1.2"]


def _table(*texts: str) -> Rows:
    return (("序号", "测评内容", "分值", *"ABC"), ("1", "站点", "2", *texts))


def test_a_rule_column_beside_the_grades_is_kept_with_them() -> None:
    head = ("序号", "测评内容", "评分标准", "A（2分）", "B（0分）")
    found = read(head, ("1", "站点", "查看台账", "齐全", "不齐全"))
    assert "查看台账" in items(found)[0].rule_text and "A（2分）：齐全" in items(found)[0].rule_text


def test_grades_written_in_one_cell_are_read_as_their_columns_are() -> None:
    text = "A（2分）：完成率≥95%；B（1.5分）：完成率90%-95%；C（0分）：完成率90%以下"
    found = read(("序号", "测评内容", "分值", "评分标准"), ("1", "站点", "2", text))
    assert bands(found)[1] == ("≥90%、≤95%", "1.5")


NAMES = st.sampled_from(("A", "B", "C", "D", "优秀", "良好", "合格", "一档", "二档"))
WORTHS = st.sampled_from(("2", "1.5", "1", "0.5", "0", "60%", ""))
TEXTS = st.sampled_from(("", "完成率95%以上", "资料齐全", "其余", "查看；核对", "3次以上"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(NAMES, WORTHS, TEXTS), min_size=2, max_size=5, unique_by=lambda g: g[0]))
def test_what_is_written_of_grades_is_read_again_as_the_same(
    told: list[tuple[str, str, str]],
) -> None:
    made = [grades.Grade(*one) for one in told if one[1] or one[2]]
    if len(made) > 1:
        assert grades.parsed(grades.written(made)) == made


# -- points in headings --------------------------------------------------------------------------

PLAIN = ("序号", "考评内容", "评分标准")
ONE = ("1", "专题研究", "每少一次扣1分")
TWO = ("2", "纳入规划", "纳入的得满分")


@pytest.mark.parametrize(
    "rows",
    [
        (PLAIN, ("一、组织领导（20分）",), ONE, TWO),
        (PLAIN, ("一", "组织领导（20分）", ""), ONE, TWO),
        (PLAIN, ("", "一、组织领导（共20分）", ""), ONE, TWO),
        (("项目", *PLAIN), ("一、组织领导（20分）", *ONE), ("", *TWO)),
        ((*PLAIN, "分值"), ("一", "组织领导", "", "20"), (*ONE, ""), (*TWO, "")),
    ],
)
def test_points_of_a_heading_are_asked_for_with_even_parts_proposed(rows: Rows) -> None:
    found = read(*rows)
    assert [item.points for item in items(found)] == [10_000, 10_000]
    assert {id: at for id, at in asked(found).items() if id.endswith("points")} == {
        "A01.points": "10",
        "A02.points": "10",
    }
    said = {"A01.points": "8分", "A02.points": "12"}
    assert [item.points for item in items(read(*rows, answers=said))] == [8000, 12_000]


def test_the_title_over_a_documents_table_states_the_points_too() -> None:
    found = read(PLAIN, ONE, TWO, title="一、组织领导（20分）")
    assert asked(found).keys() >= {"A01.points", "A02.points"}
    assert {item.category for item in items(found)} == {"一、组织领导"}


def test_points_in_the_items_text_are_read_and_held_against_the_heading() -> None:
    one, two = ("1", "专题研究（2分）", ONE[2]), ("2", "纳入规划（18分）", TWO[2])
    found = read(PLAIN, ("一、组织领导（20分）",), one, two)
    assert [item.points for item in items(found)] == [2000, 18_000]
    assert not any(id.endswith((".points", ".sum")) for id in asked(found))
    off = read(PLAIN, ("一、组织领导（25分）",), one, two)
    assert "一、组织领导.sum" in asked(off)


def test_what_the_items_leave_of_the_heading_is_shared_out() -> None:
    rows = (("1", "专题研究（5分）", ONE[2]), TWO, ("3", "设立机构", "设立的得3分"))
    found = read(PLAIN, ("一、组织领导（20分）",), *rows)
    assert asked(found)["A03.points"] == "3" and "A02.points" in asked(found)
    text = next(one.text for one in found.questions if one.id == "A02.points")
    assert "还余 15 分，2 项没有写" in text


def test_parts_that_nobody_gives_are_not_proposed_but_asked_for() -> None:
    rows = (ONE, TWO, ("3", "设立机构", "设立的得满分"))
    found = read(PLAIN, ("一、组织领导（20分）",), *rows)
    assert [asked(found)[f"A0{n}.points"] for n in (1, 2, 3)] == ["", "", ""]
    assert sum(item.points for item in items(found)) == 20_000
    assert "一、组织领导.sum" not in asked(found)
    odd = read(PLAIN, ("一、组织领导（20分）",), *rows, answers={"A01.points": "看情况"})
    assert "A01.points" in asked(odd)


def test_several_headings_each_keep_their_own_points() -> None:
    found = read(
        PLAIN,
        ("一、组织领导（20分）",),
        ONE,
        TWO,
        ("二、宣传教育（6分）",),
        ("3", "专栏", "开设的得满分"),
    )
    told = {item.code: item.points for item in items(found)}
    assert told == {"A01": 10_000, "A02": 10_000, "B01": 6000}
    assert found.account["rows"] == 5 and found.account["left"] == 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(("", "（2分）", "（0.5分）", "（3分）")), min_size=1, max_size=7),
    st.integers(min_value=1, max_value=60),
)
def test_every_item_under_a_heading_has_points_or_is_asked_for_them(
    stated: list[str], total: int
) -> None:
    rows = [(str(n), f"第{n}件事{text}", "完成的得满分") for n, text in enumerate(stated, 1)]
    found = read(
        PLAIN, (f"一、组织领导（{total}分）",), ("0", "先行（1分）", "完成的得满分"), *rows
    )
    made = items(found)
    assert found.account["rows"] == len(rows) + 2
    silent = {item.code for item, text in zip(made[1:], stated, strict=True) if not text}
    assert {id.partition(".")[0] for id in asked(found) if id.endswith(".points")} == silent
    whole = sum(item.points for item in made) == total * 1000
    assert whole or any(id.endswith(".sum") for id in asked(found))
