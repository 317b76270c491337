"""The cast: district Anning with its education bureau, and one sample of each fact told."""

from datetime import UTC, date, datetime
from typing import Any

from contracts import evidence, notify, scoring, tasks
from contracts.caller import Caller
from contracts.envelope import Envelope, Fact, seal
from kit.change import Knowing
from services.notify.directory import Person
from services.notify.render import Names

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
DISTRICT = "anning"
EVENT = "0197c0de-0000-7000-8000-000000000001"

ZHANG = Person(
    district=DISTRICT,
    name="张敏",
    roles=("unit",),
    unit="education",
    email="zhang@example.gov.cn",
    version=1,
)
NAMES = Names(
    places={
        "anning": "安宁区",
        "anning:education": "区教育局",
        "anning:culture": "区文旅局",
    },
    persons={"zhang-min": "张敏", "li-qiang": "李强"},
)

_TASK: dict[str, Any] = {
    "task": "t-1",
    "item": "A01",
    "title": "校园国防教育",
    "lead": "education",
}
_YEAR: dict[str, Any] = {"year": 2026, "standard": "gs-2026"}
_FINDING: dict[str, Any] = {"finding": "f-1", "year": 2026, "item": "A01", "unit": "education"}
_COMPLAINT: dict[str, Any] = {
    "complaint": "c-1",
    "year": 2026,
    "kind": "complaint",
    "target": "unit",
    "unit": "education",
    "by": "zhang-min",
    "number": "投〔2026〕3号",
}
_NEED: dict[str, Any] = {"need": "n-1", "title": "解决营区道路照明"}
_FILE: dict[str, Any] = {
    "evidence": "e-1",
    "by": "zhang-min",
    "unit": "education",
    "tasks": ("t-1",),
    "items": ("A01",),
}
_VETO: dict[str, Any] = {
    "veto": "v-1",
    "year": 2026,
    "topic": "disputes",
    "title": "军地纠纷",
    "by": "zhao",
}
DUE = date(2026, 7, 31)
LATER = date(2026, 8, 15)
_WORK: dict[str, Any] = {**_TASK, "year": 2026, "person": "zhang-min", "due": DUE}

