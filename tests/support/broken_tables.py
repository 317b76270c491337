"""Broken tables of every kind, written into a folder for the importers' tests.

``write(folder, kind, header, rows)`` gives the path of a file: ``rows`` under ``header``, with one
fault of that kind. ``BY_GATEWAY`` says with which code the gateway refuses a kind before any
service sees it; kinds in ``BY_SERVICE`` are tables, whose faults the importer must name by cell;
kinds in ``READABLE`` are odd and right.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Header = Sequence[str]
Rows = Sequence[Sequence[str]]
Maker = Callable[[Path, Header, Rows], Path]

MIB = 1024 * 1024
MANY = 100_000
BOMB = 420 * MIB
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ISO_DATE = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
SHEET = "xl/worksheets/sheet1.xml"


def book(header: Header, rows: Rows) -> tuple[Workbook, Worksheet]:
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "表一"
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    return made, sheet


def good(folder: Path, header: Header, rows: Rows) -> Path:
    made, _ = book(header, rows)
    return _saved(made, folder / "good.xlsx")


def good_csv(folder: Path, header: Header, rows: Rows) -> Path:
    return _bytes(folder / "good.csv", _csv(header, rows).encode("utf-8-sig"))


def wrong_header(folder: Path, header: Header, rows: Rows) -> Path:
    """The first column has a title that nobody knows."""
    made, _ = book(["没有这一列", *header[1:]], rows)
    return _saved(made, folder / "wrong_header.xlsx")


def merged_across_rows(folder: Path, header: Header, rows: Rows) -> Path:
    """The first column's cells of the first two rows are one block."""
    made, sheet = book(header, rows)
    sheet.merge_cells(start_row=2, end_row=3, start_column=1, end_column=1)
    return _saved(made, folder / "merged_across_rows.xlsx")


def formula_cells(folder: Path, header: Header, rows: Rows) -> Path:
    """The last cell of the first row is a formula (row 2)."""
    made, sheet = book(header, rows)
    sheet.cell(2, len(header)).value = "=SUM(1,2)"
    return _saved(made, folder / "formula_cells.xlsx")


def dates_as_text(folder: Path, header: Header, rows: Rows) -> Path:
    """Every date of the rows stands as people write it: 2026年5月10日, in turn 2026.5.10."""

    def spoken(row: int, text: str) -> str:
        found = ISO_DATE.match(text)
        if not found:
            return text
        year, month, day = (int(part) for part in found.groups())
        return f"{year}.{month}.{day}" if row % 2 else f"{year}年{month}月{day}日"

    changed = [[spoken(n, cell) for cell in row] for n, row in enumerate(rows)]
    made, _ = book(header, changed)
    return _saved(made, folder / "dates_as_text.xlsx")


def full_width_digits(folder: Path, header: Header, rows: Rows) -> Path:
    """All digits are full-width: ２０２６."""
    made, _ = book(header, [[cell.translate(FULL_WIDTH) for cell in row] for row in rows])
    return _saved(made, folder / "full_width_digits.xlsx")


def duplicate_codes(folder: Path, header: Header, rows: Rows) -> Path:
    """The first row stands again at the end."""
    made, _ = book(header, [*rows, rows[0]])
    return _saved(made, folder / "duplicate_codes.xlsx")


def empty_rows_between(folder: Path, header: Header, rows: Rows) -> Path:
    """Two empty rows after the header, and one of blanks after each row."""
    spread: list[Sequence[str]] = [[""], [""]]
    for row in rows:
        spread += [row, [" "] * len(header)]
    made, _ = book(header, spread)
    return _saved(made, folder / "empty_rows_between.xlsx")


def gb18030(folder: Path, header: Header, rows: Rows) -> Path:
    return _bytes(folder / "gb18030.csv", _csv(header, rows).encode("gb18030"))


def many_rows(folder: Path, header: Header, rows: Rows) -> Path:
    """100,000 rows, as CSV."""
    lines = _csv(header, [])
    body = _csv(rows[0], rows[1:])
    times = MANY // len(rows)
    return _bytes(folder / "many_rows.csv", (lines + body * times).encode())


