"""Orders and questions about inspections, findings, rectification and accountability."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import force_setattr

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import LARGE, door, export
from contracts.places import Position, spot
from contracts.roles import CITY, INSPECTORS, OFFICES, READERS, UNIT, VERIFIERS
from contracts.texts import AS_NAME
from contracts.words import (
    EvidenceIds,
    Id,
    InspectionKind,
    ItemCode,
    Lang,
    Note,
    Reason,
    SearchText,
    SlipColour,
    Slug,
    Title,
    UnitIds,
)

AccountabilityMeasure = Literal[
    "written_review", "criticism", "talk", "admonition", "deduction", "other"
]
"""The ladder of sanctions as far as it falls on a unit: 书面检查, 通报批评, 约谈, 告诫、诫勉,
扣减单位年度考核分, other."""
MEASURES_IN_WORDS: dict[str, str] = {
    "written_review": "书面检查",
    "criticism": "通报批评",
    "talk": "约谈",
    "admonition": "告诫、诫勉",
    "deduction": "扣减单位年度考核分",
    "other": "其他",
}
Days = Annotated[int, Meta(ge=0, le=365)]
Place = Annotated[str, Meta(max_length=200)]
PaperNumber = Annotated[str, Meta(min_length=1, max_length=80, extra=AS_NAME)]
"""As printed: 甘双办〔2026〕7号, 督查通报第十七期."""


@door("POST /inspections", "安排检查", INSPECTORS, status=201)
class PlanInspection(Order, frozen=True, kw_only=True):
    """Named ``inspectors`` work with the planner. ``units`` empty: the whole district.

    ``announced``: the units see the plan; a covert inspection is never announced.
    """

    district: Slug
    campaign: Id
    kind: InspectionKind
    title: Title
    on: date
    announced: bool = False
    inspectors: Annotated[tuple[Slug, ...], Meta(max_length=20)] = ()
    units: UnitIds = ()


@door("POST /inspections/{inspection}/publish", "公布检查结果", VERIFIERS)
class PublishInspection(Order, frozen=True, kw_only=True):
    """From here on it is no secret, and its held findings are raised.

    ``on``: the day of publication, today where it is not said; terms that would have ended before
    it run from it.
    """

    inspection: Id
    on: date | None = None


@door("POST /inspections/{inspection}/findings", "记录问题", INSPECTORS, status=201)
class RaiseFinding(Order, frozen=True, kw_only=True):
    """A fault found (问题). ``rectify_by`` orders rectification by the end of that day.

    ``place`` in words, without coordinates; several findings may be of one place. ``position``:
    where the fault is, one look of the phone that found it or that of a place of a register; of
    no person. 0° N 0° E is none.
    """

    inspection: Id
    item: ItemCode
    unit: Slug
    kind: Annotated[str, Meta(min_length=1, max_length=60, extra=AS_NAME)]
    fault: Title
    evidence: EvidenceIds = ()
    rectify_by: date | None = None
    place: Place = ""
    position: Position | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "position", spot(self.position))


@door("POST /findings/{finding}/rectify", "报整改结果", UNIT, size=LARGE)
class Rectify(Order, frozen=True, kw_only=True):
    """The unit's reply: measure → result → before/after evidence → who answers for it.

    Without ``before`` the finding's own photos are the "before", without ``after`` the
    ``evidence`` is the "after". ``responsible`` is an account of the unit, else the replier's.
    """

    finding: Id
    note: Reason
    evidence: EvidenceIds = ()
    before: EvidenceIds = ()
    after: EvidenceIds = ()
    measure: Note = ""
    result: Note = ""
    responsible: Slug | None = None


@door("POST /findings/{finding}/close", "核验整改", VERIFIERS)
class CloseRectification(Order, frozen=True, kw_only=True):
    """Verify the rectification: accepted closes it, else it goes back with the reason.

    ``rectify_by`` sets a new day for what goes back; without it the clock runs on.
    """

    finding: Id
    accepted: bool
    reason: Note = ""
    rectify_by: date | None = None


@door("POST /findings/{finding}/look-back", "回头看", VERIFIERS)
class LookBack(Order, frozen=True, kw_only=True):
    """回头看: does a closed rectification hold? If not (反弹), it is ordered anew by a day."""

    finding: Id
    holds: bool
    reason: Reason
    evidence: EvidenceIds = ()
    rectify_by: date | None = None


@door("POST /findings/{finding}/postpone", "申请延期整改", UNIT)
class PostponeRectification(Order, frozen=True, kw_only=True):
    """The unit asks for a later day, before the day."""

    finding: Id
    rectify_by: date
    reason: Reason


@door("POST /findings/{finding}/rule-postponement", "批复延期整改", VERIFIERS)
class RulePostponement(Order, frozen=True, kw_only=True):
    """The office grants or refuses the later day."""

    finding: Id
    granted: bool
    reason: Reason


@door("POST /findings/{finding}/bulletins", "记录通报点名", OFFICES)
class NameInBulletin(Order, frozen=True, kw_only=True):
    """A bulletin (通报) names the fault; each bulletin counts once for a finding."""

    finding: Id
    bulletin: PaperNumber
    on: date


@door("POST /findings/{finding}/appeal", "申诉", UNIT)
class Appeal(Order, frozen=True, kw_only=True):
    """The unit objects to a finding, once."""

    finding: Id
    reason: Reason
    evidence: EvidenceIds = ()


@door("POST /findings/{finding}/rule", "裁定申诉", OFFICES)
class RuleAppeal(Order, frozen=True, kw_only=True):
    """The office rules on an appeal: an upheld one withdraws the finding."""

    finding: Id
    upheld: bool
    reason: Reason


@door("POST /campaigns/{campaign}/slip-rules", "设定督办单规则", CITY)
class SetSlipRules(Order, frozen=True, kw_only=True):
    """When slips change colour in a district's campaign, and how long a finding may be appealed.

    Days: blue ``blue_before`` days before the day (None: when ordered); orange ``orange_after``
    days after the day; red ``red_after`` days after orange; appeals for ``appeal_days`` days after
    the finding was made known. They hold for what is found from then on.
    """

    campaign: Id
    district: Slug
    blue_before: Days | None = None
    orange_after: Annotated[int, Meta(ge=1, le=365)] = 1
    red_after: Annotated[int, Meta(ge=1, le=365)] = 7
    appeal_days: Annotated[int, Meta(ge=1, le=365)] = 15


@door("POST /accountabilities", "登记问责决定", OFFICES, status=201)
class RecordAccountability(Order, frozen=True, kw_only=True):
    """A decision taken elsewhere (问责) on a unit, with the findings and tasks it rests on.

    ``decision`` is its text, ``document`` its number, ``decided_by`` the body that took it.
    """

    district: Slug
    campaign: Id
    unit: Slug
    ground: Reason
    measures: Annotated[tuple[AccountabilityMeasure, ...], Meta(min_length=1, max_length=6)]
    decision: Reason
    decided_by: Title
    document: PaperNumber
    on: date
    findings: Annotated[tuple[Id, ...], Meta(max_length=100)] = ()
    tasks: Annotated[tuple[Id, ...], Meta(max_length=100)] = ()
    reply_by: date | None = None


@door("POST /accountabilities/{accountability}/reply", "答复问责决定", UNIT)
class ReplyAccountability(Order, frozen=True, kw_only=True):
    """The unit's reply to being held to account."""

    accountability: Id
    text: Reason
    evidence: EvidenceIds = ()


