"""A table that somebody handed in, read as rows of a register; every fault with its cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.orders.tasks import Row
from contracts.secrecy import is_marked
from contracts.sheets import CellFault, Sheet, Workbook, letters
from contracts.sheets.headers import Header
from services.tasks.organisation.naming import UnitNames
from services.tasks.registers.columns import COLUMNS, NEEDED, faults_of_header, header_of
from services.tasks.registers.register import MAX_ROWS, ROW_KEY
from services.tasks.sheets.privacy import NO_FORMULA, masked, plain, tidy, unlawful

LIMITS = {"label": 200, "place": 200, "kind": 40, "who": 200, "note": 200}
"""Characters."""
NAMES = {"label": "名称", "place": "地点", "kind": "类别", "who": "姓名", "note": "备注"}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
FOOTNOTE = re.compile(r"(备注|注|说明|合计|总计|填表|审核|制表)")
"""What begins a cell that stands alone in its row."""
MAX_FAULTS = 2000
"""Faults looked for; a table with more is refused as it is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row, and the cell of its code."""

    row: Row
    sheet: str
    at: int
    column: str


@dataclass(slots=True)
class Read:
    """``notes``: what was read in another way, or not at all. ``seen``: code -> first place."""

    rows: list[Placed] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)


def day_of(text: str) -> date | None:
    """2026-05-10, 2026/5/10, 2026.5.10, 2026年5月10日, 20260510; None: no such day."""
    match = DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read(workbook: Workbook, names: UnitNames) -> Read:
    """Every sheet that has a header; nothing is raised: the faults are listed."""
    done = Read()
    headed = [(sheet, header_of(sheet)) for sheet in workbook.sheets if _filled(sheet)]
    for sheet, header in headed:
        if header is not None:
            _Sheet(sheet, header, names, done).read()
        elif any(header for _, header in headed):
            done.notes.append(CellFault(sheet.name, 0, "", "没有表头，未读取"))
    if not any(header for _, header in headed):
        said = "没有找到表头，须有“编号”“名称”“责任单位”三列"
        done.faults.append(CellFault(workbook.sheets[0].name, 0, "", said))
    del done.faults[MAX_FAULTS:]
    return done


class _Sheet:
    """One sheet on its way into ``done``."""

    def __init__(self, sheet: Sheet, header: Header, names: UnitNames, done: Read) -> None:
        self.sheet, self.header, self.names, self.done = sheet, header, names, done
        self.columns = header.columns

    def read(self) -> None:
        first = self.header.last + 1
        if len(self.sheet.rows) - self.header.last > MAX_ROWS:
            self._fault(first + MAX_ROWS, 0, f"数据超过{MAX_ROWS}行，请分表")
            return
        self.done.faults += faults_of_header(self.sheet, self.header)
        self.done.faults += _unlawful(self.sheet)
        self._shape(first)
        if not {*NEEDED} <= {*self.columns}:
            return
        for at in range(first, len(self.sheet.rows) + 1):
            if not self._is_aside(at):
                self._row(at)
        for text in self.header.unread:
            self._note(self.header.last, 0, f"“{text}”一列未读取")

    def _shape(self, first: int) -> None:
        for row, column in self.sheet.formulas:
            if row >= self.header.first:
                self._fault(row, column, NO_FORMULA)
        for block in self.sheet.merged:
            if block.bottom >= first and block.bottom > block.top:
                self._fault(block.top, block.left, "跨行合并，请取消合并并逐行填写")

    def _is_aside(self, at: int) -> bool:
        said = [cell for cell in self.sheet.rows[at - 1] if cell.strip()]
        if COLUMNS.aside(said):
            return True
        return len(said) == 1 and FOOTNOTE.match(plain(said[0])) is not None

    def _row(self, at: int) -> None:
        before = len(self.done.faults)
        said: dict[str, Any] = {
            "key": self._key(at),
            "unit": self._unit(at),
            "on": self._day(at),
            **{name: self._text(at, name) for name in LIMITS},
        }
        if len(self.done.faults) == before:
            column = letters(self.columns["key"])
            self.done.rows.append(Placed(Row(**said), self.sheet.name, at, column))

    def _key(self, at: int) -> str:
        text, column = self._plain(at, "key"), self.columns["key"]
        if not ROW_KEY.fullmatch(text):
            said = "编号只能用字母、数字、“-”和“_”，最多40个字符" if text else "缺编号"
            self._fault(at, column, said)
        elif text in self.done.seen:
            self._fault(at, column, f"编号 {text} 与{self.done.seen[text]}重复")
        self.done.seen.setdefault(text, f"“{self.sheet.name}”第{at}行")
        return text

    def _unit(self, at: int) -> str:
        written = self._raw(at, "unit")
        found = self.names.find(written)
        if len(found) == 1:
            return next(iter(found))
        said = f"单位“{_quoted(written)}”不是本区单位" if written.strip() else "缺责任单位"
        if found:
            codes = "、".join(sorted(found))
            said = f"“{_quoted(written)}”可指{len(found)}个单位，请填单位代码：{codes}"
        self._fault(at, self.columns["unit"], said)
        return ""

    def _day(self, at: int) -> date | None:
        text = self._plain(at, "on").replace(" ", "")
        day = day_of(text)
        if text and day is None:
            said = f"“{_quoted(text)}”不是日期，请写成 2026-05-10"
            self._fault(at, self.columns["on"], said)
        return day

    def _text(self, at: int, name: str) -> str:
        written = self._raw(at, name)
        text = masked(written) if name == "who" else tidy(written)
        if len(text) > LIMITS[name]:
            said = f"{NAMES[name]}超过{LIMITS[name]}个字符"
            self._fault(at, self.columns[name], said)
        if name == "label" and not text:
            self._fault(at, self.columns["label"], "缺名称")
        if name == "who" and written.strip() and text != written.strip():
            self._note(at, self.columns["who"], "姓名已脱敏")
        elif name != "who" and text != " ".join(written.split()):
            self._note(at, self.columns[name], "全角字符已转为半角")
        return text

    def _plain(self, at: int, name: str) -> str:
        written = self._raw(at, name)
        text = plain(written)
        if text != written.strip():
            self._note(at, self.columns[name], f"全角字符已转为半角：{_quoted(text)}")
        return text

    def _raw(self, at: int, name: str) -> str:
        column = self.columns.get(name, 0)
        return self.sheet.cell(at, column) if column else ""

    def _fault(self, row: int, column: int, text: str) -> None:
        self.done.faults.append(CellFault(self.sheet.name, row, letters(column), text))

    def _note(self, row: int, column: int, text: str) -> None:
        self.done.notes.append(CellFault(self.sheet.name, row, letters(column), text))


def _unlawful(sheet: Sheet) -> Iterator[CellFault]:
    """What may not enter in any cell; the fault does not repeat it."""
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells, start=1):
            why = "带有密级标志，不得录入" if is_marked(cell) else cell and unlawful(cell)
            if why:
                yield CellFault(sheet.name, row, letters(column), why)


def _quoted(text: str) -> str:
    """A cell's text as a message may repeat it."""
    return "…" if unlawful(text) or is_marked(text) else text.strip()[:40]


def _filled(sheet: Sheet) -> bool:
    return any(cell.strip() for cells in sheet.rows for cell in cells)
