"""The columns of a list of units, and a row of it before its names are resolved."""

import re

from contracts.sheets import Sheet
from contracts.sheets.headers import Header, Words

FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("单位名称", "单位", "名称", "单位全称", "全称"),
    "aliases": ("简称/别名", "简称", "别名", "简称或别名", "曾用名", "简称、别名"),
    "kind": ("类型", "单位类型", "类别", "单位类别"),
    "parent": ("上级单位", "上级", "隶属单位", "主管单位"),
    "serves": ("职责角色", "承担角色", "对应责任单位", "职责", "角色"),
    "code": ("代码", "单位代码", "编码", "编号"),
    "number": ("序号", "序"),
    "told": ("区县", "承接单位"),
}
"""``told``: what an exported list says besides."""
KIND = "(?:单位|机构|部门|组织)"
SHAPES = {
    "name": re.compile(rf"(?:成员|登记|各)?{KIND}(?:全称|名称|名)?|(?:规范|正式)?名称"),
    "aliases": re.compile(
        rf"{KIND}?(?:简称|别称|别名|俗称|又称|规范简称|曾用名)(?:[/或、及和]别名)?"
    ),
    "kind": re.compile(rf"{KIND}(?:性质|类型|类别|种类|属性|分类)|性质|分类|属性"),
    "parent": re.compile(
        rf"(?:所属|隶属|主管|上级|归属|所在)(?:上级|主管)?(?:{KIND}|街道|乡镇|镇街|乡镇\(街道\))(?:名称)?"
    ),
    "serves": re.compile(r"(?:双拥|主要|工作)?(?:职责|角色|分工)(?:任务)?"),
}
COLUMNS = Words(FIELDS, preferred=True, shapes=SHAPES)
NUMBERS = ("number", "code", "kind")
"""Fields of columns that count or group the rows."""
READ = ("name", "aliases", "kind", "parent", "serves", "code")
LISTS = ("aliases", "serves")


def find_header(sheet: Sheet, after: int = 0) -> Header | None:
    """The kind may be told by the names alone, where another column shows a list of units, or
    counts it.
    """
    told = {*READ, "number"}
    return COLUMNS.find(sheet, lambda named: "name" in named and len(told & {*named}) > 1, after)
