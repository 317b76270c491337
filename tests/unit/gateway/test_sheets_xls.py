"""Workbooks of the format before 2007 are read as they show; what is none is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.sheets import Block
from gateway.sheets.protocol import Limits, Refused
from gateway.sheets.reading import read
from tests.support import office

ROWS = (("编号", "日期"), ("P-1", 46233.0), (1.0, 0.6), ("旧", '=DISPIMG("ID_1",1)'))
BOOK = office.old_book(
    ROWS,
    codes=('m"月"d"日"', "000", "0%"),
    looks={(2, 2): 1, (3, 1): 2, (3, 2): 3},
    hidden=[4],
    merged=[(1, 1, 1, 2)],
)


def refusal_of(raw: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as no:
        read("台账.xls", raw, Limits())
    return no.value.fault.code, no.value.fault.detail


@pytest.mark.parametrize("name", ["台账.xls", "台账.et", "台账.xlsx"])
def test_a_workbook_of_the_old_format_is_read_as_it_shows(name: str) -> None:
    reply = read(name, BOOK, Limits())
    assert reply.workbook is not None and reply.read_as == "xls"
    (sheet,) = reply.workbook.sheets
    assert sheet.rows == (("编号", "日期"), ("P-1", "7月30日"), ("001", "60%"), ("旧",))
    assert [(mark.row, mark.column, mark.what) for mark in sheet.marks] == [(4, 2, "picture")]
    assert sheet.hidden_rows == (4,) and sheet.name == "台账"
    assert sheet.merged == (Block(top=1, left=1, bottom=1, right=2),)


@pytest.mark.parametrize(
    ("raw", "code", "word"),
    [
        (office.old_book(ROWS, locked=True), "table-encrypted", ""),
        (office.compound(EncryptedPackage=b"x"), "table-encrypted", ""),
        (office.compound(Workbook=b"x", _VBA_PROJECT=b"x"), "table-macro", ""),
        (office.compound(Workbook=b"x"), "table-old-format", ".xlsx"),
        (office.compound(WordDocument=b"x"), "not-a-table", ".docx"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "not-a-table", ".xlsx"),
    ],
)
def test_an_old_file_that_is_not_read_says_what_to_do(raw: bytes, code: str, word: str) -> None:
    found, detail = refusal_of(raw)
    assert found == code and word in detail


@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=40))
def test_a_broken_old_file_ends_in_a_named_refusal_or_in_a_table(at: int, noise: bytes) -> None:
    raw = BOOK[:at] + noise + BOOK[at + len(noise) :]
    try:
        assert read("台账.xls", raw, Limits()).workbook is not None
    except Refused as no:
        assert no.fault.code
