"""Field types that several contracts share, each with its limit, and codes with their names.

A code has an English name where something is told in English.
"""

from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from contracts.texts import AS_ASKED, AS_KEY, AS_NAME, AS_REASON

CITY_WIDE = "*"
"""The ``district`` of what belongs to the whole city."""

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{1,39}\Z")]
"""A short id that people choose: a district, a unit, an account."""

DistrictId = Annotated[str, Meta(pattern=r"^([a-z][a-z0-9-]{1,39}|\*)\Z")]
Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}\Z")]
ItemCode = Annotated[str, Meta(pattern=r"^[A-Z]{1,2}[0-9]{2,3}\Z")]
Version = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}\Z")]
Year = Annotated[int, Meta(ge=2000, le=2100)]
Title = Annotated[str, Meta(min_length=1, max_length=200, extra=AS_NAME)]
"""A title, or the name of a person, a unit, a district: one line of what can be seen."""
Note = Annotated[str, Meta(max_length=2000)]
SearchText = Annotated[str, Meta(min_length=1, max_length=60)]
"""Part of a title that is looked for."""
Reason = Annotated[str, Meta(min_length=2, max_length=1000, extra=AS_REASON)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Email = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,7}\Z")
]
Telephone = Annotated[str, Meta(pattern=r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})\Z")]
"""A mobile number, or one with its area code."""
WecomUser = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\Z")]
"""A person as the organisation's WeCom (企业微信) calls them: ``userid``."""
RowKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z", extra=AS_KEY)]
"""A row of a register, as the sign at the post says."""
Name = Annotated[str, Meta(pattern=r"^[^.$\x00-\x1f\x7f-\x9f]{1,60}\Z", extra=AS_NAME)]
"""An input's name or an occurrence's kind; ``.`` and ``$`` have a meaning in the database."""
MAX_ANSWERS = 6000
"""What one table can ask: of each of 2,000 units whether its cell names one, its kind and its
parent; of each of 2,000 rows of a register its unit and its day; of each of 1,000 tasks its item,
lead, day and points, with 300 names and the persons; of each of 500 items a dozen things.
"""
Answers = Annotated[
    dict[Annotated[str, Meta(max_length=300)], Annotated[str, Meta(max_length=500)]],
    Meta(max_length=MAX_ANSWERS, extra=AS_ASKED),
]
"""Question id -> answer: one of its options, or where it is free a unit's code or a date."""
EvidenceIds = Annotated[tuple[Id, ...], Meta(max_length=200)]
UnitIds = Annotated[tuple[Slug, ...], Meta(max_length=300)]
Thousandths = int
"""Points in thousandths: 1.050 is 1050."""

Lang = Literal["zh", "en"]


class Said(NamedTuple):
    zh: str
    en: str


Level = Literal["self", "district", "city", "province"]
LEVELS: tuple[Level, ...] = ("self", "district", "city", "province")
LEVEL_NAMES: dict[Level, Said] = {
    "self": Said("牵头单位", "lead-unit"),
    "district": Said("区级", "district"),
    "city": Said("市级", "city"),
    "province": Said("省级", "province"),
}
"""Who reviews: of a part, the unit that leads the whole is ``self``."""
MARK_NAMES: dict[Level, Said] = {
    "self": Said("自评", "self"),
    "district": Said("区评", "district"),
    "city": Said("市评", "city"),
    "province": Said("省评", "province"),
}
"""The score that a level gives."""

Role = Literal[
    "city_office",
    "district_office",
    "unit",
    "field",
    "inspector",
    "reviewer",
    "province_reviewer",
    "leader",
    "operations",
    "system_admin",
    "security_admin",
    "auditor",
]
ROLE_NAMES: dict[Role, str] = {
    "city_office": "市双拥办",
    "district_office": "区双拥办",
    "unit": "单位联系人",
    "field": "外勤人员",
    "inspector": "督查人员",
    "reviewer": "审核人员",
    "province_reviewer": "省级审核人员",
    "leader": "领导",
    "operations": "运维人员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "auditor": "审计员",
}

UnitKind = Literal["office", "department", "township", "garrison", "community"]
UNIT_KIND_NAMES: dict[UnitKind, str] = {
    "office": "办公室",
    "department": "部门",
    "township": "乡镇街道",
    "garrison": "驻军单位",
    "community": "村社区",
}

Origin = Literal["item", "decision", "need", "finding", "instruction"]
ORIGIN_NAMES: dict[Origin, str] = {
    "item": "考评内容",
    "decision": "议定事项",
    "need": "军地需求",
    "finding": "督查问题",
    "instruction": "批示",
}
Priority = Literal["urgent", "ordinary", "low"]
PRIORITY_NAMES: dict[Priority, Said] = {
    "urgent": Said("特急", "urgent"),
    "ordinary": Said("普通", "ordinary"),
    "low": Said("缓办", "low"),
}
TaskState = Literal[
    "assigned",
    "accepted",
    "objected",
    "submitted",
    "returned",
    "confirmed-self",
    "confirmed-district",
    "confirmed-city",
    "confirmed-province",
]
TASK_STATE_NAMES: dict[TaskState, str] = {
    "assigned": "待接受",
    "accepted": "办理中",
    "objected": "异议待裁定",
    "submitted": "已提交，待区级审核",
    "returned": "已退回，待重新提交",
    "confirmed-self": "上级任务牵头单位已确认",
    "confirmed-district": "区级已确认",
    "confirmed-city": "市级已确认",
    "confirmed-province": "省级已确认",
}

