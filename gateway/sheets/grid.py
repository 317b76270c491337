"""A sheet in the making: cells as they come, within limits, each excess named by its cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from contracts import secrecy
from contracts.sheets import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_MARKS,
    MAX_ROWS,
    MAX_TITLE,
    Block,
    CellFault,
    Mark,
    Sheet,
    What,
    letters,
)
from gateway.sheets.protocol import Limits, Refused

MAX_BLOCKS = 5000
MAX_NAME = 100
ERROR = re.compile(
    r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA|#{2,})"
)
"""What an error value, or a number wider than its column, leaves in a text or in a copied cell."""


@dataclass
class Room:
    """What is left of a workbook's limits."""

    limits: Limits
    cells: int = 0
    text: int = 0

    def take(self, text: str) -> bool:
        self.cells += 1
        self.text += len(text)
        return self.cells <= self.limits.cells and self.text <= self.limits.text


class Span(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """Raises in every method: Refused table-too-large, classified-matter."""

    name: str
    room: Room
    title: str = ""
    rows: list[list[str]] = field(default_factory=list)
    marks: dict[tuple[int, int], What] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.name, self.title = self.name[:MAX_NAME], self.title[:MAX_TITLE]
        for text, what in ((self.name, "工作表名"), (self.title, "表的标题")):
            if secrecy.is_marked(text):
                raise classified(CellFault(f"（{what}）", 0, "", f"{what}带有密级标志"))

    def put(self, row: int, column: int, text: str, what: What | None = None) -> None:
        if what == "picture":
            self.mark(row, column, what)
        if not text.strip():
            return
        place = (self.name, row, letters(column))
        if row > MAX_ROWS:
            raise too_large(CellFault(*place, f"超过 {MAX_ROWS} 行"))
        if column > MAX_COLUMNS:
            raise too_large(CellFault(*place, f"超过 {MAX_COLUMNS} 列"))
        if len(text) > MAX_CELL:
            raise too_large(CellFault(*place, f"单元格超过 {MAX_CELL} 个字"))
        if not self.room.take(text):
            raise too_large(CellFault(*place, "全部单元格的个数或字数超过上限"))
        if secrecy.is_marked(text):
            raise classified(CellFault(*place, "单元格带有密级标志"))
        if what or ERROR.fullmatch(text.strip()):
            self.mark(row, column, what or "error")
        while len(self.rows) < row:
            self.rows.append([])
        cells = self.rows[row - 1]
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = text

    def mark(self, row: int, column: int, what: What) -> None:
        """What lies beyond a sheet's bounds is not marked: it is no part of the table."""
        if not (1 <= row <= MAX_ROWS and 1 <= column <= MAX_COLUMNS):
            return
        if len(self.marks) == MAX_MARKS and (row, column) not in self.marks:
            place = CellFault(self.name, row, letters(column), f"公式和图片超过 {MAX_MARKS} 个")
            raise too_large(place)
        self.marks[row, column] = what

    def sheet(
        self,
        merged: Iterable[Block] = (),
        *,
        hidden: bool = False,
        hidden_rows: Iterable[int] = (),
        hidden_columns: Iterable[int] = (),
    ) -> Sheet:
        """Blocks are cut to the rows that hold something; of what is hidden, only that counts."""
        wide = max(map(len, self.rows), default=0)
        columns = (n for n in sorted(hidden_columns) if n <= wide)
        return Sheet(
            name=self.name,
            rows=tuple(tuple(cells) for cells in self.rows),
            merged=self._blocks(merged),
            marks=tuple(Mark(row, column, what) for (row, column), what in self.marks.items()),
            hidden=hidden,
            hidden_rows=tuple(n for n in sorted(hidden_rows) if self._holds(n)),
            hidden_columns=tuple(columns),
            title=self.title,
        )

    def _holds(self, row: int) -> bool:
        return 1 <= row <= len(self.rows) and any(self.rows[row - 1])

    def _blocks(self, merged: Iterable[Block]) -> tuple[Block, ...]:
        last = len(self.rows)
        blocks = [
            Block(
                top=one.top,
                left=one.left,
                bottom=min(one.bottom, last),
                right=min(one.right, MAX_COLUMNS),
            )
            for one in merged
            if one.top <= last and one.left <= MAX_COLUMNS
        ]
        kept = tuple(b for b in blocks if (b.top, b.left) != (b.bottom, b.right))
        if len(kept) > MAX_BLOCKS:
            raise too_large(CellFault(self.name, 0, "", f"合并单元格超过 {MAX_BLOCKS} 处"))
        return kept


def too_large(fault: CellFault) -> Refused:
    column = f"{fault.column}列" if fault.column else ""
    where = f"第{fault.row}行{column}" if fault.row else ""
    return Refused(
        "table-too-large", f"“{fault.sheet}”{where}：{fault.text}，请拆分后再提交。", fault
    )


def classified(fault: CellFault) -> Refused:
    """A name that carries a mark is not repeated."""
    where = f"“{fault.sheet}”第{fault.row}行{fault.column}列：" if fault.row else ""
    detail = f"{where}{fault.text}，本系统不得存储涉密信息，请按保密规定处理。"
    return Refused(secrecy.ClassifiedMatter.code, detail, fault)
