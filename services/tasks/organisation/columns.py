"""The columns of a list of units, and a row of it before its names are resolved."""

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
COLUMNS = Words(FIELDS, preferred=True)
READ = ("name", "aliases", "kind", "parent", "serves", "code")
LISTS = ("aliases", "serves")


def find_header(sheet: Sheet) -> Header | None:
    """The kind may be told by the names alone, where another column shows a list of units."""
    return COLUMNS.find(sheet, lambda named: "name" in named and len({*READ} & {*named}) > 1)
