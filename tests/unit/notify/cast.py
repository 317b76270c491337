"""The cast: district Anning with its education bureau, and one sample of each fact told."""

from datetime import UTC, date, datetime
from typing import Any

from contracts import evidence, scoring, tasks
from contracts.caller import Caller
from contracts.envelope import Envelope, Fact, seal
from kit.change import Given
from services.notify.domain.directory import Person
from services.notify.domain.render import Names

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
    tasks.AppealRuled(**_FINDING, standard="gs-2026", upheld=False, reason="事实清楚"),
    evidence.EvidenceRejected(**_FILE, code="broken-picture", reason="图片已损坏"),
    evidence.EvidenceReused(
        **_FILE,
        sha256="0" * 64,
        duplicate_of="e-0",
        duplicate_district=DISTRICT,
        duplicate_items=("B02",),
    ),
    scoring.VetoRaised(**_VETO, reason="发生重大军地纠纷"),
    scoring.VetoCleared(**_VETO, reason="纠纷已妥善解决"),
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
) -> Given:
    who = Caller(account=caller, name="", roles=("unit",), district=DISTRICT) if caller else None
    return Given(key=key, now=now, cause=EVENT, caller=who, event=event, found=found)
