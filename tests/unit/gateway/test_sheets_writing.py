"""Rows become files: text stays text, headers stand, one round trip loses nothing."""

import csv
import io
import time
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.sheets import Block, Sheet
from gateway.sheets.cells import lines, writable
from gateway.sheets.protocol import Format, Head, Limits
from gateway.sheets.reading import read
from gateway.sheets.writing import write

ATTACKS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "'=1", "-"]


def file_of(format: Format, *lines: Any) -> bytes:
    given = io.BytesIO(b"".join(msgspec.json.encode(one) + b"\n" for one in lines))
    answer = io.BytesIO()
    write(given, answer, format)
    return answer.getvalue()


def opened(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw))


def sheet_of(raw: bytes, name: str) -> Sheet:
    reply = read(name, raw, Limits())
    assert reply.workbook is not None
    return reply.workbook.sheets[0]


@pytest.mark.parametrize("text", ATTACKS)
def test_no_text_becomes_a_formula_in_either_format(text: str) -> None:
    raw = file_of("xlsx", Head(name="表"), [text])
    cell = opened(raw).active["A1"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    raw = file_of("csv", Head(name="表"), [text])
    assert next(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))[0].startswith("'")


def test_a_number_is_a_number_and_a_code_with_zeros_is_text() -> None:
    sheet = opened(file_of("xlsx", Head(name="表"), [7, 0.5, "1.25", "-3", "007", "1.50"])).active
    assert [cell.value for cell in sheet[1]] == [7, 0.5, 1.25, -3, "007", "1.50"]
    assert sheet["D1"].data_type == "n"


@pytest.mark.parametrize("text", ["620702001001", "62070200100100", "0012", "1.10", "3-1"])
def test_a_code_leaves_as_text_that_stays_text_when_it_is_edited(text: str) -> None:
    """Of a number with more than 11 digits a spreadsheet shows 6.20702E+11."""
    cell = opened(file_of("xlsx", Head(name="表"), [text])).active["A1"]
    assert (cell.data_type, cell.value, cell.number_format) == ("s", text, "@")
    assert sheet_of(file_of("xlsx", Head(name="表"), [text]), "表.xlsx").rows == ((text,),)


def test_the_header_is_bold_and_frozen_and_blocks_are_merged() -> None:
    head = Head(
        name="任务[1]/表",
        header=1,
        widths=(10, 0),
        merged=(Block(top=2, left=1, bottom=3, right=1),),
    )
    sheet = opened(file_of("xlsx", head, ["题", "1"], ["甲", "x"], ["", "y"])).active
    assert sheet.title == "任务_1__表" and sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold and not sheet["A2"].font.bold
    assert sheet["B1"].value == "1"  # a header stays text
    assert sheet["A2"].alignment.wrap_text
    assert [str(block) for block in sheet.merged_cells.ranges] == ["A2:A3"]
    assert sheet.column_dimensions["A"].width == 10


def test_csv_begins_with_a_byte_order_mark_and_has_the_first_sheet_alone() -> None:
    raw = file_of("csv", Head(name="一"), ["甲"], Head(name="二"), ["乙"])
    assert raw == "\ufeff甲\r\n".encode()


def test_the_same_rows_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = file_of("xlsx", Head(name="表", header=1), ["甲"], [1])
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert file_of("xlsx", Head(name="表", header=1), ["甲"], [1]) == first


CELLS = st.lists(st.text(max_size=20).map(writable).map(lines), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=5), st.sampled_from(["xlsx", "csv"]))
def test_one_round_trip_loses_nothing(rows: list[list[str]], format: Format) -> None:
    rows = [["甲", *row] for row in rows]
    sheet = sheet_of(file_of(format, Head(name="表"), *rows), f"表.{format}")
    for r, row in enumerate(rows, start=1):
        for c, text in enumerate(row, start=1):
            assert sheet.cell(r, c) == (text if text.strip() else "")
    assert not sheet.marks


def test_openpyxl_and_the_standard_csv_reader_agree_on_a_plain_table(tmp_path: Path) -> None:
    rows = [["编码", "名称"], ["A1", "甲\n乙"]]
    raw = file_of("csv", Head(name="表"), *rows)
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))) == rows
    table = opened(file_of("xlsx", Head(name="表"), *rows)).active
    assert [[cell.value for cell in row] for row in table] == rows
