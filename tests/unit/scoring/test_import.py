"""A faulty table: every fault is named with its row and column, and nothing is imported."""

import csv
import io

import pytest

from contracts.sheets import MAX_CELL
from services.scoring.sample import CSV
from services.scoring.scores.item import score_item
from services.scoring.standards.importing import Imported, import_csv
from services.scoring.standards.standard import MAX_ITEMS, decode, encode
from tests.unit.scoring.support import amounts, ratio, the_sample

Rows = list[dict[str, str]]


def rows_of_the_sample() -> Rows:
    """The items; the table's vetoes are left out."""
    items, _, _ = CSV.read_text("utf-8").partition("\n#")
    return list(csv.DictReader(io.StringIO(items)))


def as_csv(rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def imported(data: str | bytes) -> Imported:
    return import_csv(data, version="v1", name="试")


def changed(row: int, column: str, value: str) -> Imported:
    """The sample with one cell changed; ``row`` as in a spreadsheet."""
    rows = rows_of_the_sample()
    rows[row - 2][column] = value
    return imported(as_csv(rows))


def told(result: Imported) -> list[tuple[int, str, str]]:
    assert result.standard is None or not result.faults
    return [(fault.row, fault.column, fault.code) for fault in result.faults]


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (2, "points", "2分", "bad-points"),
        (2, "points", "0", "bad-points"),
        (2, "points", "-2", "bad-points"),
        (2, "points", "1.2345", "bad-points"),
        (3, "side", "民", "unknown"),
        (3, "kind", "中", "unknown"),
        (4, "rule", "看情况给分", "unreadable"),
        (4, "rule", "CNT twice", "unreadable"),
        (4, "rule", "RAT ≥90% full", "unreadable"),
        (4, "rule", "RAT ≥90% full, about 5, else 0", "unreadable"),
        (4, "rule", "FIX 2", "unreadable"),
        (4, "rule", '{"op":"magic"}', "unreadable"),
        (2, "rule", "SUM 3×0.5", "rule"),
        (68, "rule", "BON ≤3", "rule"),
        (2, "code", "A", "bad-value"),
        (3, "code", "A01", "duplicate"),
        (2, "title_zh", "", "empty"),
        (2, "lead", "", "empty"),
        (2, "title_zh", "长" * (MAX_CELL + 1), "too-long"),
        (2, "title_zh", "长" * 201, "bad-value"),
        (2, "evidence", "GIF 动图", "unknown"),
        (2, "evidence", "PIC 照片【说明：时间、天气】", "unknown"),
        (2, "rule", "SUM 41×0.05", "unreadable"),
        (2, "title_zh", "村干部排名", "person-ranking"),
        (2, "title_zh", "未完成的扣发绩效奖金", "person-penalty"),
        (2, "title_zh", "手机端登录次数", "app-use"),
    ],
)
def test_a_faulty_cell_is_named(row: int, column: str, value: str, code: str) -> None:
    result = changed(row, column, value)
    assert result.standard is None
    assert any(
        fault.row == row and fault.code == code and fault.column in (column, "rule")
        for fault in result.faults
    ), result.faults


def test_every_fault_is_told_at_once() -> None:
    rows = rows_of_the_sample()
    rows[0]["points"], rows[0]["side"] = "viel", "海"
    rows[4]["kind"] = ""
    rows[9]["rule"] = "RAT"
    assert told(imported(as_csv(rows))) == [
        (2, "points", "bad-points"),
        (2, "side", "unknown"),
        (6, "kind", "empty"),
        (11, "rule", "unreadable"),
    ]


def test_base_items_that_do_not_make_100_are_told_with_their_sum() -> None:
    result = changed(6, "points", "2.5")
    assert told(result) == [(0, "points", "base-sum")]
    assert "101 分，应为 100 分" in result.faults[0].text


def test_a_missing_a_double_and_an_unknown_column_are_told() -> None:
    text = CSV.read_text("utf-8").replace("lead", "remark", 1)
    assert told(imported(text)) == [
        (1, "lead", "missing-column"),
        (1, "remark", "unknown-column"),
    ]
    text = CSV.read_text("utf-8").replace("source", "code", 1)
    assert (1, "code", "missing-column") in told(imported(text))


def test_a_row_with_too_few_cells_is_told() -> None:
    lines = CSV.read_text("utf-8").splitlines()
    lines[5] = lines[5].rsplit(",", 2)[0]
    assert told(imported("\n".join(lines))) == [(6, "", "cells")]


def test_too_many_rows_are_refused_before_any_is_read() -> None:
    rows = rows_of_the_sample()[:1] * (MAX_ITEMS + 1)
    assert told(imported(as_csv(rows))) == [(0, "", "too-many-rows")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CSV.read_text("utf-8").encode("gb18030"), "encoding"),
        (b"code,category\n", "no-rows"),
        (b"", "no-rows"),
        (b'code,"cat\n', "malformed"),
        (b"x" * (2 * 1024 * 1024 + 1), "too-large"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data: bytes, code: str) -> None:
    assert [fault[2] for fault in told(imported(data))] == [code]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    data = b"\xef\xbb\xbf" + CSV.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    found = imported(data).standard
    assert found and found.items == the_sample().items


