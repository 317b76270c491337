"""The columns of a register as a table, and what people head them."""

import re
from collections.abc import Mapping

from contracts.sheets import CellFault, Sheet, letters
from contracts.sheets.headers import TOLD, Header, Words
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
    "unit": (
        *("责任单位", "单位", "实施单位", "走访单位", "牵头单位", "责任部门", "承办单位"),
        *("管理单位", "管护单位", "主管单位", "所属单位"),
    ),
    "place": ("地点", "位置", "地址", "村社", "所在村(社区)"),
    "kind": ("类别", "类型", "种类"),
    "on": ("日期", "走访日期", "签约日期", "签订日期", "时间"),
    "who": ("姓名", "对象", "慰问对象", "走访对象", "优抚对象"),
    "note": ("备注", "说明"),
}
"""Field -> its headers, the one preferred first."""

NEEDED = ("key", "label", "unit")
WRITTEN = ("状态", "佐证材料")
"""Columns of an exported table that say what the register knows."""
ENDINGS = {"名称": "label", "地址": "place", "地点": "place", "位置": "place", "时间": "on"}
COLUMNS = Words({**HEADERS, TOLD: WRITTEN}, preferred=True, endings={**ENDINGS, "日期": "on"})
FOOTNOTE = re.compile(r"(备注|注|说明|合计|总计|填表|审核|制表)")
"""What begins a cell that stands alone in its row."""


def header_of(sheet: Sheet) -> Header | None:
    """Where the header is, or None if the sheet has none."""
    return COLUMNS.find(sheet, lambda named: len({*NEEDED} & {*named}) >= 2)


def faults_of_header(sheet: Sheet, header: Header) -> list[CellFault]:
    """A column of codes or of units that is missing is asked about; one of names is a fault."""
    faults = []
    if "label" not in header.columns:
        faults.append(CellFault(sheet.name, header.last, "", "缺少“名称”一列"))
    for row in range(header.first, header.last + 1):
        seen: dict[str, int] = {}
        for column, cell in enumerate(sheet.rows[row - 1], start=1):
            text = squeeze(cell)
            if text in seen and COLUMNS.meaning(text):
                said = f"列名“{text}”与{letters(seen[text])}列重复"
                faults.append(CellFault(sheet.name, row, letters(column), said))
            seen.setdefault(text, column)
    return faults