Severity = Literal["routine", "important", "urgent"]
SEVERITY_NAMES: dict[Severity, Said] = {
    "routine": Said("一般", "routine"),
    "important": Said("重要", "important"),
    "urgent": Said("紧急", "urgent"),
}
"""Of a message: how soon its reader is to know."""

InspectionKind = Literal["special", "routine", "covert"]
INSPECTION_NAMES: dict[InspectionKind, str] = {
    "special": "专项督查",
    "routine": "日常检查",
    "covert": "明察暗访",
}
FindingState = Literal["held", "raised", "ordered", "rectified", "closed", "withdrawn"]
FINDING_STATE_NAMES: dict[FindingState, str] = {
    "held": "暗访待公布",
    "raised": "已登记",
    "ordered": "责令整改中",
    "rectified": "已整改，待核验",
    "closed": "整改已销号",
    "withdrawn": "申诉成立，已撤销",
}
SlipColour = Literal["blue", "orange", "red"]
COLOUR_NAMES: dict[SlipColour, str] = {"blue": "蓝色", "orange": "橙色", "red": "红色"}

Side = Literal["army", "civil"]
"""Who wants something: a garrison unit of the civil side, or a department of the army."""
SIDE_NAMES: dict[Side, str] = {"army": "军队", "civil": "地方"}
NeedState = Literal["raised", "confirmed", "accepted", "met", "declined"]
NEED_STATE_NAMES: dict[NeedState, str] = {
    "raised": "待双方确认",
    "confirmed": "双方已确认",
    "accepted": "已列入责任清单",
    "met": "双方确认已满足",
    "declined": "未予列入",
}

ComplaintKind = Literal["complaint", "suggestion"]
COMPLAINT_KIND_NAMES: dict[ComplaintKind, str] = {"complaint": "投诉", "suggestion": "建议"}
Target = Literal["unit", "district_office", "city_office", "system"]
"""Who or what a complaint is about."""
TARGET_NAMES: dict[Target, str] = {
    "unit": "单位",
    "district_office": "区双拥办",
    "city_office": "市双拥办",
    "system": "本系统",
}
ComplaintState = Literal["open", "answered", "pressed"]
COMPLAINT_STATE_NAMES: dict[ComplaintState, str] = {
    "open": "待答复",
    "answered": "已答复",
    "pressed": "待上级复核",
}

PaperKind = Literal[
    "bulletin",
    "slip",
    "notice",
    "reply",
    "minutes",
    "submission",
    "score_sheet",
    "losses",
    "bonus",
    "self_report",
]
PAPER_NAMES: dict[PaperKind, Said] = {
    "bulletin": Said("通报", "bulletin"),
    "slip": Said("督办单", "slip"),
    "notice": Said("整改通知书", "rectification notice"),
    "reply": Said("整改反馈", "rectification reply"),
    "minutes": Said("会议纪要", "minutes"),
    "submission": Said("测评材料提交表", "submission form"),
    "score_sheet": Said("评分表", "score sheet"),
    "losses": Said("失分说明", "loss statement"),
    "bonus": Said("加分申报", "bonus claim"),
    "self_report": Said("自评报告", "self-assessment"),
}
"""Official papers (公文)."""

LeadState = Literal["sending", "open", "kept", "found", "answered", "dismissed", "lapsed"]
LEAD_STATE_NAMES: dict[LeadState, str] = {
    "sending": "照片上传中",
    "open": "待处理",
    "kept": "已留作佐证",
    "found": "已转为督查问题",
    "answered": "已答复",
    "dismissed": "不予处理",
    "lapsed": "照片没有送达",
}

Comparison = Literal["done", "waiting", "plain", "bytes-only"]
"""With all pictures sealed before; ``plain``: there is too little in it to compare; of what is no
picture the bytes alone are."""
LikenessRuling = Literal["same-scene", "reused"]
"""Of two pictures that look alike: the scene is the same, and both may stand; or one picture is
used twice."""

EvidenceState = Literal[
    "DECLARED",
    "OPEN",
    "STORED",
    "CHECKING",
    "SEALED",
    "REJECTED",
    "QUARANTINED",
    "EXPIRED",
    "DISPOSED",
]
EVIDENCE_STATE_NAMES: dict[EvidenceState, str] = {
    "DECLARED": "已申报",
    "OPEN": "上传中",
    "STORED": "已存入，待查验",
    "CHECKING": "查验中",
    "SEALED": "已封存",
    "REJECTED": "未通过",
    "QUARANTINED": "隔离待查",
    "EXPIRED": "已过期",
    "DISPOSED": "已销毁",
}
DisposalState = Literal["PROPOSED", "APPROVED", "REFUSED"]
DISPOSAL_STATE_NAMES: dict[DisposalState, str] = {
    "PROPOSED": "待批准",
    "APPROVED": "已批准",
    "REFUSED": "未批准",
}
