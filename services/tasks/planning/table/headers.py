"""Where the header of a table is, and what its columns mean. Source: real tables."""

import re
from dataclasses import replace

from contracts.sheets import Sheet
from contracts.sheets.headers import DOING, HELPING, LEADING, Header, Words
from contracts.sheets.text import squeeze
from services.tasks.planning.table.task_sentences import charge_of

FIELDS: dict[str, tuple[str, ...]] = {
    "category": ("项目", "考评项目", "测评项目", "考核项目", "类别", "考评类别"),
    "number": ("序号", "序", "编号", "项号", "考评项", "项目编号", "代码"),
    "text": (
        *("考评内容", "内容", "测评内容", "考核要点", "工作任务", "工作内容", "重点工作内容"),
        *(
            "目标任务(要求)",
            "目标任务",
            "任务",
            "重点任务",
            "任务内容",
            "工作任务及要求",
            "考核内容",
        ),
    ),
    "indicator": ("指标名称", "考核指标", "二级指标"),
    "points": ("分值", "标准分", "基本分", "标准分值"),
    "weight": ("权数", "权重"),
    "rule": ("评分标准", "考评标准", "测评标准", "记分标准", "扣分标准", "计分标准"),
    "item_rule": ("考核内容及计分标准", "考评内容及评分标准"),
    "evidence": ("评分指导点", "佐证材料", "待审材料", "材料要求"),
    "method": ("测评方法", "考评方式", "考评方法"),
    "lead": (
        *("牵头单位", "主责单位", "主办单位", "考核牵头", "市考核牵头单位", "主要责任单位"),
        *("牵头部门", "考核牵头单位"),
    ),
    "doing": ("责任单位", "承办单位", "承办单位/部门", "责任科室", "责任部门", "责任单位(部门)"),
    "cooperating": (
        *("配合单位", "协办单位", "参与单位", "协作单位", "协同配合单位", "责任(配合)单位"),
        *("考核配合单位", "配合部门"),
    ),
    "leader": ("责任领导", "牵头领导", "分管领导"),
    "person": ("责任人", "具体责任人"),
    "contact": ("联络员", "联系人"),
    "records": ("资料员",),
    "supervisor": ("督办人",),
    "due": ("完成时限", "完成时间", "要求完成时间", "时间", "时间安排", "整改时限", "时限", "期限"),
    "q1": ("一季", "一季度", "第一季度"),
    "q2": ("二季", "二季度", "第二季度"),
    "q3": ("三季", "三季度", "第三季度"),
    "q4": ("四季", "四季度", "第四季度"),
    "marker": ("考评单位", "考核单位"),
    "marked": ("被考评单位", "单位名称", "单位", "被考核单位"),
    "mark": (
        *("自评分", "考评分", "得分", "考评得分", "实得分", "扣分上限", "实际扣分", "评分"),
        *("自评得分", "扣分"),
    ),
    "note": ("进度情况", "形象进度", "落实情况", "备注", "完成情况"),
}
FIRST = "(?:要求|计划|拟|预计|工作|任务|阶段|活动|实施|推进|目标)?"
SHAPES = {
    "lead": LEADING,
    "cooperating": HELPING,
    "doing": DOING,
    "due": re.compile(
        rf"{FIRST}(?:完成|办结|办理|结束|截止|上报|报送|起止|达标|整改|落实|推进)?"
        r"(?:时间|时限|期限|日期|节点|时间节点|月份|时间进度|进度安排|时间安排|时间要求)"
        r"(?:[及和、]?(?:要求|安排|标准|节点))?"
    ),
    "text": re.compile(
        r"(?:年度|重点|主要|具体|目标|双拥|创建|专项|工作|测评|考评|考核){0,3}"
        r"(?:任务|工作|事项|内容)"
        r"(?:任务|内容|事项|清单|名称|分解|要点|项目|描述)?(?:[及和]?要求)?"
    ),
}
"""How headers are composed: 牵头 or 配合 and 单位; 完成 and 时限; 重点 and 任务."""
WORDS = Words(FIELDS, shapes=SHAPES)
PERSONS = ("leader", "person", "contact", "records", "supervisor")
QUARTERS = ("q1", "q2", "q3", "q4")
READ = frozenset(
    (
        *("category", "number", "text", "item_rule", "indicator", "points", "rule", "lead"),
        *("doing", "cooperating", "marked", "due", *PERSONS, *QUARTERS),
    )
)
"""The fields that a task table is read for."""
TASK_FIELDS = frozenset({"text", "item_rule", "indicator"})
PLACED = frozenset({"number", "due", "category"})
"""What stands beside tasks that name their units themselves."""
LABELLED = re.compile(r"(?:责任|牵头|承办|主办)(?:单位|部门)\s{0,4}[:：]")
UNIT_FIELDS = frozenset({"lead", "doing", "cooperating", "marked"})


def meaning(text: str) -> str:
    """The field that a header's text names, or empty."""
    return WORDS.meaning(text)


def find_header(sheet: Sheet, after: int = 0) -> Header | None:
    """The first rows that name a task and a unit; ``after``: as of ``Words.find``."""
    found = WORDS.find(
        sheet, lambda named: bool(TASK_FIELDS & {*named} and UNIT_FIELDS & {*named}), after
    )
    if found is None and not after:
        found = WORDS.find(sheet, lambda named: bool({"text"} & {*named} and PLACED & {*named}))
        if found is not None and not _charges(sheet, found.columns["text"], found.last):
            return None
    if found is None:
        return None
    return replace(found, columns=_by_place(sheet, dict(found.columns), found.first, found.last))


def _charges(sheet: Sheet, column: int, last: int) -> bool:
    """Whether the tasks themselves say who does them."""
    rows = range(last + 1, len(sheet.rows) + 1)
    return any(
        charge_of(text).lead or LABELLED.search(text)
        for text in (sheet.cell(row, column) for row in rows)
        if text
    )


def _by_place(sheet: Sheet, found: dict[str, int], first: int, last: int) -> dict[str, int]:
    """What a word means by where it stands: 考核内容 as the outermost column is the category."""
    column = found.get("text", 0)
    said = {squeeze(sheet.cell(row, column)) for row in range(first, last + 1)} if column else set()
    if "考核内容" in said and "category" not in found:
        others = [at for at in range(1, 61) if at != column and _says_text(sheet, at, first, last)]
        if others and column < min(others):
            found["category"], found["text"] = column, min(others)
    if "item_rule" in found:
        found.setdefault("text", found["item_rule"])
    if "indicator" in found and "text" not in found:
        found["text"] = found["indicator"]
    return found


def _says_text(sheet: Sheet, column: int, first: int, last: int) -> bool:
    words = [meaning(sheet.cell(row, column)) for row in range(first, last + 1)]
    return bool({"text", "item_rule", "indicator"} & set(words))
