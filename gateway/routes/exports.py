"""The columns of each exported list."""

from contracts import words
from contracts.orders import evidence, tasks
from contracts.orders.base import PageAsk
from gateway.sheets.columns import Column

PRIORITIES = {code: name.zh for code, name in words.PRIORITY_NAMES.items()}
TASKS = (
    Column("任务编号", "id", 26),
    Column("区县", "district", 12, names="district"),
    Column("年度", "year", 8),
    Column("考评内容", "item", 10),
    Column("任务", "title", 40),
    Column("来源", "origin", 12, words=words.ORIGIN_NAMES),
    Column("牵头单位", "lead", 16, names="unit"),
    Column("责任人", "person", 12, names="person"),
    Column("配合单位", "cooperating", 24, names="unit"),
    Column("时限", "due", 12),
    Column("优先级", "priority", 8, words=PRIORITIES),
    Column("状态", "state", 20, words=words.TASK_STATE_NAMES),
    Column("逾期", "overdue", 8),
    Column("提交时间", "submission.at", 18, "time"),
    Column("说明", "submission.note", 40),
)
FINDINGS = (
    Column("问题编号", "id", 38),
    Column("区县", "district", 12, names="district"),
    Column("检查日期", "on", 12),
    Column("考评内容", "item", 10),
    Column("单位", "unit", 16, names="unit"),
    Column("类别", "kind", 14),
    Column("问题", "fault", 40),
    Column("地点", "place", 20),
    Column("状态", "state", 16, words=words.FINDING_STATE_NAMES),
    Column("整改期限", "rectify_by", 12),
    Column("逾期", "overdue", 8),
    Column("督办单", "called", 8, words=words.COLOUR_NAMES),
    Column("整改情况", "reply.note", 40),
    Column("佐证材料", "evidence", 30),
)
UNITS = (
    Column("代码", "unit", 16),
    Column("单位名称", "name", 30),
    Column("别名", "aliases", 30),
    Column("类型", "kind", 12, words=words.UNIT_KIND_NAMES),
    Column("上级单位", "parent", 16, names="unit"),
    Column("职责角色", "serves", 30),
    Column("区县", "district", 12, names="district"),
    Column("承接单位", "successor", 16, names="unit"),
)
PERSONS = (
    Column("账号", "account", 16),
    Column("姓名", "name", 14),
    Column("岗位", "roles", 30, words=words.ROLE_NAMES),
    Column("区县", "district", 12, names="district"),
    Column("单位", "unit", 16, names="unit"),
)
INSPECTIONS = (
    Column("检查编号", "id", 38),
    Column("区县", "district", 12, names="district"),
    Column("日期", "on", 12),
    Column("方式", "kind", 12, words=words.INSPECTION_NAMES),
    Column("名称", "title", 40),
    Column("单位", "units", 30, names="unit"),
    Column("公布日期", "published", 12),
)
REGISTERS = (
    Column("台账编号", "id", 26),
    Column("区县", "district", 12, names="district"),
    Column("年度", "year", 8),
    Column("考评内容", "item", 10),
    Column("名称", "title", 40),
    Column("已完成", "done", 10),
    Column("总数", "total", 10),
)
CAMPAIGNS = (
    Column("年度", "year", 8),
    Column("名称", "name", 40),
    Column("考评标准", "standard", 16),
    Column("区县", "districts", 40, names="district"),
)
SLIPS = (
    Column("文号", "number", 24),
    Column("颜色", "colour", 8, words=words.COLOUR_NAMES),
    Column("区县", "district", 12, names="district"),
    Column("单位", "unit", 16, names="unit"),
    Column("考评内容", "item", 10),
    Column("问题", "fault", 40),
    Column("地点", "place", 20),
    Column("整改期限", "due", 12),
    Column("状态", "state", 16, words=words.FINDING_STATE_NAMES),
    Column("逾期", "overdue", 8),
)
ACCOUNTABILITIES = (
    Column("文号", "document", 24),
    Column("日期", "on", 12),
    Column("区县", "district", 12, names="district"),
    Column("单位", "unit", 16, names="unit"),
    Column("事由", "ground", 40),
    Column("方式", "measures_in_words", 20),
    Column("决定", "decision", 40),
    Column("决定机关", "decided_by", 20),
    Column("答复期限", "reply_by", 12),
    Column("答复", "reply.text", 40),
)
COMPLAINTS = (
    Column("编号", "number", 18),
    Column("区县", "district", 12, names="district"),
    Column("类别", "kind", 8, words=words.COMPLAINT_KIND_NAMES),
    Column("对象", "target", 12, words=words.TARGET_NAMES),
    Column("单位", "unit", 16, names="unit"),
    Column("内容", "text", 60),
    Column("提出时间", "at", 18, "time"),
    Column("答复期限", "due", 12),
    Column("状态", "state", 16, words=words.COMPLAINT_STATE_NAMES),
)
NEEDS = (
    Column("区县", "district", 12, names="district"),
    Column("提出方", "side", 10, words=words.SIDE_NAMES),
    Column("提出单位", "unit", 16, names="unit"),
    Column("对应单位", "toward", 16, names="unit"),
    Column("需求", "title", 40),
    Column("说明", "description", 40),
    Column("希望时限", "wanted_by", 12),
    Column("状态", "state", 16, words=words.NEED_STATE_NAMES),
    Column("牵头单位", "lead", 16, names="unit"),
)
MEETINGS = (
    Column("日期", "on", 12),
    Column("区县", "district", 12, names="district"),
    Column("名称", "title", 40),
    Column("议题", "agenda", 60),
)
EVIDENCE = (
    Column("材料编号", "id", 38),
    Column("题名", "title", 40),
    Column("文件名", "filename", 30),
    Column("区县", "district", 12, names="district"),
    Column("单位", "unit", 16, names="unit"),
    Column("考评内容", "items", 14),
    Column("任务", "tasks", 30),
    Column("状态", "state", 14, words=words.EVIDENCE_STATE_NAMES),
    Column("申报时间", "declared_at", 18, "time"),
    Column("封存时间", "sealed_at", 18, "time"),
)


def burden_months(year: int) -> tuple[Column, ...]:
    """Of 减负 by month: each number of the year beside that of the year before."""
    names = (("made", "要过"), ("met", "已报来"), ("repeated", "重复索要"))
    years = (("now", year), ("before", year - 1))
    counted = (
        Column(f"{word} {of}", f"{when}.{name}", 14) for name, word in names for when, of in years
    )
    return (Column("月份", "month", 8), *counted)


COLUMNS: dict[type[PageAsk], tuple[Column, ...]] = {
    tasks.Tasks: TASKS,
    tasks.Findings: FINDINGS,
    tasks.Units: UNITS,
    tasks.Persons: PERSONS,
    tasks.Inspections: INSPECTIONS,
    tasks.Registers: REGISTERS,
    tasks.Campaigns: CAMPAIGNS,
    tasks.Slips: SLIPS,
    tasks.Accountabilities: ACCOUNTABILITIES,
    tasks.Complaints: COMPLAINTS,
    tasks.Needs: NEEDS,
    tasks.Meetings: MEETINGS,
    evidence.EvidenceList: EVIDENCE,
}
