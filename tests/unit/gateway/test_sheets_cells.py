"""What a cell says: plain decimals, ISO dates, and text that no spreadsheet takes for a formula."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sheets.cells import guarded, number_of, text_of, unguarded, writable
from gateway.sheets.columns import Column


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (3.0, "3"),
        (1e21, "1000000000000000000000"),
        (1e-7, "0.0000001"),
        (-2.50, "-2.5"),
        (12345678901234567, "12345678901234567"),
        (True, "是"),
        (False, "否"),
        (None, ""),
        (datetime(2026, 5, 10), "2026-05-10"),
        (datetime(2026, 5, 10, 8, 30), "2026-05-10 08:30:00"),
        (date(2026, 5, 10), "2026-05-10"),
        (time(8, 30), "08:30:00"),
        ("一\r\n二\r三", "一\n二\n三"),
    ],
)
def test_a_value_becomes_the_text_that_a_person_reads(value: object, text: str) -> None:
    assert text_of(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9)))
def test_a_number_survives_its_cell(value: object) -> None:
    text = text_of(float(value))  # type: ignore[arg-type]
    number = number_of(text)
    assert number is None or text_of(number) == text


@pytest.mark.parametrize(
    "text", ["007", "1.50", "1e5", "+1", "-0", "620702001001", "1234567890123456", "一", ""]
)
def test_text_that_would_change_as_a_number_stays_text(text: str) -> None:
    assert number_of(text) is None


@given(st.text())
def test_every_text_survives_csv_and_none_of_it_is_a_formula(text: str) -> None:
    safe = guarded(text)
    assert unguarded(safe) == text
    assert safe[:1] not in tuple("=+-@\t\r\n＝＋－＠") or number_of(safe) is not None


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹦"])
@pytest.mark.parametrize(
    "before",
    ["", " ", "\n", "\r", "\t", "\u00a0", "\u3000", "\u200b", "\u2060", "\ufeff", " \u200f\n "],
)
def test_nothing_before_a_sign_hides_a_formula(sign: str, before: str) -> None:
    text = f"{before}{sign}HYPERLINK(1)"
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["a=b", "一-二", "-1.5", "'引'", " 甲", "甲\n=乙"])
def test_what_is_no_formula_is_left_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert writable("a\x00b\x0b\ud800c\n\t") == "abc\n\t"


ITEM = {
    "state": "accepted",
    "units": ["a", "b"],
    "deep": {"at": "2026-05-10T16:30:00Z", "score": 1050},
    "overdue": True,
}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Column("状态", "state", words={"accepted": "办理中"}), "办理中"),
        (Column("状态", "state", words={"assigned": "待接受"}), "accepted"),
        (Column("单位", "units", words={"a": "甲"}), "甲、b"),
        (Column("日", "deep.at", form="date"), "2026-05-11"),
        (Column("时", "deep.at", form="time"), "2026-05-11 00:30"),
        (Column("分", "deep.score", form="points"), "1.05"),
        (Column("逾期", "overdue"), "是"),
        (Column("没有", "deep.none.at"), ""),
    ],
)
def test_a_column_shows_what_stands_at_its_path(column: Column, value: object) -> None:
    assert column.of(ITEM) == value
