"""Nothing of a table is passed over in silence: rows, columns, what is hidden, and what is none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.sheets import Mark, Sheet, Workbook
from contracts.sheets.asking import Asking
from services.tasks.planning.table.reading import Reading, read_table
from tests.unit.tasks.planning.tables import (
    DUE,
    HEADER,
    TITLES,
    faults,
    ground,
    open_questions,
    plain,
    read,
    row,
    sound,
)

FIRST, SECOND = row("A01", lead="双拥办"), row("A03", lead="财政局")


def notes(reading: Reading) -> list[str]:
    return [note.text for note in reading.notes]


def shown(reading: Reading) -> dict[str, int]:
    told = reading.ledger.shown(reading.faults, reading.asking.open_places)
    return {name: told[name] for name in ("rows", "planned", "asked", "faulted", "left")}


def test_a_hidden_row_is_told_and_taken_only_by_an_answer() -> None:
    asked = plain(FIRST, SECOND, hidden_rows=(3,))
    assert open_questions(asked) == ["hidden:分解表"]
    assert "第3行是隐藏的，等待答复" in notes(asked)
    assert shown(asked) == {"rows": 2, "planned": 1, "asked": 1, "faulted": 0, "left": 0}
    left = plain(FIRST, SECOND, hidden_rows=(3,), answers={"hidden:分解表": "leave"})
    assert [one.item for one in sound(left)] == ["A01"]
    assert shown(left) == {"rows": 2, "planned": 1, "asked": 0, "faulted": 0, "left": 1}
    taken = plain(FIRST, SECOND, hidden_rows=(3,), answers={"hidden:分解表": "take"})
    assert [one.item for one in sound(taken)] == ["A01", "A03"]


def test_a_hidden_column_is_not_read_before_an_answer() -> None:
    reading = plain(FIRST, hidden_columns=(8,), answers={"hidden:分解表": "leave"})
    assert [str(one.due) for one in sound(reading)] == [str(DUE)]
    assert "H列是隐藏的，未读取" in notes(reading)


def test_a_hidden_sheet_with_a_table_is_asked_about_and_another_is_told() -> None:
    seen = Sheet(name="今年", rows=(HEADER, FIRST))
    old = Sheet(name="去年", rows=(HEADER, SECOND), hidden=True)
    words = Sheet(name="选项", rows=(("是",), ("否",)), hidden=True)
    book = Workbook(filename="a.xlsx", sheets=(seen, old, words))
    reading = read_table(book, ground(), DUE, Asking({}))
    assert open_questions(reading) == ["hidden:去年"]
    assert "隐藏的工作表，没有表头，未读取" in notes(reading)


def test_columns_that_are_known_and_not_read_are_told_like_unknown_ones() -> None:
    reading = read((*HEADER, "佐证材料", "心得", ""), (*FIRST, "照片", "好", "多出的"))
    told = notes(reading)
    assert "“佐证材料”一列未读取" in told and "“心得”一列未读取" in told
    assert "此列没有列名，共1格未读取" in told


def test_of_two_columns_for_one_field_the_one_that_is_not_read_is_told() -> None:
    reading = read((*HEADER, "牵头部门"), (*FIRST, "区教育局"))
    assert "“牵头部门”一列未读取" in notes(reading)


def test_lead_columns_of_two_levels_are_asked_about_and_the_lower_is_proposed() -> None:
    header = ("序号", "工作任务", "省牵头单位", "市牵头单位", "配合单位", "完成时限")
    body = ("1", "媒体双拥专题专栏", "省委宣传部", "宣传部", "教体局", "10月底前")
    asked = read(header, body)
    (question,) = [one for one in asked.asking.open if one.id == "column:lead"]
    assert question.default == "市牵头单位"
    reading = read(header, body, answers={"column:lead": "市牵头单位"})
    assert [one.lead for one in sound(reading)] == ["publicity"]
    assert "“省牵头单位”一列未读取" in notes(reading)


def test_a_cell_that_shows_an_error_is_a_fault_and_a_stored_result_is_read() -> None:
    bad = plain(FIRST, marks=(Mark(2, 3, "error"), Mark(2, 5, "uncounted"), Mark(2, 4, "rounded")))
    assert faults(bad) == [(2, "C"), (2, "D"), (2, "E")]
    good = plain(FIRST, marks=(Mark(2, 5, "formula"),))
    assert [one.lead for one in sound(good)] == ["dsb"]
    assert "公式按所存的结果读取" in notes(good)


def test_an_error_in_a_column_that_is_not_read_does_not_matter() -> None:
    reading = read((*HEADER, "照片"), (*FIRST, "#N/A"), marks=(Mark(2, 9, "error"),))
    assert sound(reading)


CELLS = st.sampled_from(
    [
        FIRST,
        SECOND,
        row("B01", lead="某某办"),
        row("B02", lead=""),
        row("A02", lead="人武部", due="待定"),
        row("B03", lead="各乡镇"),
        row("A01", lead="财政局", due="8月1日前"),
        ("", "", "没有这样一项工作", "", "双拥办", "", "", ""),
        ("备注：本次未测评", "", "", "", "", "", "", ""),
        ("合计", "", "", "10", "", "", "", ""),
        ("一、组织领导", "", "", "", "", "", "", ""),
        HEADER,
        ("", "", "", "", "区教育局", "", "", ""),
        ("", "", "电话13912345678", "", "区教育局", "", "", ""),
    ]
)
ANSWERS = st.sampled_from(
    [
        {},
        {"unit:某某办": "edu", "person:edu": "li-e"},
        {"item:没有这样一项工作": "skip", "lead:A01": "dsb"},
        {"hidden:分解表": "take"},
        {"hidden:分解表": "leave"},
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(CELLS, max_size=9), ANSWERS, st.booleans(), st.sets(st.integers(2, 8)))
def test_every_row_is_planned_asked_about_at_fault_or_left_for_a_reason(
    body: list[tuple[str, ...]], answers: dict[str, str], defaults: bool, hidden: set[int]
) -> None:
    body = [FIRST, *body]
    reading = plain(*body, answers=answers, defaults=defaults, hidden_rows=tuple(sorted(hidden)))
    told = reading.ledger.shown(reading.faults, reading.asking.open_places)
    assert told["rows"] == len(body)
    assert sum(told[fate] for fate in ("planned", "asked", "faulted", "left")) == len(body)
    assert len(told["left_out"]) == told["left"]
    assert all(one["text"] for one in told["left_out"])
    assert not any("没有读成" in fault.text for fault in reading.faults)
    items = {TITLES[one.item] for one in reading.rows}
    fates = reading.ledger.fates(reading.faults, reading.asking.open_places)
    planned = {body[at - 2][2] for (_, at), fate in fates.items() if fate == "planned"}
    assert planned - {""} <= items