def many_rows_xlsx(folder: Path, header: Header, rows: Rows) -> Path:
    """100,000 rows, as XLSX."""
    path = good(folder, header, rows).rename(folder / "many_rows.xlsx")
    lines = [f"<row>{''.join(map(_inline, row))}</row>" for row in rows]
    text = zipfile.ZipFile(path).read(SHEET).decode()
    more = "".join(lines) * (MANY // len(rows))
    return _with(path, {SHEET: text.replace("</sheetData>", f"{more}</sheetData>").encode()})


def zip_bomb(folder: Path, header: Header, rows: Rows) -> Path:
    """A few hundred kilobytes that unpack to 420 MiB."""
    path = good(folder, header, rows).rename(folder / "zip_bomb.xlsx")
    return _with(path, {SHEET: b""}, bomb=SHEET)


def xml_bomb(folder: Path, header: Header, rows: Rows) -> Path:
    """Entities that multiply (a billion laughs)."""
    path = good(folder, header, rows).rename(folder / "xml_bomb.xlsx")
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'
    text = zipfile.ZipFile(path).read(SHEET).decode()
    body = text.partition("?>")[2] if text.startswith("<?xml") else text
    return _with(path, {SHEET: (head + body.replace("</sheetData>", "&l9;</sheetData>")).encode()})


def macro(folder: Path, header: Header, rows: Rows) -> Path:
    """What a .xlsm holds, under the name .xlsx."""
    path = good(folder, header, rows).rename(folder / "macro.xlsx")
    types = zipfile.ZipFile(path).read("[Content_Types].xml")
    enabled = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return _with(path, {"[Content_Types].xml": enabled, "xl/vbaProject.bin": OLE + b"vba"})


def external_links(folder: Path, header: Header, rows: Rows) -> Path:
    path = good(folder, header, rows).rename(folder / "external_links.xlsx")
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return _with(path, {"xl/externalLinks/externalLink1.xml": link})


def encrypted(folder: Path, header: Header, rows: Rows) -> Path:
    """As Excel saves a workbook with a password: a compound file with the package inside."""
    content = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    return _bytes(folder / "encrypted.xlsx", content)


def old_format(folder: Path, header: Header, rows: Rows) -> Path:
    """A workbook of the last century (.xls)."""
    content = OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(1000)
    return _bytes(folder / "old_format.xls", content)


def not_a_zip(folder: Path, header: Header, rows: Rows) -> Path:
    return _bytes(folder / "not_a_zip.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)


def cut_off(folder: Path, header: Header, rows: Rows) -> Path:
    """A file whose second half was lost on the way."""
    path = good(folder, header, rows).rename(folder / "cut_off.xlsx")
    content = path.read_bytes()
    return _bytes(path, content[: len(content) // 2])


def document(folder: Path, header: Header, rows: Rows) -> Path:
    """A text document under a table's name."""
    path = folder / "document.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    return path


def nothing(folder: Path, header: Header, rows: Rows) -> Path:
    return _bytes(folder / "nothing.xlsx", b"")


def empty_sheet(folder: Path, header: Header, rows: Rows) -> Path:
    return _saved(Workbook(), folder / "empty_sheet.xlsx")


def nul(folder: Path, header: Header, rows: Rows) -> Path:
    text = _csv(header, rows)
    return _bytes(folder / "nul.csv", (text[:-4] + "\0" + text[-4:]).encode())


def torn_quote(folder: Path, header: Header, rows: Rows) -> Path:
    """A quoted cell that never ends."""
    text = _csv(header, rows) + '"never closed,' + "\n"
    return _bytes(folder / "torn_quote.csv", text.encode())


def too_wide(folder: Path, header: Header, rows: Rows) -> Path:
    made, sheet = book(header, rows)
    sheet.cell(2, 200).value = "远"
    return _saved(made, folder / "too_wide.xlsx")


def long_cell(folder: Path, header: Header, rows: Rows) -> Path:
    made, sheet = book(header, rows)
    sheet.cell(2, 1).value = "长" * 2001
    return _saved(made, folder / "long_cell.xlsx")


def marked_cell(folder: Path, header: Header, rows: Rows) -> Path:
    """The second row's last cell carries a mark of classified matter (row 3)."""
    made, sheet = book(header, rows)
    sheet.cell(3, len(header)).value = "机密★10年"
    return _saved(made, folder / "marked_cell.xlsx")


def marked_name(folder: Path, header: Header, rows: Rows) -> Path:
    return good(folder, header, rows).rename(folder / "任务分解表（秘密★1年）.xlsx")


BY_GATEWAY: dict[str, str] = {
    "many_rows": "table-too-large",
    "many_rows_xlsx": "table-too-large",
    "too_wide": "table-too-large",
    "long_cell": "table-too-large",
    "zip_bomb": "table-bomb",
    "xml_bomb": "not-a-table",
    "macro": "table-macro",
    "external_links": "table-links",
    "encrypted": "table-encrypted",
    "old_format": "table-old-format",
    "not_a_zip": "not-a-table",
    "cut_off": "not-a-table",
    "document": "not-a-table",
    "nothing": "not-a-table",
    "empty_sheet": "not-a-table",
    "nul": "not-a-table",
    "torn_quote": "not-a-table",
    "marked_cell": "classified-matter",
    "marked_name": "classified-matter",
}
BY_SERVICE = (
    "wrong_header",
    "merged_across_rows",
    "formula_cells",
    "dates_as_text",
    "full_width_digits",
    "duplicate_codes",
)
READABLE = ("good", "good_csv", "gb18030", "empty_rows_between")
KINDS = (*BY_GATEWAY, *BY_SERVICE, *READABLE)


def write(folder: Path, kind: str, header: Header, rows: Rows) -> Path:
    """``rows``: at least two, each as long as ``header``. Raises: KeyError (no such kind)."""
    maker: Maker = {name: globals()[name] for name in KINDS}[kind]
    return maker(folder, header, rows)


def _inline(cell: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


def _saved(made: Workbook, path: Path) -> Path:
    made.save(path)
    return path


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _csv(header: Header, rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def _with(path: Path, members: dict[str, bytes], *, bomb: str = "") -> Path:
    """The package with other members; ``bomb`` is one that unpacks to BOMB bytes of blanks."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in (kept | members).items():
            if name != bomb:
                new.writestr(name, content)
        if bomb:
            with new.open(bomb, "w") as member:
                for _ in range(BOMB // MIB):
                    member.write(b" " * MIB)
    return path
