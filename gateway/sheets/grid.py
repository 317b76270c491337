"""A sheet in the making: cells as they come, within limits, each excess named by its cell."""

from dataclasses import dataclass, field

from contracts import secrecy
from contracts.sheets import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Block,
    CellFault,
    Mark,
    Sheet,
    letters,
)
from gateway.sheets.protocol import Limits, Refused

MAX_MARKS = 5000
"""Merged blocks, and formulas, of a sheet."""
MAX_NAME = 100


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


@dataclass
class Grid:
    """Raises in every method: Refused table-too-large, classified-matter."""

    name: str
    room: Room
    rows: list[list[str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = self.name[:MAX_NAME]
        if secrecy.is_marked(self.name):
            self.name = "（工作表名）"
            raise _classified(CellFault(self.name, 0, "", "工作表名带有密级标志"))

    def put(self, row: int, column: int, text: str, *, formula: bool = False) -> None:
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
            raise _classified(CellFault(*place, "单元格带有密级标志"))
        if formula:
            self._mark(place, row, column)
        while len(self.rows) < row:
            self.rows.append([])
        cells = self.rows[row - 1]
        cells.extend([""] * (column - len(cells)))
        cells[column - 1] = text

    def _mark(self, place: tuple[str, int, str], row: int, column: int) -> None:
        if len(self.marks) == MAX_MARKS:
            raise too_large(CellFault(*place, f"公式超过 {MAX_MARKS} 个"))
        self.marks.append(Mark(row, column, "uncounted"))

    def sheet(self, merged: list[Block] | None = None) -> Sheet:
        """Blocks are cut to the rows that hold something."""
        last = len(self.rows)
        blocks = [
            Block(
                top=one.top,
                left=one.left,
                bottom=min(one.bottom, last),
                right=min(one.right, MAX_COLUMNS),
            )
            for one in merged or ()
            if one.top <= last and one.left <= MAX_COLUMNS
        ]
        kept = tuple(b for b in blocks if (b.top, b.left) != (b.bottom, b.right))
        if len(kept) > MAX_MARKS:
            raise too_large(CellFault(self.name, 0, "", f"合并单元格超过 {MAX_MARKS} 处"))
        return Sheet(
            name=self.name,
            rows=tuple(tuple(cells) for cells in self.rows),
            merged=kept,
            marks=tuple(self.marks),
        )


def too_large(fault: CellFault) -> Refused:
    column = f"{fault.column}列" if fault.column else ""
    where = f"第{fault.row}行{column}" if fault.row else ""
    return Refused(
        "table-too-large", f"“{fault.sheet}”{where}：{fault.text}，请拆分后再提交。", fault
    )


def _classified(fault: CellFault) -> Refused:
    where = f"“{fault.sheet}”第{fault.row}行{fault.column}列" if fault.row else "工作表名"
    detail = f"{where}带有密级标志，本系统不得存储涉密信息，请按保密规定处理。"
    return Refused(secrecy.ClassifiedMatter.code, detail, fault)