FACTS: tuple[Fact, ...] = (
    tasks.TaskAssigned(**_TASK, **_YEAR, cooperating=("culture",), person="zhang-min", due=DUE),
    tasks.TaskObjected(**_TASK, by="zhang-min", reason="不属于本单位职责"),
    tasks.ObjectionRuled(
        **_TASK | {"lead": "culture"},
        upheld=True,
        reason="职责已划转",
        objector="education",
        person="li-qiang",
    ),
    tasks.TaskSubmitted(**_TASK, **_YEAR, by="zhang-min", measures={}, evidence=("e-1", "e-2")),
    tasks.TaskReturned(**_TASK, **_YEAR, person="zhang-min", level="district", reason="缺少照片"),
    tasks.PieceReturned(
        **_TASK,
        year=2026,
        person="zhang-min",
        evidence="e-1",
        level="district",
        reason="看不清门牌",
        path="/console/tasks/t-1/redo/e-1",
    ),
    tasks.ResultConfirmed(
        **_TASK,
        **_YEAR,
        person="zhang-min",
        level="district",
        by="li-qiang",
        measures={},
        evidence=("e-1",),
        amended=True,
        reason="按实有数核减",
    ),
    tasks.TaskOverdue(**_TASK, person="zhang-min", due=DUE),
    tasks.TaskUrged(**_WORK, reason="离期限只有三天", by="li-qiang"),
    tasks.TaskPrioritised(
        **_WORK, priority="urgent", previous="ordinary", reason="省级抽查提前", by="li-qiang"
    ),
    tasks.ExtensionRequested(
        **_WORK, until=LATER, reason="场地停工", progress="已完成一半", by="zhang-min"
    ),
    tasks.ExtensionRefused(**_WORK, until=LATER, reason="检查日期已定", by="li-qiang"),
    tasks.TaskRescheduled(
        **_WORK | {"due": LATER}, standard="gs-2026", previous=DUE, reason="同意", by="li-qiang"
    ),
    tasks.TaskHandedOver(
        **_WORK | {"lead": "culture", "person": "li-qiang"},
        standard="gs-2026",
        from_lead="education",
        from_person="zhang-min",
        reason="机构调整",
        by="li-qiang",
    ),
    tasks.FindingRaised(
        **_FINDING,
        inspection="i-1",
        standard="gs-2026",
        kind="found",
        fault="标识牌破损",
        on=DUE,
        evidence=(),
    ),
    tasks.RectificationOrdered(**_FINDING, fault="标识牌破损", due=DUE),
    tasks.RectificationOverdue(**_FINDING, standard="gs-2026", fault="标识牌破损", due=DUE),
    tasks.RectificationClosed(**_FINDING, in_time=True),
    tasks.RectificationReported(
        **_FINDING, fault="标识牌破损", note="已更换标识牌", inspector="li-qiang"
    ),
    tasks.RectificationReturned(**_FINDING, fault="标识牌破损", due=DUE, reason="照片看不清"),
    tasks.AppealRaised(**_FINDING, fault="标识牌破损", reason="不是本单位的标识牌"),
    tasks.AppealRuled(**_FINDING, standard="gs-2026", upheld=False, reason="事实清楚"),
    tasks.InspectionPublished(
        inspection="i-1", year=2026, kind="covert", title="暗访车站", on=DUE, published=DUE
    ),
    tasks.SlipIssued(
        **_FINDING,
        fault="标识牌破损",
        number="督〔2026〕3号",
        colour="red",
        due=DUE,
        reason="整改期限已过",
    ),
    tasks.FindingNamed(**_FINDING, standard="gs-2026", bulletin="督查通报第17期", times=2),
    tasks.PostponementAsked(**_FINDING, fault="标识牌破损", due=DUE, reason="材料未到货"),
    tasks.PostponementRuled(
        **_FINDING, fault="标识牌破损", granted=True, due=DUE, reason="情况属实"
    ),
    tasks.AccountabilityRecorded(
        accountability="a-1",
        year=2026,
        unit="education",
        ground="逾期未整改",
        measures=("criticism",),
        decision="予以通报批评",
        decided_by="区双拥工作领导小组",
        document="安双办〔2026〕7号",
        on=DUE,
    ),
    tasks.AccountabilityReplied(
        accountability="a-1",
        year=2026,
        unit="education",
        document="安双办〔2026〕7号",
        reply="已完成整改并作出检查",
    ),
    tasks.MaterialDemanded(
        demand="b-1.1",
        year=2026,
        item="A01",
        unit="education",
        what="国防教育课表",
        reason="迎接市级检查",
        due=DUE,
        by="zhang-min",
        repeated=False,
    ),
    tasks.LeadOpened(snap="s-1", year=2026),
    tasks.BulletinIssued(
        paper="pn-1", year=2026, number="安双通〔2026〕7号", title="得分通报", by="office"
    ),
    tasks.ComplaintRegistered(**_COMPLAINT, due=DUE),
    tasks.ComplaintAnswered(**_COMPLAINT, answered_by="li-qiang"),
    tasks.ComplaintPressed(**_COMPLAINT, due=DUE),
    tasks.NeedRaised(
        **_NEED, year=2026, side="army", unit="education", toward="culture", wanted_by=DUE
    ),
    tasks.NeedConfirmed(**_NEED, year=2026, side="army", unit="education", toward="culture"),
    tasks.NeedAccepted(
        **_NEED,
        year=2026,
        unit="education",
        task="n-1.1",
        lead="culture",
        person="li-qiang",
        due=DUE,
    ),
    tasks.NeedDeclined(**_NEED, year=2026, unit="education", reason="已列入明年计划"),
    tasks.NeedMet(**_NEED, year=2026, unit="education", task="n-1.1", lead="culture"),
    evidence.EvidenceRejected(**_FILE, code="broken-picture", reason="图片已损坏"),
    evidence.EvidenceQuarantined(**_FILE, reason="检查两次中断"),
    evidence.EvidenceReused(
        **_FILE,
        sha256="0" * 64,
        duplicate_of="e-0",
        duplicate_district=DISTRICT,
        duplicate_items=("B02",),
    ),
    evidence.EvidenceMissing(
        evidence="e-1", unit="education", tasks=("t-1",), items=("A01",), fault="altered"
    ),
    evidence.DisposalProposed(disposal="d-1", by="zhang-min", count=12, reason="保管期限已满"),
    scoring.VetoRaised(**_VETO, reason="发生重大军地纠纷"),
    scoring.VetoCleared(**_VETO, reason="纠纷已妥善解决"),
    notify.MessageUnacknowledged(
        message=f"{EVENT}:zhang-min:inbox",
        title="红色督办单 督〔2026〕3号：标识牌破损",
        person="zhang-min",
        unit="education",
        path="/console/findings/f-1",
    ),
    notify.HookPaused(
        hook="h-1",
        about="市政务协同平台",
        host="oa.example.gov.cn",
        by="zhang-min",
        level="district",
        why="failed",
        since=NOW,
        fault="HTTP 500",
    ),
)


def fact(cls: type[Fact]) -> Any:
    """The sample of that fact."""
    return next(sample for sample in FACTS if isinstance(sample, cls))


def envelope(fact: Fact, *, version: int = 1, district: str = DISTRICT) -> Envelope:
    return seal(
        fact,
        id=EVENT,
        source="/tongxin/tasks",
        subject="t-1",
        time=NOW,
        district=district,
        version=version,
    )


def given(
    key: str = "",
    *,
    event: Envelope | None = None,
    found: Any = None,
    caller: str = "",
    now: datetime = NOW,
) -> Knowing[Any]:
    who = Caller(account=caller, name="", roles=("unit",), district=DISTRICT) if caller else None
    return Knowing(key=key, now=now, cause=EVENT, caller=who, event=event, found=found)
