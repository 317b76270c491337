"""Files become tables of plain text; what is no table is refused with its reason."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from contracts.sheets import MAX_ROWS, Block, Mark, Sheet
from gateway.problems import TABLE
from gateway.sheets.protocol import Limits, Refused, Reply
from gateway.sheets.reading import read
from tests.support import broken_tables

HEADER = ("编码", "名称", "日期")
ROWS = (("A1", "甲", "2026-05-10"), ("A2", "乙", "2026-06-01"))


def read_file(path: Path) -> Reply:
    return read(path.name, path.read_bytes(), Limits())


def read_book(book: openpyxl.Workbook, limits: Limits | None = None) -> tuple[Sheet, ...]:
    file = io.BytesIO()
    book.save(file)
    reply = read("表.xlsx", file.getvalue(), limits or Limits())
    assert reply.workbook is not None
    return reply.workbook.sheets


def read_text(raw: bytes, name: str = "表.csv") -> tuple[Any, str]:
    reply = read(name, raw, Limits())
    assert reply.workbook is not None
    return reply.workbook.sheets[0].rows, reply.read_as


def filled(*rows: Any) -> tuple[openpyxl.Workbook, Any]:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    return book, sheet


@pytest.mark.parametrize("kind", [k for k in broken_tables.BY_GATEWAY if k != "marked_name"])
def test_what_is_no_table_is_refused_with_its_code(tmp_path: Path, kind: str) -> None:
    with pytest.raises(Refused) as no:
        read_file(broken_tables.write(tmp_path, kind, HEADER, ROWS))
    assert no.value.fault.code == broken_tables.BY_GATEWAY[kind]
    assert no.value.fault.detail or TABLE[no.value.fault.code].advice.zh


@pytest.mark.parametrize("kind", [*broken_tables.BY_SERVICE, *broken_tables.READABLE])
def test_a_table_with_faults_of_content_is_read_for_its_importer(tmp_path: Path, kind: str) -> None:
    reply = read_file(broken_tables.write(tmp_path, kind, HEADER, ROWS))
    assert reply.workbook is not None and len(reply.workbook.sheets[0].rows) >= 3


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("many_rows", MAX_ROWS + 1, "A"),
        ("many_rows_xlsx", MAX_ROWS + 1, "A"),
        ("too_wide", 2, "GR"),
        ("long_cell", 2, "A"),
        ("marked_cell", 3, "C"),
    ],
)
def test_an_excess_is_named_by_sheet_row_and_column(
    tmp_path: Path, kind: str, row: int, column: str
) -> None:
    with pytest.raises(Refused) as no:
        read_file(broken_tables.write(tmp_path, kind, HEADER, ROWS))
    (fault,) = no.value.fault.faults
    assert fault.sheet and (fault.row, fault.column) == (row, column)
    assert str(row) in no.value.fault.detail


def test_a_marked_cell_is_named_and_never_repeated(tmp_path: Path) -> None:
    with pytest.raises(Refused) as no:
        read_file(broken_tables.write(tmp_path, "marked_cell", HEADER, ROWS))
    assert "机密" not in str(no.value.fault)
    book, sheet = filled(["a"])
    sheet.title = "机密★1年"
    with pytest.raises(Refused) as no:
        read_book(book)
    assert no.value.fault.code == "classified-matter" and "机密" not in str(no.value.fault)


def test_numbers_dates_and_truth_values_read_as_people_see_them() -> None:
    book, sheet = filled(
        [0.1 + 0.2, 3.0, 7, True, datetime(2026, 5, 10), date(2026, 5, 11), "０７"],
    )
    sheet["H1"] = "#N/A"
    assert sheet["H1"].data_type == "e"
    (read_sheet,) = read_book(book)
    assert read_sheet.rows == (("0.3", "3", "7", "是", "2026-05-10", "2026-05-11", "０７", "#N/A"),)


@pytest.mark.parametrize(
    ("format_id", "text"),
    [(14, "2026-05-10"), (31, "2026-05-10"), (27, "2026年5月"), (57, "2026年5月"), (58, "5月10日")],
)
def test_dates_are_as_the_built_in_formats_of_chinese_spreadsheets_show_them(
    format_id: int, text: str
) -> None:
    book, _ = filled([date(2026, 5, 10)])
    file = io.BytesIO()
    book.save(file)
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/styles.xml":
                assert b'numFmtId="14"' in content or b'numFmtId="164"' in content
                for id in (b"14", b"164"):
                    content = content.replace(
                        b'<xf numFmtId="%s"' % id, b'<xf numFmtId="%d"' % format_id
                    )
            new.writestr(name, content)
    reply = read("表.xlsx", changed.getvalue(), Limits())
    assert reply.workbook is not None
    assert reply.workbook.sheets[0].rows == ((text,),)


def test_formulas_are_kept_as_text_with_their_cells() -> None:
    book, _ = filled(["a", "=SUM(1,2)"], ["=A1", "=text"])
    (sheet,) = read_book(book)
    assert sheet.rows == (("a", "=SUM(1,2)"), ("=A1", "=text"))
    assert [(mark.row, mark.column) for mark in sheet.marks] == [(1, 2), (2, 1), (2, 2)]
    assert {mark.what for mark in sheet.marks} == {"uncounted"}


def test_merged_blocks_are_kept_and_cut_to_what_is_there() -> None:
    book, sheet = filled(["标题", "", ""], ["甲", "1", "2"], ["", "3", "4"])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:A1000")
    sheet.merge_cells("A2000:B2001")
    (found,) = read_book(book)
    assert set(found.merged) == {
        Block(top=1, left=1, bottom=1, right=3),
        Block(top=2, left=1, bottom=3, right=1),
    }


def test_every_sheet_is_read_and_empty_rows_keep_their_place() -> None:
    book, _ = filled(["a"], [None], ["b"])
    other: Any = book.create_sheet("空表")
    other["A9"].font = openpyxl.styles.Font(bold=True)
    first, second = read_book(book)
    assert first.rows == (("a",), (), ("b",))
    assert (second.name, second.rows) == ("空表", ())


def test_many_cells_together_are_too_many() -> None:
    book, _ = filled(*([["x"] * 10] * 30))
    with pytest.raises(Refused) as no:
        read_book(book, Limits(cells=100))
    assert no.value.fault.code == "table-too-large"
    with pytest.raises(Refused) as no:
        read_book(book, Limits(text=100))
    assert no.value.fault.code == "table-too-large"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030")],
)
def test_csv_says_in_which_encoding_it_was_read(encoding: str, named: str) -> None:
    rows, read_as = read_text("编码,名称\r\nA1,甲".encode(encoding))
    assert rows == (("编码", "名称"), ("A1", "甲")) and read_as == f"csv {named}"


def test_csv_may_be_separated_by_tabs_or_semicolons_and_hold_line_breaks() -> None:
    assert read_text(b"a\tb,c\r\n1\t2")[0] == (("a", "b,c"), ("1", "2"))
    assert read_text(b"a;b\n1;2")[0] == (("a", "b"), ("1", "2"))
    assert read_text('a,"一\r\n二"'.encode())[0] == (("a", "一\n二"),)


def test_a_title_above_a_csv_table_does_not_hide_its_separator() -> None:
    rows, _ = read_text("附件1\n点位表\n编码,名称\nA1,甲".encode("gb18030"))
    assert rows[2:] == (("编码", "名称"), ("A1", "甲"))


def test_a_hidden_sheet_comes_along_and_says_so_and_an_empty_one_is_left_out() -> None:
    book, _ = filled(HEADER, *ROWS)
    book.create_sheet("去年").append(["A9", "旧", ""])
    book["去年"].sheet_state = "hidden"
    book.create_sheet("选项").sheet_state = "veryHidden"
    found = [(sheet.name, sheet.hidden) for sheet in read_book(book)]
    assert found == [("Sheet", False), ("去年", True)]


def test_a_csv_cell_that_a_spreadsheet_would_compute_counts_as_a_formula() -> None:
    reply = read("表.csv", b"a,b\n1,=A1+1\n2,'=A1", Limits())
    assert reply.workbook is not None
    (sheet,) = reply.workbook.sheets
    assert sheet.marks == (Mark(2, 2, "uncounted"),) and sheet.cell(3, 2) == "=A1"


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00\xd8", b"\x80\x80\x80", b"a\x07b", b"%PDF-1.7\x00"])
def test_bytes_that_are_no_text_are_no_table(raw: bytes) -> None:
    with pytest.raises(Refused) as no:
        read_text(raw)
    assert no.value.fault.code == "not-a-table"


SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'


def rebuilt(tmp_path: Path, **members: bytes) -> bytes:
    """A good workbook with some members put in place of its own."""
    good = zipfile.ZipFile(broken_tables.write(tmp_path, "good", HEADER, ROWS))
    wanted = {name: good.read(name) for name in good.namelist()} | members
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in wanted.items():
            package.writestr(name, content)
    return file.getvalue()


def refusal_of(raw: bytes) -> str:
    with pytest.raises(Refused) as no:
        read("表.xlsx", raw, Limits())
    return no.value.fault.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-16-le"])
@pytest.mark.parametrize(
    "before", ["", "<!-- " + "x" * 60_000 + " -->" + " \n" * 800_000, "<?p q?>"]
)
def test_a_document_type_is_refused_wherever_it_stands(
    tmp_path: Path, encoding: str, before: str
) -> None:
    """Behind whatever stands before it, in whatever encoding, in whatever member."""
    mark = "\ufeff" if encoding.startswith("utf-16-") else ""
    declared = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>'
    text = f"{mark}{declared}{before}{ENTITIES}<worksheet {SPREADSHEET}><sheetData/></worksheet>"
    for member in (SHEET, "xl/theme/theme1.xml", "xl/new.bin"):
        raw = rebuilt(tmp_path, **{member: text.encode(encoding)})
        assert refusal_of(raw) == "not-a-table"


@pytest.mark.parametrize(
    ("member", "content"),
    [
        (SHEET, f"<worksheet {SPREADSHEET}><sheetData><row>{'<c/>' * 2_100_000}</row></sheetData>"),
        (STYLES, f"<styleSheet {SPREADSHEET}><cellXfs>{'<xf/>' * 200_000}</cellXfs></styleSheet>"),
        (SHEET, f"<worksheet {SPREADSHEET}>{'<dataValidation/>' * 200_000}</worksheet>"),
        (SHEET, "<worksheet " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"),
    ],
    ids=["cells", "styles", "rules", "attributes"],
)
def test_a_table_that_would_take_minutes_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, member: str, content: str
) -> None:
    monkeypatch.setattr("gateway.sheets.reading.Parts", None)
    assert refusal_of(rebuilt(tmp_path, **{member: content.encode()})) == "table-bomb"


@pytest.mark.parametrize("piece", [b",", b"\r", b"\n", b'""\n', b",,,\n", b"\t"])
def test_a_text_of_nothing_but_separators_is_given_up_early(piece: bytes) -> None:
    with pytest.raises(Refused) as no:
        read("表.csv", b"a" + piece * (4_000_000 // len(piece)), Limits())
    assert no.value.fault.code == "table-too-large"