@door("GET /findings/{finding}", "一个问题", READERS)
class FindingOf(Ask, frozen=True, kw_only=True):
    finding: Id


@export("GET /exports/findings", "问题列表")
@door("GET /findings", "问题列表", READERS)
class Findings(PageAsk, frozen=True, kw_only=True):
    """``overdue``: those whose ordered day has passed without a reply.

    ``on_from`` and ``on_to``, days of the inspection, are included. ``text``: part of the fault or
    the place, whatever the case and width of its letters. ``appeal``: those whose appeal waits for
    a ruling, or has one.
    """

    district: Slug | None = None
    inspection: Id | None = None
    unit: Slug | None = None
    state: Annotated[str, Meta(max_length=20)] | None = None
    item: ItemCode | None = None
    overdue: bool | None = None
    kind: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    on_from: date | None = None
    on_to: date | None = None
    text: SearchText | None = None
    appeal: Literal["waiting", "ruled"] | None = None


@export("GET /exports/inspections", "检查列表")
@door("GET /inspections", "检查列表", READERS)
class Inspections(PageAsk, frozen=True, kw_only=True):
    district: Slug | None = None
    campaign: Id | None = None
    kind: InspectionKind | None = None
    published: bool | None = None


@door("GET /inspections/{inspection}", "一次检查及其问题", READERS)
class InspectionOf(Ask, frozen=True, kw_only=True):
    inspection: Id


@export("GET /exports/slips", "督办单列表")
@door("GET /slips", "督办单列表", READERS)
class Slips(PageAsk, frozen=True, kw_only=True):
    """Findings with a slip (督办单), by the colour that stands; ``open``: not yet struck off."""

    district: Slug | None = None
    unit: Slug | None = None
    colour: SlipColour | None = None
    open: bool | None = None
    state: Annotated[str, Meta(max_length=20)] | None = None


@door("GET /campaigns/{campaign}/slip-books/{district}", "督办单规则与编号", READERS)
class SlipBookOf(Ask, frozen=True, kw_only=True):
    """The colour rules and the last slip number of a district's campaign."""

    campaign: Id
    district: Slug


@export("GET /exports/accountabilities", "问责记录列表")
@door("GET /accountabilities", "问责记录列表", READERS)
class Accountabilities(PageAsk, frozen=True, kw_only=True):
    district: Slug | None = None
    campaign: Id | None = None
    unit: Slug | None = None
    replied: bool | None = None


@door("GET /accountabilities/{accountability}", "一份问责记录", READERS)
class AccountabilityOf(Ask, frozen=True, kw_only=True):
    accountability: Id


@door("GET /findings/{finding}/history", "问题经过", READERS)
class FindingHistoryOf(Ask, frozen=True, kw_only=True):
    """The finding's history as sentences."""

    finding: Id
    lang: Lang = "zh"
