"""A file's bytes as a ``Workbook``; runs in the confined process only."""

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

from contracts.sheets import MAX_SHEETS, Block, CellFault, Sheet, Workbook
from gateway.sheets import package, texts
from gateway.sheets.cells import text_of
from gateway.sheets.grid import MAX_MARKS, Grid, Room
from gateway.sheets.protocol import Limits, Refused, Reply

ZIP = b"PK\x03\x04"
EAST_ASIAN_DATES = frozenset({*range(27, 32), 36, *range(50, 55), 57, 58})
"""Built-in number formats of dates in Chinese spreadsheets (ECMA-376 part 1, 18.8.30), which
openpyxl takes for plain numbers. Those of times (32-35, 55, 56) are left out of tables."""


def read(filename: str, raw: bytes, limits: Limits) -> Reply:
    """Raises: Refused; on broken files whatever a library raises."""
    package.must_be_no_old_file(raw)
    room = Room(limits)
    if raw.startswith(ZIP):
        file = io.BytesIO(raw)
        package.look(file, limits)
        sheets, read_as = _xlsx(file, room), "xlsx"
    else:
        sheet, read_as = texts.read(filename, raw, room)
        sheets = [sheet]
    if not any(sheet.rows for sheet in sheets):
        raise Refused("not-a-table", "表格是空的。")
    return Reply(workbook=Workbook(filename=filename, sheets=tuple(sheets)), read_as=read_as)


def _xlsx(file: io.BytesIO, room: Room) -> list[Sheet]:
    """The sheets that people see, and no hidden one (last year's table, lists to choose from)."""
    book = load_workbook(file, read_only=True, keep_links=False, data_only=False)
    sheets = [
        one
        for one in book.worksheets
        if isinstance(one, ReadOnlyWorksheet) and one.sheet_state == "visible"
    ]
    if len(sheets) > MAX_SHEETS:
        fault = CellFault("", 0, "", f"超过 {MAX_SHEETS} 个工作表")
        raise Refused("table-too-large", f"{fault.text}，请拆分后再提交。", fault)
    dates = _date_styles(book)
    return [_sheet(one, dates, room) for one in sheets]


def _sheet(sheet: ReadOnlyWorksheet, dates: set[int], room: Room) -> Sheet:
    """Row by row through openpyxl's parser: its own read-only sheets lose the merged blocks, and

    its whole ones hold everything in memory before a limit can be seen.
    """
    grid = Grid(sheet.title, room)
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=sheet.parent.epoch,
            date_formats=dates,
            timedelta_formats=sheet.parent._timedelta_formats,
        )
        for _, cells in parser.parse():
            for cell in cells:
                _put(grid, cell)
    return grid.sheet(list(_blocks(parser, grid)))


def _put(grid: Grid, cell: dict[str, Any]) -> None:
    value = cell["value"]
    formula = cell["data_type"] == "f"
    if formula and not isinstance(value, str):  # of an array, or of a data table
        value = getattr(value, "text", None) or "="
    text = unescape(value) if isinstance(value, str) else value
    grid.put(cell["row"], cell["column"], text_of(text), formula=formula)


def _blocks(parser: WorkSheetParser, grid: Grid) -> Iterator[Block]:
    if parser.merged_cells is None:
        return
    found = parser.merged_cells.mergeCell
    if len(found) > 2 * MAX_MARKS:
        fault = CellFault(grid.name, 0, "", f"合并单元格超过 {MAX_MARKS} 处")
        raise Refused("table-too-large", f"“{grid.name}”{fault.text}。", fault)
    for one in found:
        left, top, right, bottom = range_boundaries(one.ref)
        yield Block(top=top, left=left, bottom=bottom, right=right)


def _date_styles(book: Any) -> set[int]:
    """The cell styles that show a date."""
    more = {
        index for index, style in enumerate(book._cell_styles) if style.numFmtId in EAST_ASIAN_DATES
    }
    return more | {i for i in book._date_formats if i < len(book._cell_styles)}
