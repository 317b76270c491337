"""A meeting's decisions, and the two lists of needs (双清单), as tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracts.sheets import Block, Sheet, Workbook
from contracts.words import NEED_STATE_NAMES, SIDE_NAMES
from services.tasks.meetings.meeting import FATES, Fate, Followed, Meeting, Ruled
from services.tasks.meetings.need import Need
from services.tasks.organisation.unit import unit_id
from services.tasks.sheets.privacy import leaving

HEAD = ("序号", "议定事项", "牵头单位", "责任人", "配合单位", "完成时限")


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How things are called: units by ``<district>.<unit>``, persons by account."""

    units: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)

    def unit(self, district: str, unit: str) -> str:
        return self.units.get(unit_id(district, unit), unit)

    def person(self, account: str) -> str:
        return self.persons.get(account, account)


def sheet_of_meeting(
    meeting: Meeting,
    decisions: Iterable[Ruled],
    previous: Iterable[Followed],
    fates: Mapping[str, Fate],
    called: Called,
) -> Workbook:
    """``decisions`` and ``previous``: what may be seen of them. ``fates``: by task, as of now."""
    title = f"{meeting.on}　{meeting.title}"
    now = [(*_decision(one, called), FATES[fates.get(one.task, "open")]) for one in decisions]
    before = [
        (
            *_decision(one.decision, called),
            FATES[one.fate],
            FATES[fates.get(one.decision.task, one.fate)],
        )
        for one in previous
    ]
    sheets = [_sheet("议定事项", title, (*HEAD, "办理情况"), now)]
    if before:
        sheets.append(_sheet("上次议定事项", title, (*HEAD, "本次会议时", "目前情况"), before))
    return Workbook(filename=f"会议议定事项{meeting.on}.xlsx", sheets=tuple(sheets))


def sheet_of_needs(year: int, needs: Iterable[Need], called: Called) -> Workbook:
    """What each side wants, and who answers for it (需求清单, 责任清单)."""
    wanted, answered = [], []
    for at, need in enumerate(needs, start=1):
        wanted.append(_wanted(at, need, called))
        if need.task:
            answered.append(_answered(at, need, called))
    want = (
        "序号",
        "需求方",
        "提出单位",
        "需求",
        "内容",
        "类别",
        "金额(元)",
        "希望解决时间",
        "状态",
    )
    answer = ("序号", "需求", "责任单位", "责任人", "完成时限", "军队确认", "地方确认")
    sheets = (
        _sheet("需求清单", f"{year}年军地需求清单", want, wanted),
        _sheet("责任清单", f"{year}年军地责任清单", answer, answered),
    )
    return Workbook(filename=f"{year}年双清单.xlsx", sheets=sheets)


def _decision(one: Ruled, called: Called) -> tuple[str, ...]:
    return (
        str(one.number),
        one.text,
        called.unit(one.district, one.lead),
        called.person(one.person),
        "、".join(called.unit(one.district, unit) for unit in one.cooperating),
        one.due.isoformat(),
    )


def _wanted(at: int, need: Need, called: Called) -> tuple[str, ...]:
    return (
        str(at),
        SIDE_NAMES[need.side],
        called.unit(need.district, need.unit),
        need.title,
        need.description,
        need.topic,
        need.amount,
        need.wanted_by.isoformat() if need.wanted_by else "",
        NEED_STATE_NAMES[need.state],
    )


def _answered(at: int, need: Need, called: Called) -> tuple[str, ...]:
    return (
        str(at),
        need.title,
        called.unit(need.district, need.lead),
        called.person(need.person),
        need.due.isoformat() if need.due else "",
        "已确认满足" if "army" in need.met else "",
        "已确认满足" if "civil" in need.met else "",
    )


def _sheet(name: str, title: str, head: tuple[str, ...], body: list[tuple[str, ...]]) -> Sheet:
    rows = ((title,), head, *body)
    return Sheet(
        name=name,
        rows=tuple(tuple(leaving(cell) for cell in row) for row in rows),
        merged=(Block(1, 1, 1, len(head)),),
        widths=(6, 40, *(16,) * (len(head) - 2)),
        header=2,
    )
