"""A notice as a table, said as the sentences of one."""

import re

from contracts.sheets.text import squeeze

COUNT = re.compile("天数|共计|合计")
WORKED = re.compile("上班|补班")
OFF = re.compile("放假|假期(?:时间|日期)|休假")
REST = re.compile("放假|休")
NAME = re.compile("节日|节假日|假日|名称")
ORDINAL = re.compile("[0-9]{1,2}|[一二三四五六七八九十]")
HEADER_WITHIN = 25
NOTHING = ("", "无", "/", "-", "—")


def spoken(rows: list[tuple[str, ...]]) -> str:
    """By what heads its columns (节日, 放假时间, 上班日期, 天数); of another table, its lines."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        heads = [_heads(cell) for cell in row]
        if {"name", "off"} <= {*heads}:
            above = "\n".join("".join(row) for row in rows[:at])
            return "\n".join((above, *(_sentence(heads, row) for row in rows[at + 1 :])))
    return "\n".join("".join(row) for row in rows)


def _heads(cell: str) -> str:
    text = squeeze(cell)
    if COUNT.search(text):
        return "count"
    if WORKED.search(text):
        return "working"
    if OFF.search(text):
        return "off"
    return "name" if NAME.search(text) else ""


def _sentence(heads: list[str], row: tuple[str, ...]) -> str:
    """元旦：1月1日至3日放假，共3天。1月4日上班。 With what stands in other columns behind it."""
    said = dict.fromkeys(("name", "off", "count", "working"), "")
    rest = []
    for at, cell in enumerate(row):
        head, text = (heads[at] if at < len(heads) else ""), squeeze(cell).rstrip("。;")
        if head and text not in NOTHING:
            said[head] = text
        elif text and not head and not ORDINAL.fullmatch(text):
            rest.append(text)
    if not said["off"]:
        return "".join(row)
    off = said["off"] + ("" if REST.search(said["off"]) else "放假")
    count = f",共{said['count'].removeprefix('共').removesuffix('天')}天" if said["count"] else ""
    worked = said["working"]
    worked += "" if not worked or WORKED.search(worked) else "上班"
    return "。".join(filter(None, (f"{said['name']}:{off}{count}", worked, *rest)))
