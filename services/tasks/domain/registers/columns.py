"""The columns of a register as a table: what people head them, and where the header stands."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.sheets import CellFault, Sheet, letters

HEADERS: Mapping[str, tuple[str, ...]] = {
    "key": ("编号", "点位编号", "代码", "编码", "序号", "序"),
    "label": (
        "名称",
        "点位名称",
        "点位",
        "地段",
        "路段",
        "标题",
        "事项",
        "实事内容",
        "学校",
        "学校名称",
        "内容",
    ),
    "unit": ("责任单位", "单位", "实施单位", "走访单位", "牵头单位"),
    "place": ("地点", "位置", "地址", "村社", "所在村(社区)"),
    "kind": ("类别", "类型", "种类"),
    "on": ("日期", "走访日期", "签约日期", "签订日期", "时间"),
    "who": ("姓名", "对象", "慰问对象", "走访对象", "优抚对象"),
    "note": ("备注", "说明"),
}
"""Field -> its headers, the one preferred first (forms.md §7)."""

NEEDED = ("key", "label", "unit")
WRITTEN = ("状态", "佐证材料")
"""Columns of an exported table that say what the register knows; an import passes over them."""
HEADER_WITHIN = 20
"""Rows from the top among which the header must stand."""
SIZE_NOTE = re.compile(r"\(.*\)$")


@dataclass(frozen=True, slots=True)
class Columns:
    """``row``: the header's last row. ``of``: field -> column, from 1. ``unread``: header texts."""

    row: int
    of: Mapping[str, int]
    unread: tuple[str, ...] = ()


def columns_of(sheet: Sheet) -> Columns | None:
    """Where the header is, or None if the sheet has none."""
    best: Columns | None = None
    for row in range(1, min(len(sheet.rows), HEADER_WITHIN) + 1):
        found = _columns(sheet, row)
        if best is None or len(found.of) > len(best.of):
            best = found
    if best is None or len(set(NEEDED) & set(best.of)) < 2:
        return None
    return Columns(_last_row(sheet, best.row), best.of, best.unread)


def faults_of_header(sheet: Sheet, columns: Columns) -> list[CellFault]:
    missing = [HEADERS[field][0] for field in NEEDED if field not in columns.of]
    faults = [CellFault(sheet.name, columns.row, "", f"缺少“{name}”一列") for name in missing]
    seen: dict[str, int] = {}
    for column, text in enumerate(_texts(sheet, columns.row), start=1):
        if text and text in seen and _field_of(text):
            said = f"列名“{text}”与{letters(seen[text])}列重复"
            faults.append(CellFault(sheet.name, columns.row, letters(column), said))
        seen.setdefault(text, column)
    return faults


def _columns(sheet: Sheet, row: int) -> Columns:
    at = {text: n for n, text in reversed(list(enumerate(_texts(sheet, row), start=1))) if text}
    of: dict[str, int] = {}
    for field, headers in HEADERS.items():
        name = next((header for header in headers if header in at), None)
        if name is not None:
            of[field] = at[name]
    unread = tuple(text for text, n in at.items() if n not in of.values() and text not in WRITTEN)
    return Columns(row, of, unread)


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [_heading(cell) for cell in sheet.rows[row - 1]]


def _heading(cell: str) -> str:
    """A header without spaces and line breaks (评 分 标 准), and without its note (必填)."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)).lstrip("*")
    return text if _field_of(text) else SIZE_NOTE.sub("", text)


def _field_of(text: str) -> str:
    return next((field for field, headers in HEADERS.items() if text in headers), "")


def _last_row(sheet: Sheet, row: int) -> int:
    """A header of two rows is merged down by one."""
    below = [b.bottom for b in sheet.merged if b.top <= row < b.bottom]
    return row + 1 if below and max(below) == row + 1 else row
