"""CSV: which encoding, which separator, then cells as they stand."""

import csv
import io
import re
from pathlib import PurePath

from contracts.sheets import CellFault, Sheet
from gateway.sheets.cells import lines, unguarded
from gateway.sheets.grid import Grid, Room, too_large
from gateway.sheets.protocol import Refused

ENCODINGS = (("utf-8-sig", "utf-8"), ("gb18030", "gb18030"))
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SEPARATORS = ("\t", ",", ";")
QUOTED = re.compile(r'"[^"]*"?')
MAX_SEEN = 1_000_000
"""Cells and rows, the empty ones among them: what stands behind a table is often blank."""
HEAD = 4096
"""Characters in which the separator is looked for."""


def read(filename: str, raw: bytes, room: Room) -> tuple[Sheet, str]:
    """The one sheet, and ``csv`` with its encoding. Raises: Refused not-a-table, table-too-large.

    UTF-8 with or without a byte order mark; else GB18030, if all of it is.
    """
    text, encoding = _decoded(raw)
    grid = Grid(PurePath(filename).stem, room)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    row = seen = 0
    try:
        for row, cells in enumerate(reader, start=1):
            seen += len(cells) + 1
            if seen > MAX_SEEN:
                raise too_large(CellFault(grid.name, row, "", "空行和空单元格过多"))
            for column, cell in enumerate(cells, start=1):
                plain = lines(unguarded(cell))
                grid.put(row, column, plain, formula=cell.startswith("="))
    except csv.Error:
        fault = CellFault(grid.name, row + 1, "", "引号没有成对，或单元格过长")
        raise Refused("not-a-table", f"第{fault.row}行：{fault.text}。", fault) from None
    return grid.sheet(), f"csv {encoding}"


def _decoded(raw: bytes) -> tuple[str, str]:
    for codec, name in ENCODINGS:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text, name
        break
    raise Refused("not-a-table")


def _separator(text: str) -> str:
    """What stands most often in the first lines, outside quotes: a title may stand above."""
    first = QUOTED.sub("", text[:HEAD])
    return max(SEPARATORS, key=first.count)
