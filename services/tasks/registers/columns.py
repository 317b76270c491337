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
ENDINGS = {
    **dict.fromkeys(("名称", "内容", "事项"), "label"),
    **dict.fromkeys(("地址", "地点", "位置", "住址", "所在地", "坐落"), "place"),
    **dict.fromkeys(("类别", "类型", "种类"), "kind"),
    **dict.fromkeys(("时间", "日期"), "on"),
    **dict.fromkeys(("编号", "代码"), "key"),
    "对象": "who",
}
SHAPES = {
    "unit": re.compile(
        r"(?:具体|直接|日常)?(?:责任|牵头|主责|实施|承办|管理|管护|主管|维护|负责|走访|慰问|建设|设置"
        r"|施工|落实|承担|所属|使用|保护|监管|认领){1,2}(?:责任)?(?:单位|部门|主体|机构)"
        r"(?:[及和、/]?(?:责任人|负责人))?"
    )
}
COLUMNS = Words({**HEADERS, TOLD: WRITTEN}, preferred=True, endings=ENDINGS, shapes=SHAPES)
NUMBERS = ("key",)
"""Fields of columns that count the rows."""


def header_of(sheet: Sheet, after: int = 0) -> Header | None:
    """Where the header is, or None if the sheet has none; ``after``: as of ``Words.find``."""
    return COLUMNS.find(sheet, enough, after)


def enough(named: Mapping[str, int]) -> bool:
    """A name, or whom a visit was paid, beside what else every register has."""
    return len({*NEEDED} & {*named}) >= 2 or {"who", "unit"} <= named.keys()


def faults_of_header(sheet: Sheet, header: Header) -> list[CellFault]:
    """Columns of codes, of units and of names that are missing are asked about."""
    faults = []
    for row in range(header.first, header.last + 1):
        seen: dict[str, int] = {}
        for column, cell in enumerate(sheet.rows[row - 1], start=1):
            text = squeeze(cell)
            if text in seen and COLUMNS.meaning(text):
                said = f"列名“{text}”与{letters(seen[text])}列重复"
                faults.append(CellFault(sheet.name, row, letters(column), said))
            seen.setdefault(text, column)
    return faults