def test_an_answer_is_followed_and_recorded() -> None:
    found = import_csv(
        CSV.read_bytes(),
        version="v2",
        name="试",
        answers={
            "B04.empty": "full",
            "D05.unrecorded": "zero",
            "T01.price": "0.5",
            "standard.bonus_cap": "12",
            "standard.year_starts": "04-01",
            "standard.once_across": "",
        },
    ).standard
    assert found
    assert found.answers["B04.empty"] == "full"
    assert (found.bonus_cap, found.once_across, found.year_starts) == (12_000, (), "04-01")
    signs, pensions, brand = (found.item(code) for code in ("B04", "D05", "T01"))
    assert signs and score_item(signs, ratio(0, 0)).score == 2000
    assert pensions and score_item(pensions, {}).score == 0
    assert brand and [need.name for need in brand.inputs] == ["claims"]


@pytest.mark.parametrize(
    ("id", "answer", "code"),
    [
        ("B04.empty", "maybe", "bad-answer"),
        ("Z99.empty", "zero", "unknown-answer"),
        ("standard.bonus_cap", "ten", "bad-answer"),
        ("standard.bonus_cap", "200", "bad-answer"),
        ("standard.once_across", "A01", "unknown-item"),
        ("T01.price", "a lot", "unreadable"),
    ],
)
def test_an_answer_that_fits_no_question_is_a_fault(id: str, answer: str, code: str) -> None:
    result = import_csv(CSV.read_bytes(), version="v", name="试", answers={id: answer})
    assert result.standard is None
    assert [fault.code for fault in result.faults] == [code]


def test_a_bonus_without_a_cap_asks_for_one() -> None:
    rows = rows_of_the_sample()
    rows[67]["rule"] = "BON 0.5 per class"
    asked = {question.id: question.answer for question in imported(as_csv(rows)).questions}
    assert asked["T02.cap"] == "1.5"


def test_a_part_of_a_percentage_point_is_asked_for() -> None:
    rows = rows_of_the_sample()
    rows[0]["rule"] = "RAT ≥98% full, −0.5 for each 1% below"
    result = imported(as_csv(rows))
    assert {question.id: question.options for question in result.questions}["A01.part"] == (
        "whole",
        "nothing",
        "share",
    )
    assert result.standard and result.standard.items[0].inputs[0].name == "ratio"


def test_a_cell_may_hold_a_rule_tree_itself() -> None:
    tree = '{"op":"linear","of":{"op":"amount","input":"hours"},"full_at":"10"}'
    rows = rows_of_the_sample()
    rows[0]["rule"] = tree
    found = imported(as_csv(rows)).standard
    assert found
    assert score_item(found.items[0], amounts(hours="4")).score == 800


def test_a_standard_comes_back_from_json_as_it_went() -> None:
    assert decode(encode(the_sample())) == the_sample()


def test_a_gap_between_bands_is_asked_about() -> None:
    tree = (
        '{"op":"bands","of":{"op":"amount","input":"noise"},"bands":'
        '[{"less_than":"60","gives":"100%"},{"more_than":"60","gives":"50%"}]}'
    )
    rows = rows_of_the_sample()
    rows[0]["rule"] = tree
    asked = {question.id: question.text for question in imported(as_csv(rows)).questions}
    assert "60" in asked["A01.gap"]


def test_codes_may_be_listed_with_any_separator() -> None:
    answers = {"standard.once_across": "T05、T06"}
    found = import_csv(CSV.read_bytes(), version="v", name="试", answers=answers).standard
    assert found
    assert found.once_across == ("T05", "T06")


def test_a_long_rule_tree_fits_into_its_cell() -> None:
    rung = '{"name":"某一级","when":{"op":"happened","input":"整改记录"},"gives":"-0.1"}'
    ladder = '{"op":"ladder","rungs":[' + ",".join([rung] * 14) + "]}"
    rows = rows_of_the_sample()
    rows[0]["rule"] = '{"op":"sum","of":[{"op":"award"},' + ladder + "]}"
    assert len(rows[0]["rule"]) > 1000
    assert imported(as_csv(rows)).standard


def test_what_could_not_be_read_again_is_not_drafted() -> None:
    vetoes = "".join(f"v{n},事项{n},,,\n" for n in range(41))
    table = CSV.read_text("utf-8") + "\n#一票否决\n编号,事项,条件,后果,类别\n" + vetoes
    result = import_csv(table, version="v", name="试")
    assert result.standard is None
    assert [fault.text for fault in result.faults] == ["不合要求：项数须 <= 40（$.vetoes）"]


