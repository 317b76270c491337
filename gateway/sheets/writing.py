"""Rows as an XLSX or CSV file, one after another; runs in the confined process only.

The bytes are the same for the same rows: no clock, no machine's name is in them.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.writer.excel import ExcelWriter

from gateway.sheets.cells import RISKY, guarded, is_digital, number_of, writable
from gateway.sheets.protocol import Format, Head

EPOCH = (1980, 1, 1, 0, 0, 0)
"""When everything in a package was made."""
CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^<>]*>)[^<]*")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NAME = 31
"""Characters of a sheet's name."""
WIDTH, NARROWEST, WIDEST = 14, 4, 100
SPECIAL = re.compile(r"[,;\t\"\r\n]")
MOST = 32_767
"""Characters of a cell that a spreadsheet takes."""
WRAP = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
BOLD = Font(bold=True)
SHADE = PatternFill("solid", fgColor="FFEFEFEF")

Row = list[Any]
Line = Head | Row


def write(given: BinaryIO, answer: BinaryIO, format: Format) -> None:
    """``given``: lines as in ``protocol``. Raises: ValueError (a row before any sheet)."""
    {"xlsx": _xlsx, "csv": _csv}[format](_lines(given), answer)


def _lines(given: BinaryIO) -> Iterator[Line]:
    for line in given:
        if line.startswith(b"{"):
            yield msgspec.json.decode(line, type=Head)
        else:
            yield msgspec.json.decode(line, type=Row)


def _csv(given: Iterator[Line], answer: BinaryIO) -> None:
    """The first sheet."""
    text = io.TextIOWrapper(answer, "utf-8-sig", newline="")
    sheets = 0
    for line in given:
        if isinstance(line, Head):
            sheets += 1
        elif sheets == 1:
            text.write(",".join(map(_quoted, line)) + "\r\n")
    text.flush()
    text.detach()


def _quoted(value: Any) -> str:
    """In quotes where a reader could take a part of it for a separator, whichever it looks for."""
    text = "" if value is None else guarded(writable(str(value)))
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) else text


def _xlsx(given: Iterator[Line], answer: BinaryIO) -> None:
    book = Workbook(write_only=True)
    book.properties.creator = "同心"
    with Steady(answer, "w", zipfile.ZIP_DEFLATED) as package:
        sheet: Paper | None = None
        for line in given:
            if isinstance(line, Head):
                if sheet is not None:
                    sheet.close()
                sheet = Paper(book, line, package)
            elif sheet is None:
                raise ValueError("a row before any sheet")
            else:
                sheet.append(line)
        if sheet is None:
            raise ValueError("no sheet")
        sheet.close()
        ExcelWriter(book, package).save()


class Paper:
    """A sheet of the file, and how its cells look. One after another: each is closed before the
    next begins, for its rows go straight into the package (openpyxl would lay them on a disk first,
    twenty times as large).
    """

    def __init__(self, book: Workbook, head: Head, package: "Steady") -> None:
        name = NOT_IN_A_NAME.sub("_", head.name).strip("'")[:NAME] or "表"
        self._header = head.header
        self._rows = 0
        self._sheet: Any = book.create_sheet(name)
        for column, width in enumerate(head.widths, start=1):
            self._sheet.column_dimensions[get_column_letter(column)].width = _width(width)
        if head.header:
            self._sheet.freeze_panes = f"A{head.header + 1}"
            self._sheet.print_title_rows = f"1:{head.header}"
        for one in head.merged:
            # A write-only sheet has no merge_cells, and writes what stands in merged_cells.
            block = CellRange(
                min_row=one.top, min_col=one.left, max_row=one.bottom, max_col=one.right
            )
            self._sheet.merged_cells.add(block)
        self._plain = self._style(alignment=WRAP)
        self._risky = self._style(alignment=WRAP, quotePrefix=True)
        self._code = self._style(alignment=WRAP, number_format="@")
        self._title = self._style(alignment=CENTRED, font=BOLD, fill=SHADE)
        self._member = package.member(f"xl/worksheets/sheet{len(book.worksheets)}.xml")
        writer = WorksheetWriter(self._sheet, out=self._member)
        writer.cleanup = lambda: None  # there is no temporary file
        writer.write_top()
        self._sheet._writer = writer

    def append(self, values: list[Any]) -> None:
        self._rows += 1
        header = self._rows <= self._header
        self._sheet.append([self._cell(value, header) for value in values])

    def close(self) -> None:
        self._sheet.close()
        self._member.close()

    def _cell(self, value: Any, header: bool) -> Any:
        """Text stays text, whatever it begins with; a text that is a number becomes one."""
        text = writable(value) if isinstance(value, str) else ""
        number = value if not isinstance(value, str) else None if header else number_of(text)
        if number is None and not text:
            return None
        cell = WriteOnlyCell(self._sheet, number)
        style = self._title if header else self._plain
        if number is None:
            cell._value, cell.data_type = text[:MOST], "s"
            if RISKY.match(text):
                style = self._risky
            elif not header and is_digital(text):
                style = self._code
        cell._style = style
        return cell

    def _style(self, **looks: Any) -> Any:
        cell = WriteOnlyCell(self._sheet, None)
        for name, look in looks.items():
            setattr(cell, name, look)
        return cell._style


def _width(width: int) -> int:
    return min(max(width or WIDTH, NARROWEST), WIDEST)


class Steady(zipfile.ZipFile):
    """A package whose bytes depend on its content alone."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *rest: Any, **more: Any) -> None:
        content = data.encode() if isinstance(data, str) else data
        if zinfo_or_arcname == "docProps/core.xml":
            content = CREATED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
        super().writestr(self._info(zinfo_or_arcname), content, zipfile.ZIP_DEFLATED)

    def member(self, name: str) -> IO[bytes]:
        return self.open(self._info(name), "w")

    def write(self, filename: Any, arcname: Any = None, *rest: Any, **more: Any) -> None:
        """A sheet is in the package already. Raises: ValueError (something else is given)."""
        if arcname not in self.NameToInfo:
            raise ValueError("only sheets are written as files")

    @staticmethod
    def _info(name: Any) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(str(name).lstrip("/"), EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        return info
