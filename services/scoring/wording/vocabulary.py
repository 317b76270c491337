"""Words of a rule: what it says, and what we call it."""

from services.scoring.names import MUNICIPAL, NATIONAL, PROVINCIAL

LEVELS = {"国": NATIONAL, "省": PROVINCIAL, "市": MUNICIPAL}

_CHINESE = {
    "budget": "列入预算",
    "paid": "拨付到位",
    "plan": "预案",
    "drill": "演练",
    "response": "处置",
    "工": "工会",
    "青": "共青团",
    "妇": "妇联",
    "points": "达标点位",
    "points covered": "覆盖点位",
    "schools": "落实学校",
    "townships up to standard": "达标乡镇（街道）",
    "communities": "覆盖社区",
    "trained among willing": "有意愿者中已培训",
    "requests met": "诉求已办结",
    "listed persons visited": "名册人员已走访",
    "cases closed": "问题已销号",
    "units paired": "已结对单位",
    "villages with a veteran reserve": "有后备力量的村",
    "settled": "已调处",
    "on time": "按时办结",
    "accepted on time": "按时受理",
    "returned recruit": "退兵",
    "failure": "保障失误",
    "late batch": "迟发批次",
    "late": "逾期",
    "case": "问题",
    "case short or late": "少发或迟发",
    "valid complaint": "有效投诉",
    "defect": "缺陷",
    "defect found": "抽查缺陷",
    "lapse": "失职情形",
    "breach": "违纪情形",
    "escalated case": "矛盾升级",
    "overdue case": "超期案件",
    "incident": "事件",
    "class": "培训班",
    "project": "项目",
}


def in_chinese(words: str) -> str:
    """The Chinese name of an English word of the table; what is not known stays as it is."""
    return _CHINESE.get(words, words)
