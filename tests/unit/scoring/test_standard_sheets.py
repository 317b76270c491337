"""A standard as a workbook: it comes back as it went, and every fault names its cell."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.caller import Caller
from contracts.orders.scoring import ImportStandard, PublishStandard
from contracts.refusals import Invalid
from contracts.sheets import Block, CellFault, Mark, Sheet, SheetFaulty, Workbook
from kit.change import Knowing
from services.scoring.refusals import StandardFaulty
from services.scoring.sample import CSV, sample
from services.scoring.scores.item import score_item
from services.scoring.standards import publishing
from services.scoring.standards.collecting import MAX_NOTES
from services.scoring.standards.exporting import workbook
from services.scoring.standards.importing import (
    Imported,
    cell_faults,
    import_csv,
    import_workbook,
)
from services.scoring.standards.standard import Standard, fingerprint
from tests.unit.scoring.support import amounts, ratio, the_sample

HEADER = [
    *("项号", "类别", "考评内容", "英文说明", "分值", "权重", "责任方"),
    *("性质", "评分标准", "佐证材料", "牵头单位", "配合单位", "来源"),
]
RULES = (
    "FIX",
    "SUM 2×{half}",
    "CNT ≥2/yr, −{half} each missing",
    "CNT ≥1 per township, −0.25 each missing",
    "RAT ≥95% full, ≥80% 60%, else 0",
    "RAT schools, linear",
    "RAT+DED 100% full, −0.5 per returned recruit",
    "DED −0.5 per failure",
    "ESC −0.1 found, −0.2 not fixed in time, −0.3 named twice",
    "BON ≤{points}",
    "BON 国{points}/省0.5/市0.25, best level once each, ≤{points}",
    "完成率×分值",
    "每年不少于4次，每少一次扣0.1分",
    "达到98%得满分，每低1个百分点扣0.1分",
    '{"op":"linear","of":{"op":"amount","input":"hours"},"full_at":"10"}',
)
WORDS = st.text("双拥工作办军民共建（）(); ,、Ab1１", min_size=1, max_size=12).filter(str.strip)


def written(value: Fraction) -> str:
    whole, rest = divmod(int(value * 1000), 1000)
    return f"{whole}.{rest:03d}"


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], dict[str, str]]:
    """Rows whose base items make 100 points, and answers to some of the questions they raise."""
    number = draw(st.integers(1, 8))
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=number - 1, max_size=number - 1)))
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    rows = [_row(draw, f"A{n:02}", share, "硬") for n, share in enumerate(shares, start=1)]
    rows += [_row(draw, f"T{n:02}", 2, "特") for n in range(1, draw(st.integers(0, 3)) + 1)]
    answers = {}
    if draw(st.booleans()):
        answers = {"standard.bonus_cap": draw(st.sampled_from(["5", "7.5"]))}
    if draw(st.booleans()):
        answers["standard.year_starts"] = draw(st.sampled_from(["04-01", "01-01"]))
    if any(row[4] == "" for row in rows) and draw(st.booleans()):
        answers["standard.grade_full"] = draw(st.sampled_from(["10", "1"]))
    return rows, answers


def _row(draw: st.DrawFn, code: str, points: int, kind: str) -> list[str]:
    share = written(Fraction(points))
    rule = draw(st.sampled_from([r for r in RULES if kind == "特" or not r.startswith("BON")]))
    weighted = "{" not in rule and "SUM" not in rule and draw(st.booleans())
    rule = rule.replace("{half}", written(Fraction(points, 2))).replace("{points}", "2")
    return [
        code,
        draw(st.sampled_from(["一、组织领导", "二、宣传教育"])) if kind == "硬" else "特色加分",
        draw(WORDS),
        draw(st.sampled_from(["", "In plans"])),
        draw(st.sampled_from(["", "100", "10"])) if weighted else share,
        share if weighted else "",
        draw(st.sampled_from("地军联")),
        kind,
        rule,
        draw(st.sampled_from(["DOC 规划；PIC", "LED 台账(脱敏); SUR", "", "SIGN 照片"])),
        draw(WORDS),
        draw(st.sampled_from(["", "发改、人武部", "各乡镇(街道)，县(市、区)"])),
        draw(st.sampled_from(["", "N"])),
    ]


def book(rows: list[list[str]], **more: object) -> Workbook:
    sheet = Sheet(name="标准", rows=tuple(map(tuple, rows)), **more)  # type: ignore[arg-type]
    return Workbook(filename="标准.xlsx", sheets=(sheet,))


def read(table: Workbook, answers: Mapping[str, str] | None = None) -> Imported:
    return import_workbook(table, version="v1", name="试", answers=answers)


def standard_of(found: Imported) -> Standard:
    assert found.standard, found.faults
    return found.standard


@settings(max_examples=60, deadline=None)
@given(tables())
def test_what_is_exported_imports_as_the_same_standard(
    table: tuple[list[list[str]], dict[str, str]],
) -> None:
    rows, answers = table
    first = standard_of(read(book([HEADER, *rows]), answers))
    for one in (False, True):
        again = read(workbook(first, one=one))
        assert standard_of(again) == first
        assert fingerprint(standard_of(again)) == fingerprint(first)
        assert all(question.settled for question in again.questions)


def test_the_sample_comes_back_with_its_answers_and_vetoes() -> None:
    answers = {"B04.empty": "full", "T01.price": "0.5", "standard.bonus_cap": "8"}
    found = import_csv(CSV.read_bytes(), version="v1", name="试", answers=answers).standard
    assert found
    again = standard_of(read(workbook(found)))
    assert fingerprint(again) == fingerprint(found)
    assert again.vetoes == found.vetoes
    assert again.answers["B04.empty"] == "full"


def test_a_csv_of_one_sheet_holds_the_whole_standard() -> None:
    found = the_sample()
    (sheet,) = workbook(found, one=True).sheets
    text = io.StringIO()
    csv.writer(text).writerows(sheet.rows)
    again = import_csv(text.getvalue(), version=found.version, name=found.name).standard
    assert again and fingerprint(again) == fingerprint(found)


def test_vetoes_of_a_standards_own_come_back() -> None:
    rows = [HEADER, *sample_rows()]
    sheets = (
        Sheet(name="标准", rows=tuple(map(tuple, rows))),
        Sheet(
            name="一票否决",
            rows=(
                ("编号", "事项", "条件", "后果", "类别"),
                ("mass", "群体性事件", "", "排名末位", ""),
                (
                    "recruits",
                    "无兵员",
                    '{"op":"happened","input":"incidents","window":{"years":4}}',
                    "类别计零分",
                    "政策法规落到实处",
                ),
            ),
        ),
    )
    found = standard_of(read(Workbook(filename="x.xlsx", sheets=sheets)))
    assert [(v.topic, v.effect) for v in found.vetoes] == [
        ("mass", "last"),
        ("recruits", "section"),
    ]
    assert standard_of(read(workbook(found))) == found


def sample_rows() -> list[list[str]]:
    """The sample's rows under the Chinese header."""
    return [list(row) for row in workbook(the_sample()).sheets[0].rows[1:]]


