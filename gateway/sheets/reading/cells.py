"""The cells of one sheet, row by row, so that a limit is seen before memory is full."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from xml.etree.ElementTree import Element

from contracts.sheets import MAX_COLUMNS, Block, CellFault, Sheet, What, letters
from gateway.sheets.cells import decimal, lines
from gateway.sheets.grid import Grid, Span, too_large
from gateway.sheets.protocol import Refused
from gateway.sheets.reading.formats import is_plain, shown
from gateway.sheets.reading.parts import attribute, child, is_true, local, number, unescaped

REFERENCE = re.compile(r"\$?([A-Za-z]{1,4})\$?([0-9]{1,8})")
WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
PICTURE = re.compile(r"=?\s*(?:_xlfn\.)?(?:_xlws\.)?(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
"""A picture in a cell, of WPS or of Excel."""
SHOWN_PICTURE = re.compile(r"=(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
"""What other programs show instead."""
LARGEST = 10**15
"""Whole numbers from here on have lost digits: a spreadsheet keeps 15."""
MAX_BLOCKS = 10_000


@dataclass(frozen=True)
class Looks:
    """What the sheets of a workbook share: texts, and the code of each style's number format."""

    strings: Sequence[str] = ()
    formats: Sequence[str] = ()
    since_1904: bool = False

    def format(self, style: int) -> str:
        return self.formats[style] if 0 <= style < len(self.formats) else "General"

    def number(self, value: float, code: str) -> tuple[str, What | None]:
        """As it is shown, and whether digits of it are lost."""
        lost: What | None = "rounded" if value == value // 1 and abs(value) >= LARGEST else None
        if lost or is_plain(code):
            return decimal(value + 0.0), lost
        return shown(value, code, since_1904=self.since_1904), None


@dataclass
class SheetReader:
    """Raises: Refused table-too-large, classified-matter, not-a-table."""

    grid: Grid
    looks: Looks
    row: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)

    def read(self, elements: Iterator[Element]) -> None:
        handlers = {"row": self._row, "col": self._column, "mergeCell": self._block}
        for node in elements:
            if handle := handlers.get(local(node.tag)):
                handle(node)
                node.clear()

    def sheet(self, *, hidden: bool) -> Sheet:
        return self.grid.sheet(
            self.blocks,
            hidden=hidden,
            hidden_rows=self.hidden_rows,
            hidden_columns=self.hidden_columns,
        )

    def _row(self, node: Element) -> None:
        self.row = max(number(node.get("r"), 0), 0) or self.row + 1
        if is_true(node.get("hidden")) or _nothing(node.get("ht")):
            self.hidden_rows.add(self.row)
        column = 0
        for cell in node:
            if local(cell.tag) == "c":
                row, column = _place(cell.get("r"), self.row, column + 1)
                self._cell(cell, row, column)

    def _cell(self, cell: Element, row: int, column: int) -> None:
        kind = cell.get("t") or "n"
        value = formula = None
        text = ""
        for part in cell:
            name = local(part.tag)
            if name == "v":
                value = part.text
            elif name == "f":
                formula = part.text or ""
            elif name == "is":
                text = rich(part)
        text, what = self._shown(cell, kind, value, text, (row, column))
        if PICTURE.match(formula or "") or SHOWN_PICTURE.match(text) or _is_picture(cell, kind):
            text, what = "", "picture"
        elif formula is not None and what is None:
            what = "formula"
            if not text and kind != "str":
                text, what = f"={formula}", "uncounted"
        self.grid.put(row, column, text, what)

    def _shown(
        self, cell: Element, kind: str, value: str | None, inline: str, place: tuple[int, int]
    ) -> tuple[str, What | None]:
        if kind == "inlineStr" and inline:
            return inline, None
        if not value:
            return inline, None
        if kind == "s":
            return self._shared(value, place), None
        if kind == "b":
            return ("是" if is_true(value) else "否"), None
        if kind == "e":
            return value, "error"
        if kind == "d":
            return _iso(value), None
        return self._number(value, number(cell.get("s"))) if kind == "n" else (_text(value), None)

    def _number(self, value: str, style: int) -> tuple[str, What | None]:
        code = self.looks.format(style)
        if is_plain(code) and WHOLE.fullmatch(value):
            return value, None
        try:
            found = float(value)
        except ValueError:
            return _text(value), None
        if found in (float("inf"), float("-inf")) or found != found:
            return _text(value), None
        return self.looks.number(found, code)

    def _shared(self, value: str, place: tuple[int, int]) -> str:
        at = number(value, -1)
        if 0 <= at < len(self.looks.strings):
            return self.looks.strings[at]
        fault = CellFault(self.grid.name, place[0], letters(place[1]), "单元格的文字在文件里找不到")
        where = f"“{fault.sheet}”第{fault.row}行{fault.column}列"
        told = f"{where}：{fault.text}，请用 WPS 或 Excel 打开后另存一份再提交。"
        raise Refused("not-a-table", told, fault)

    def _column(self, node: Element) -> None:
        if is_true(node.get("hidden")) or _nothing(node.get("width")):
            first, last = number(node.get("min"), 1), number(node.get("max"), 0)
            self.hidden_columns.update(range(max(first, 1), min(last, MAX_COLUMNS) + 1))

    def _block(self, node: Element) -> None:
        if len(self.blocks) == MAX_BLOCKS:
            raise too_large(CellFault(self.grid.name, 0, "", f"合并单元格超过 {MAX_BLOCKS} 处"))
        first, _, last = (node.get("ref") or "").partition(":")
        top, left = _place(first, 0, 0)
        bottom, right = _place(last or first, 0, 0)
        if top and left and bottom and right:
            span = Span(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
            self.blocks.append(Block(*span))


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Where a cell stands; where it does not say, it is the next one."""
    found = REFERENCE.fullmatch(reference or "")
    return (int(found[2]), _column_of(found[1])) if found and int(found[2]) else (row, column)


@lru_cache(maxsize=20_000)
def _column_of(name: str) -> int:
    column = 0
    for letter in name.upper():
        column = 26 * column + ord(letter) - 64
    return column


def rich(node: Element) -> str:
    """The text of all runs; how Han signs are read (phonetic runs) is no part of it."""
    texts = []
    for one in node:
        name = local(one.tag)
        if name == "t":
            texts.append(one.text or "")
        elif name == "r":
            texts += [part.text or "" for part in one if local(part.tag) == "t"]
    return lines(unescaped("".join(texts)))


def _text(value: str) -> str:
    return lines(unescaped(value))


def _iso(value: str) -> str:
    """A date of ISO 29500 strict: the hour is no matter of a table."""
    try:
        return datetime.fromisoformat(value.strip()).date().isoformat()
    except ValueError:
        return _text(value)


def _nothing(size: str | None) -> bool:
    """A height or a width of nothing hides as well."""
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False


def _is_picture(cell: Element, kind: str) -> bool:
    """A picture that Excel has put into the cell: an error with a richer value beside it."""
    return kind == "e" and attribute(cell, "vm") != "" and _error(cell) == "#VALUE!"


def _error(cell: Element) -> str:
    value = child(cell, "v")
    return (value.text or "") if value is not None else ""
