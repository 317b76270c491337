"""The columns of a register as a table, and what people head them."""

from collections.abc import Mapping

from contracts.sheets import CellFault, Sheet, letters
from contracts.sheets.headers import Header, Words
from contracts.sheets.text import squeeze

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
COLUMNS = Words({**HEADERS, "written": WRITTEN}, preferred=True)


def header_of(sheet: Sheet) -> Header | None:
    """Where the header is, or None if the sheet has none."""
    return COLUMNS.find(sheet, lambda named: len({*NEEDED} & {*named}) >= 2)


def faults_of_header(sheet: Sheet, header: Header) -> list[CellFault]:
    missing = [HEADERS[field][0] for field in NEEDED if field not in header.columns]
    faults = [CellFault(sheet.name, header.last, "", f"缺少“{name}”一列") for name in missing]
    for row in range(header.first, header.last + 1):
        seen: dict[str, int] = {}
        for column, cell in enumerate(sheet.rows[row - 1], start=1):
            text = squeeze(cell)
            if text in seen and COLUMNS.meaning(text):
                said = f"列名“{text}”与{letters(seen[text])}列重复"
                faults.append(CellFault(sheet.name, row, letters(column), said))
            seen.setdefault(text, column)
    return faults