def test_a_title_above_the_header_and_words_pulled_apart_are_read() -> None:
    header = [word if len(word) != 4 else f"{word[:2]} {word[2:]}" for word in HEADER]
    header[4] = "分\n值"
    header[10] = "责任单位"
    table = book([["双拥模范城考评标准"], ["考评单位：　被考评单位："], header, *sample_rows()])
    assert len(standard_of(read(table)).items) == 74


def test_a_responsible_unit_beside_a_lead_is_a_cooperating_one() -> None:
    header = list(HEADER)
    header[11] = "责任单位"
    found = standard_of(read(book([header, *sample_rows()])))
    assert found.items[1].lead == "人武部"
    assert found.items[1].cooperating == ("区委办", "双拥办")


def test_full_width_figures_are_read_and_said() -> None:
    rows = sample_rows()
    rows[0][0], rows[0][4] = "Ａ０１", "２"
    read_ = read(book([HEADER, *rows]))
    assert standard_of(read_).items[0].points == 2000
    assert "第 2 行 E 列：“２”按半角“2”读取" in read_.notes


def test_a_category_merged_down_holds_for_its_rows_and_states_their_total() -> None:
    rows = sample_rows()
    rows[0][1] = "一、组织领导坚强有力（12分）"
    for row in rows[1:8]:
        row[1] = ""
    merged = (Block(2, 2, 9, 2),)
    found = standard_of(read(book([HEADER, *rows], merged=merged)))
    assert {item.category for item in found.items[:8]} == {"一、组织领导坚强有力"}
    assert found.headings == {"一、组织领导坚强有力": 12_000}
    assert standard_of(read(workbook(found))) == found