def test_a_fault_of_a_cell_is_told_once_and_in_chinese() -> None:
    rows = rows_of_the_sample()
    rows[0]["code"] = "甲1"
    rows[1]["title_zh"] = "长" * 201
    rows[2]["rule"] = '{"op":"award","gives":0.5}'
    told = [(fault.row, fault.text) for fault in imported(as_csv(rows)).faults]
    assert told == [
        (2, "项号应为一两个大写字母加两三位数字，如 A01"),
        (3, "不合要求：长度须 <= 200"),
        (4, "规则树有误：类型须为 str，实为 float（$.gives）"),
    ]


def test_a_rule_that_punishes_persons_is_refused_as_such() -> None:
    rows = rows_of_the_sample()
    rows[0]["rule"] = "每有一次扣发干部奖金"
    assert told(imported(as_csv(rows))) == [(2, "rule", "person-penalty")]


def test_a_veto_says_what_its_columns_take() -> None:
    table = (
        CSV.read_text("utf-8") + "\n#一票否决\n编号,事项,条件,后果,类别\n新,甲,,,\nxin,乙,,罚款,\n"
    )
    faults = import_csv(table, version="v", name="试").faults
    assert [fault.column for fault in faults] == ["A", "D"]
    assert "小写字母" in faults[0].text
    assert "不得申报" in faults[1].text


def test_a_table_without_vetoes_is_asked_about_and_gets_none_of_anothers() -> None:
    found = imported(as_csv(rows_of_the_sample()))
    asked = {question.id: question for question in found.questions}["standard.vetoes"]
    assert asked.text.startswith("没有一票否决项")
    assert (asked.options, asked.answer, asked.settled) == (("none",), "none", False)
    assert found.standard and found.standard.vetoes == ()


def test_that_there_are_no_vetoes_can_be_answered_or_said_by_an_empty_section() -> None:
    table = as_csv(rows_of_the_sample())
    answers = {"standard.vetoes": "none"}
    answered = import_csv(table, version="v", name="试", answers=answers)
    assert {question.id: question.settled for question in answered.questions}["standard.vetoes"]
    said = imported(f"{table}\n#一票否决\n编号,事项,条件,后果,类别\n")
    assert said.standard and said.standard.vetoes == ()
    assert "standard.vetoes" not in {question.id for question in said.questions}
    both = import_csv(CSV.read_bytes(), version="v", name="试", answers=answers)
    assert [(fault.code, fault.value) for fault in both.faults] == [
        ("unknown-answer", "standard.vetoes")
    ]


@pytest.mark.parametrize(
    ("rows", "column", "told"),
    [
        ("xin,乙,,,\nxin,丙,,,\n", "A", "编号重复"),
        ("xin,乙,{bad,,\n", "C", "不是合法的 JSON"),
        (f'xin,乙,"{"长" * 2001}",,\n', "C", "长度须 <= 2000"),
    ],
)
def test_a_vetos_fault_is_named_by_its_column(rows: str, column: str, told: str) -> None:
    table = CSV.read_text("utf-8") + "\n#一票否决\n编号,事项,条件,后果,类别\n" + rows
    (fault,) = import_csv(table, version="v", name="试").faults
    assert (fault.column, told in fault.text) == (column, True)


def test_points_that_do_not_apply_move_to_items_that_are_there() -> None:
    rows = rows_of_the_sample()
    rows[0]["rule"] = (
        '{"op":"not_applicable","when":{"op":"done","input":"none"},"to":["Z99","A01","A02"],'
        '"rule":{"op":"award"}}'
    )
    found = imported(as_csv(rows)).faults
    assert [(fault.row, fault.column, fault.code, fault.value) for fault in found] == [
        (2, "rule", "unknown-item", "Z99"),
        (2, "rule", "unknown-item", "A01"),
    ]


def test_a_base_that_is_no_number_is_a_bad_answer() -> None:
    answered = import_csv(
        CSV.read_bytes(), version="v", name="试", answers={"standard.base_points": "一百"}
    )
    assert [fault.code for fault in answered.faults] == ["bad-answer"]


def test_empty_columns_at_the_right_are_none() -> None:
    table = "".join(f"{line},,\n" for line in as_csv(rows_of_the_sample()).splitlines())
    assert imported(table).faults == ()
    assert len(imported(table).standard.items) == 74  # type: ignore[union-attr]


def test_a_header_alone_is_no_standard() -> None:
    header, *_ = as_csv(rows_of_the_sample()).splitlines()
    assert told(imported(header)) == [(0, "", "no-rows")]


def test_a_file_may_begin_with_the_name_of_its_first_section() -> None:
    plain = CSV.read_text("utf-8")
    named = imported(f"#标准\n{plain}")
    assert not named.faults and named.standard == imported(plain).standard
