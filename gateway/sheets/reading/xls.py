"""A workbook of the format before 2007 (.xls, and .et, which is the same), read by xlrd."""

import io
from collections.abc import Iterator
from typing import Any

import xlrd

from contracts.sheets import MAX_SHEETS, Block, CellFault, Sheet, What
from gateway.sheets.cells import lines
from gateway.sheets.grid import Grid, Room
from gateway.sheets.protocol import Refused
from gateway.sheets.reading.cells import SHOWN_PICTURE, Looks

MACROS = ("_VBA_PROJECT", "VBA")
ENCRYPTED = "EncryptedPackage"
DOCUMENT = "WordDocument"
SLIDES = "PowerPoint Document"
LOCKED = "encrypted"
SAVE_AS = "这份旧格式（.xls 或 .et）的表格读不出来，请用 WPS 或 Excel 打开后另存为 .xlsx 再提交。"
OLD_DOCUMENT = "这是旧格式（.doc 或 .wps）的文档，请用 WPS 或 Word 打开后另存为 .docx 再提交。"
NO_TABLE = "这是演示文稿，不是表格。"


def read(raw: bytes, room: Room) -> list[Sheet]:
    """Raises: Refused table-encrypted, table-macro, table-old-format, not-a-table."""
    _must_be_a_table(raw)
    try:
        book = xlrd.open_workbook(
            file_contents=raw,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        shown = [book.sheet_by_index(n) for n in range(min(book.nsheets, MAX_SHEETS + 1))]
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - it raises whatever a broken record leads to
        if LOCKED in str(fault):
            raise Refused("table-encrypted") from None
        raise Refused("table-old-format", SAVE_AS) from None
    if len(shown) > MAX_SHEETS:
        fault_ = CellFault("", 0, "", f"超过 {MAX_SHEETS} 个工作表")
        raise Refused("table-too-large", f"{fault_.text}，请拆分后再提交。", fault_)
    sheets = [_sheet(book, one, room) for one in shown]
    return [one for one in sheets if one.rows or not one.hidden]


def _must_be_a_table(raw: bytes) -> None:
    if _names(raw, ENCRYPTED):
        raise Refused("table-encrypted")
    if _names(raw, DOCUMENT):
        raise Refused("not-a-table", OLD_DOCUMENT)
    if _names(raw, SLIDES):
        raise Refused("not-a-table", NO_TABLE)
    if any(_names(raw, name) for name in MACROS):
        raise Refused("table-macro")


def _names(raw: bytes, stream: str) -> bool:
    """Whether a directory entry of the compound file has this name."""
    return (stream.encode("utf-16-le") + b"\0\0") in raw


def _sheet(book: Any, sheet: Any, room: Room) -> Sheet:
    grid = Grid(sheet.name, room)
    looks = Looks((), _formats(book), bool(book.datemode))
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text, what = _shown(sheet.cell(row, column), looks)
            grid.put(row + 1, column + 1, text, what)
    return grid.sheet(
        list(_blocks(sheet)),
        hidden=sheet.visibility != 0,
        hidden_rows=[row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden],
        hidden_columns=[column + 1 for column, info in sheet.colinfo_map.items() if info.hidden],
    )


def _formats(book: Any) -> list[str]:
    found = (book.format_map.get(style.format_key) for style in book.xf_list)
    return [one.format_str if one is not None else "General" for one in found]


def _shown(cell: Any, looks: Looks) -> tuple[str, What | None]:
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return looks.number(cell.value, looks.format(cell.xf_index))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return ("是" if cell.value else "否"), None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A"), "error"
    text = lines(str(cell.value))
    return ("", "picture") if SHOWN_PICTURE.match(text) else (text, None)


def _blocks(sheet: Any) -> Iterator[Block]:
    for top, bottom, left, right in sheet.merged_cells:
        yield Block(top=top + 1, left=left + 1, bottom=bottom, right=right)