def faults(table: Workbook, answers: Mapping[str, str] | None = None) -> list[CellFault]:
    found = read(table, answers)
    assert found.standard is None
    return cell_faults(found)


@pytest.mark.parametrize(
    ("row", "column", "value", "place"),
    [
        (2, 4, "两分", (2, "E")),
        (3, 6, "民", (3, "G")),
        (3, 7, "中", (3, "H")),
        (4, 8, "看情况给分", (4, "I")),
        (5, 0, "A01", (5, "A")),
        (6, 9, "GIF 动图", (6, "J")),
        (7, 2, "", (7, "C")),
        (7, 4, "", (7, "E")),
        (8, 2, "村干部排名", (8, "I")),
        (2, 8, "SUM 3×0.5", (2, "I")),
    ],
)
def test_a_faulty_cell_is_named_by_sheet_row_and_letter(
    row: int, column: int, value: str, place: tuple[int, str]
) -> None:
    rows = sample_rows()
    rows[row - 2][column] = value
    told = faults(book([HEADER, *rows]))
    assert ("标准", *place) in [(fault.sheet, fault.row, fault.column) for fault in told]


def test_parts_that_are_not_the_items_points_are_told_with_both_figures() -> None:
    rows = sample_rows()
    rows[0][8] = "机构健全0.5分，制度健全1分"
    (fault,) = faults(book([HEADER, *rows]))
    assert "各分项合计 1.5 分，与满分 2 分不符" in fault.text


def test_items_that_are_not_their_headings_total_are_told_with_both_figures() -> None:
    rows = sample_rows()
    for row in rows[:8]:
        row[1] = "一、组织领导坚强有力(11)"
    (fault,) = faults(book([HEADER, *rows]))
    assert (fault.row, fault.column) == (0, "B")
    assert "合计 12 分，标题写明 11 分" in fault.text


def test_a_heading_that_states_two_totals_is_told_at_its_cell() -> None:
    rows = sample_rows()
    rows[0][1], rows[1][1] = "组织领导坚强有力(12)", "组织领导坚强有力(13)"
    told = faults(book([HEADER, *rows]))
    assert (told[0].row, told[0].column) == (3, "B")


def test_a_base_other_than_100_is_asked_for_and_kept() -> None:
    rows = sample_rows()
    rows[2][4] = "7.5"
    (fault,) = faults(book([HEADER, *rows]))
    assert "合计 106 分，应为 100 分" in fault.text and "standard.base_points" in fault.text
    found = standard_of(read(book([HEADER, *rows]), {"standard.base_points": "106"}))
    assert found.base_points == 106_000
    assert standard_of(read(workbook(found))) == found
    (fault,) = faults(book([HEADER, *rows]), {"standard.base_points": "105"})
    assert "合计 106 分，应为 105 分" in fault.text


def test_a_formula_is_refused_with_its_cell() -> None:
    rows = sample_rows()
    rows[3][4] = "=SUM(E2:E4)"
    (fault,) = faults(book([HEADER, *rows], marks=(Mark(5, 5, "uncounted"),)))
    assert (fault.row, fault.column) == (5, "E")
    assert "公式" in fault.text


