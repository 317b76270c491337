"""Tables as text (CSV, "Unicode 文本"): the encoding, the separator, then cells as they stand."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePath

from contracts.sheets import CellFault, Sheet
from gateway.sheets.cells import lines, unguarded
from gateway.sheets.grid import Grid, Room, too_large
from gateway.sheets.protocol import Refused

MARKED = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe", "utf-16", "utf-16"),
    (b"\xfe\xff", "utf-16", "utf-16"),
)
"""(byte order mark, codec, name)."""
UNMARKED = ("utf-8", "gb18030")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDE = {
    "utf-16-le": re.compile(rb"[\t\n\r,;0-9]\x00"),
    "utf-16-be": re.compile(rb"\x00[\t\n\r,;0-9]"),
}
SEPARATORS = ("\t", ",", ";")
SAID = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
"""The first line by which Excel is told the separator."""
AS_TEXT = re.compile(r'="([^"]*)"')
"""How exporters keep the zeros of a code: a formula that says the text itself."""
QUOTED = re.compile(r'"[^"]*"?')
MAX_SEEN = 1_000_000
"""Cells and rows, the empty ones among them: what stands behind a table is often blank."""
HEAD = 4096
"""Characters in which the separator is looked for."""
WEB = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body|meta|table|div)\b", re.I | re.S
)
XML = re.compile(r"\s*<\?xml|\s*<\?mso-|\s*<(?:\w+:)?workbook\b", re.IGNORECASE)
MAIL = re.compile(r"\s*mime-version:", re.IGNORECASE)
SAVE_AS = "请用 WPS 或 Excel 打开后另存为 .xlsx 再提交。"
OTHERS = ((WEB, "网页（HTML）"), (XML, "XML"), (MAIL, "网页存档（MHT）"))
"""What calls itself .xls when a web page has written it; spreadsheets open it with a warning."""


def read(filename: str, raw: bytes, room: Room) -> tuple[Sheet, str]:
    """The one sheet, and ``csv`` with its encoding. Raises: Refused not-a-table, table-too-large.

    UTF-8 and UTF-16 with or without a byte order mark; else GB18030, if all of it is.
    """
    text, encoding = _decoded(raw)
    for begin, kind in OTHERS:
        if begin.match(text[:HEAD]):
            raise Refused("not-a-table", f"这个文件的内容其实是{kind}。{SAVE_AS}")
    said = SAID.match(text)
    separator = said[1] if said else _separator(text)
    grid = Grid(PurePath(filename).stem, room)
    for row, cells in _rows(text[said.end() :] if said else text, separator, grid):
        for column, cell in enumerate(cells, start=1):
            kept = AS_TEXT.fullmatch(cell)
            plain = kept[1] if kept else lines(unguarded(cell))
            grid.put(row, column, plain, "uncounted" if not kept and cell[:1] == "=" else None)
    return grid.sheet(), f"csv {encoding}"


def _rows(text: str, separator: str, grid: Grid) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = seen = line = 0
    try:
        for row, cells in enumerate(reader, start=1):
            seen += len(cells) + 1
            if seen > MAX_SEEN:
                raise too_large(CellFault(grid.name, row, "", "空行和空单元格过多"))
            line = reader.line_num
            yield row, cells
    except csv.Error:
        fault = CellFault(grid.name, row + 1, "", "引号没有成对，或单元格过长")
        told = f"第{fault.row}行（文件的第{line + 1}行起）：{fault.text}，请改正引号后重新提交。"
        raise Refused("not-a-table", told, fault) from None


def _decoded(raw: bytes) -> tuple[str, str]:
    marked = [(codec, name) for mark, codec, name in MARKED if raw.startswith(mark)]
    for codec, name in marked or [*_wide(raw), *((one, one) for one in UNMARKED)]:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text, name
        break
    raise Refused("not-a-table")


def _wide(raw: bytes) -> list[tuple[str, str]]:
    """UTF-16 without its mark shows by the zeros beside its commas, digits and line ends."""
    head = raw[:HEAD]
    if len(raw) % 2 or b"\x00" not in head:
        return []
    found = {name: len(end.findall(head)) for name, end in WIDE.items()}
    best = max(found, key=lambda name: found[name])
    return [(best, "utf-16")] if found[best] else []


def _separator(text: str) -> str:
    """What stands most often in the first lines, outside quotes: a title may stand above."""
    first = QUOTED.sub("", text[:HEAD])
    return max(SEPARATORS, key=first.count)
