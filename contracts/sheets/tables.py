"""A table with its header: its rows with their places, its merged cells filled, and what of it is
not read.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from contracts.sheets import CellFault, Sheet, letters
from contracts.sheets.headers import NOTE, TOLD, Header, Words
from contracts.sheets.merged import filled
from contracts.sheets.text import is_same, squeeze

HIDDEN_ROW = "隐藏的行，按答复不读取"
GROUP, REMARK = "分组标题", "附注"
NUMBERED = "只有序号，没有内容"
ORDINAL = re.compile(r"[(]?(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})[)]?[.、)]?")
WRONG = {
    "uncounted": "不接受公式，请粘贴为数值",
    "error": "单元格是错误值，请改为应填的内容",
    "rounded": "数字超过15位，末几位已丢失，请把单元格设为文本后重新填写",
}
"""What a cell may be that nobody meant to write."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A row before its words are looked up. ``columns``: where each field of its sheet stands;
    ``group``: the heading above it.
    """

    sheet: str
    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, str]
    group: str = ""

    def fault(self, field: str, text: str, value: str = "") -> CellFault:
        where = letters(self.columns[field]) if field in self.columns else ""
        return CellFault(self.sheet, self.row, where, text, value[:60])


class Table:
    """A sheet with its header. ``left``: rows that the official did not want to be read; ``end``:
    the last row, where another table of the sheet stands below; ``side``: how many tables stand
    left of it; ``same``: what 同上 was read as.
    """

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        left: frozenset[int] = frozenset(),
        end: int | None = None,
        side: int = 0,
    ) -> None:
        self.sheet, self.header, self.name, self.left = sheet, header, sheet.name, left
        self.side = side
        self.end = len(sheet.rows) if end is None else end
        self.columns = dict(header.columns)
        self.filled = filled(sheet, header.last)
        self.marks = {(one.row, one.column): one.what for one in sheet.marks}
        self.same: list[CellFault] = []
        self._above: dict[str, str] = {}

    def rows(self) -> Iterator[int]:
        """Those below the header in which something stands."""
        for row in range(self.header.last + 1, self.end + 1):
            if any(squeeze(cell) for cell in self.sheet.rows[row - 1]):
                yield row

    def left_at(self, row: int) -> str:
        """Why a row that is hidden is not read, or empty."""
        return HIDDEN_ROW if row in self.left else ""

    def aside(self, row: int, words: Words, numbers: Container[str]) -> str:
        """Why a row makes nothing, or empty: it is a note, a sum, a header again, or its number
        alone. ``numbers``: the fields of columns that count or group the rows.
        """
        said = [*self._said(row)]
        why = words.aside(text for _, text in said)
        if why or len({text for _, text in said}) > 1:
            return why
        if not self._stands_aside(row, [column for column, _ in said], numbers):
            return ""
        if ORDINAL.fullmatch(said[0][1]):
            return NUMBERED
        return GROUP if row < self._last_full else REMARK

    def _said(self, row: int) -> Iterator[tuple[int, str]]:
        for column, cell in enumerate(self.sheet.rows[row - 1], 1):
            if text := squeeze(cell):
                yield column, text

    def _stands_aside(self, row: int, columns: list[int], numbers: Container[str]) -> bool:
        """Whether one text stands where rows are counted or grouped, or across the table."""
        known = {column: field for field, column in self.columns.items()}
        counting = [
            known[at] in numbers if at in known else at < min(known, default=1) for at in columns
        ]
        right = self._wide.get((row, columns[0]), columns[0])
        return all(counting) or len(known.keys() & {*range(columns[0], right + 1)}) > 1

    @cached_property
    def _wide(self) -> dict[tuple[int, int], int]:
        """Where a cell is merged over several columns -> the last of them."""
        return {(one.top, one.left): one.right for one in self.sheet.merged}

    @cached_property
    def _last_full(self) -> int:
        """The last row in which several things stand."""
        for row in range(self.end, self.header.last, -1):
            texts = {text for _, text in self._said(row)}
            if len(texts) > 1 and not NOTE.search(next(text for _, text in self._said(row))):
                return row
        return 0

    def own(self, row: int, field: str) -> str:
        """What stands in the field's own cell, or in all that its header spans."""
        column = self.columns.get(field, 0)
        own = self.sheet.cell(row, column)
        for more in range(column + 1, self.header.spans.get(column, column) + 1):
            own += self.sheet.cell(row, more)
        return own

    def text(self, row: int, field: str) -> str:
        """As ``own``, or of the merged block that covers the cell."""
        own = self.own(row, field)
        return own if own.strip() else self.filled.get((row, self.columns.get(field, 0)), "")

    def said(self, row: int, field: str) -> str:
        """As ``text``, and what stands above where the cell says 同上, which is told.

        To be asked for row by row.
        """
        text = self.text(row, field)
        if is_same(text) and (above := self._above.get(field, "")):
            self.same.append(self.fault(row, field, f"同上，读作“{above[:40]}”"))
            return above
        self._above[field] = text
        return text

    def line(self, row: int, *fields: str) -> Line:
        cells = {field: self.said(row, field) for field in fields if field in self.columns}
        return Line(self.name, row, self.columns, cells)

    def fault(self, row: int, field: str, text: str, value: str = "") -> CellFault:
        column = self.columns.get(field, 0)
        return CellFault(self.name, row, letters(column) if column else "", text, value[:60])

    def wrong(self, row: int) -> Iterator[CellFault]:
        """Cells of columns that are read, which hold what nobody meant to write."""
        for column in sorted({*self.columns.values()}):
            if why := WRONG.get(self.marks.get((row, column), "")):
                yield CellFault(self.name, row, letters(column), why)

    def untold(self, read: Container[str]) -> Iterator[CellFault]:
        """What of the sheet is not read, and what is read otherwise than it is typed.

        ``read``: the fields that are read.
        """
        last = self.header.last
        for text in (*self.header.unread, *self._passed_over(read)):
            yield CellFault(self.name, last, "", f"“{text}”一列未读取")
        headed = {*self.columns.values(), *self.header.headed}
        beyond: dict[int, list[int]] = {}
        for row in self.rows():
            for column, cell in enumerate(self.sheet.rows[row - 1], 1):
                if column not in headed and squeeze(cell):
                    beyond.setdefault(column, []).append(row)
        for column, rows in sorted(beyond.items()):
            text = f"此列没有列名，共{len(rows)}格未读取"
            yield CellFault(self.name, rows[0], letters(column), text)
        for (row, column), what in sorted(self.marks.items()):
            if what == "picture" and row > last:
                yield CellFault(self.name, row, letters(column), "图片未读取")
            elif what == "formula" and row > last and column in self.columns.values():
                yield CellFault(self.name, row, letters(column), "公式按所存的结果读取")

    def _passed_over(self, read: Container[str]) -> Iterator[str]:
        """Columns whose meaning is known, and which this table is not read for."""
        for field, column in self.columns.items():
            if field != TOLD and field not in read:
                texts = [self.sheet.cell(row, column) for row in self._header_rows]
                yield next(filter(None, map(squeeze, texts)), field)
        for field, several in self.header.levels.items():
            chosen = self.columns.get(field)
            yield from (text for text, column in several if column != chosen)

    @property
    def _header_rows(self) -> range:
        return range(self.header.last, self.header.first - 1, -1)