def test_cells_merged_over_rows_are_refused_but_for_the_category() -> None:
    rows = sample_rows()
    (fault,) = faults(book([HEADER, *rows], merged=(Block(4, 11, 6, 11), Block(2, 2, 9, 2))))
    assert (fault.row, fault.column) == (4, "K")
    assert "跨第4至6行合并" in fault.text


def test_a_table_without_a_header_names_what_is_missing() -> None:
    told = faults(book([["甲", "乙"], ["1", "2"]]))
    assert {"缺少此列（项号、编号、序号、序、代码）", "缺少此列：分值或权重"} <= {
        f.text for f in told
    }


def test_a_fault_beside_the_items_names_its_own_sheet() -> None:
    sheets = (
        *book([HEADER, *sample_rows()]).sheets,
        Sheet(name="答复", rows=(("问题", "答复"), ("B04.empty", "full"), ("B04.empty", "zero"))),
        Sheet(name="一票否决", rows=(("编号", "事项"), ("Mass", "事件"))),
        Sheet(name="版本", rows=(("名目", "值"), ("颜色", "红"))),
    )
    told = faults(Workbook(filename="x.xlsx", sheets=sheets))
    assert {(f.sheet, f.row, f.column) for f in told} == {
        ("答复", 3, "A"),
        ("一票否决", 2, "A"),
        ("版本", 2, "A"),
    }


def test_an_answer_that_fits_no_question_is_named_where_it_stands() -> None:
    sheets = (
        *book([HEADER, *sample_rows()]).sheets,
        Sheet(name="答复", rows=(("问题", "答复"), ("Z99.empty", "full"), ("B04.empty", "x"))),
    )
    told = faults(Workbook(filename="x.xlsx", sheets=sheets))
    assert {(f.sheet, f.row, f.column) for f in told} == {("答复", 3, "B")}
    fixed = Sheet(name="答复", rows=(("问题", "答复"), ("Z99.empty", "full")))
    told = faults(Workbook(filename="x.xlsx", sheets=(sheets[0], fixed)))
    assert [(f.sheet, f.row, f.column) for f in told] == [("答复", 2, "A")]


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "A01",
            "Ａ０１",
            "2",
            "２",
            "地",
            "硬",
            "FIX",
            "#答复",
            "#版本",
            "完成率×分值",
            "{",
            "=A1",
        ]
    ),
    st.text(max_size=20),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(CELLS, max_size=15).map(tuple), max_size=8),
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 16)), max_size=3),
    st.lists(st.tuples(*[st.integers(1, 9)] * 4), max_size=2),
    st.booleans(),
)
def test_whatever_a_table_holds_it_is_read_or_refused_with_places(
    rows: list[tuple[str, ...]],
    formulas: list[tuple[int, int]],
    merged: list[tuple[int, int, int, int]],
    headed: bool,
) -> None:
    sheet = Sheet(
        name="x",
        rows=((tuple(HEADER), *rows) if headed else tuple(rows)),
        marks=tuple(Mark(*each, "uncounted") for each in formulas),
        merged=tuple(Block(*each) for each in merged),
    )
    found = read(Workbook(filename="x.xlsx", sheets=(sheet,)))
    assert (found.standard is None) == bool(found.faults)
    for fault in cell_faults(found):
        assert fault.sheet and fault.text


# Weights


def test_a_weight_stands_for_points_and_the_grade_is_out_of_the_answer() -> None:
    rows = sample_rows()
    rows[2][4], rows[2][5] = "", "1.5"
    rows[2][8] = '{"op":"marker","input":"grade","low":"0","high":"100"}'
    read_ = read(book([HEADER, *rows]))
    item = standard_of(read_).items[2]
    assert (item.points, item.weight) == (1500, 1500)
    assert {q.id: q.answer for q in read_.questions}["standard.grade_full"] == "100"
    assert score_item(item, amounts(grade="90")).score == 1350


def test_points_beside_a_weight_are_what_the_rule_marks_out_of() -> None:
    rows = sample_rows()
    rows[2][4], rows[2][5], rows[2][8] = "10", "1.5%", "完成率×分值"
    item = standard_of(read(book([HEADER, *rows]))).items[2]
    assert item.points == 1500
    assert score_item(item, ratio(3, 4)).score == 1125


def test_a_weight_that_is_no_number_is_told() -> None:
    rows = sample_rows()
    rows[2][5] = "重"
    assert (faults(book([HEADER, *rows]))[0].row, faults(book([HEADER, *rows]))[0].column) == (
        4,
        "F",
    )


# The order

OFFICE = Caller(account="office", name="市双拥办", roles=("city_office",), district="*")


def at(order: str, found: object = None) -> Knowing[Any]:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    return Knowing(key="v1", now=now, cause=order, caller=OFFICE, found=found)


def test_an_order_with_a_workbook_makes_a_draft_and_a_faulty_one_makes_none() -> None:
    order = ImportStandard(version="v1", name="试", workbook=workbook(the_sample()))
    change = publishing.import_(None, order, at("1", ()))
    assert change.answer and change.answer["open"] == []
    broken = msgspec.structs.replace(order, workbook=book([HEADER, *sample_rows()[:3]]))
    with pytest.raises(SheetFaulty) as refused:
        publishing.import_(None, broken, at("2", ()))
    assert refused.value.extra["faults"][0]["column"] == "E"


def test_an_order_needs_exactly_one_table() -> None:
    with pytest.raises(Invalid):
        publishing.import_(None, ImportStandard(version="v1", name="试"), at("1", ()))
    both = ImportStandard(version="v1", name="试", csv="x", workbook=workbook(the_sample()))
    with pytest.raises(Invalid):
        publishing.import_(None, both, at("1", ()))


def test_a_faulty_csv_keeps_its_shape_of_faults() -> None:
    text = CSV.read_text("utf-8").replace(",硬,FIX,", ",硬,大概,")
    with pytest.raises(StandardFaulty) as refused:
        publishing.import_(None, ImportStandard(version="v1", name="试", csv=text), at("1", ()))
    assert refused.value.extra["faults"][0]["column"] == "rule"


def test_a_published_version_says_what_it_supersedes() -> None:
    state = publishing.Published(standard=the_sample())
    change = publishing.publish(state, PublishStandard(version="v2"), at("1", "v1"))
    assert (change.state.supersedes, change.state.published_by) == ("v1", "office")
    (fact,) = change.events
    assert fact.supersedes == "v1"  # type: ignore[attr-defined]


def test_a_document_of_before_is_still_read() -> None:
    raw = msgspec.to_builtins(publishing.Published(standard=the_sample()))
    for name in ("published_at", "published_by", "supersedes"):
        del raw[name]
    for name in ("base_points", "headings"):
        del raw["standard"][name]
    for item in raw["standard"]["items"]:
        del item["weight"]
    assert msgspec.convert(raw, publishing.Published).standard == the_sample()
    assert sample().standard == the_sample()


def test_a_weight_finer_than_a_thousandth_of_a_point_is_told_at_its_cell() -> None:
    rows = sample_rows()
    rows[2][4], rows[2][5] = "", "1.555%"
    found = faults(book([HEADER, *rows]), {"standard.base_points": "150.5"})
    assert (4, "F", "折算后不是千分之一分的整数倍") in [(f.row, f.column, f.text) for f in found]


def test_notes_have_a_bound() -> None:
    hidden = [Sheet(name=f"说明{n}", rows=(("x",),)) for n in range(MAX_NOTES + 1)]
    table = book([HEADER, *sample_rows()])
    found = read(Workbook(filename="a.xlsx", sheets=(*table.sheets, *hidden)))
    assert len(found.notes) == MAX_NOTES
