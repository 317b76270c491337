"""A fault found (问题): it deducts, may order rectification by a date, and may be appealed once.

raised | ordered → rectified (the unit's reply) → closed, or back to ordered; withdrawn when an
appeal is upheld.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.orders.tasks import Appeal, CloseRectification, RaiseFinding, Rectify, RuleAppeal
from contracts.refusals import Invalid, NotFound
from contracts.tasks import (
    AppealRuled,
    FindingRaised,
    RectificationClosed,
    RectificationOrdered,
    RectificationOverdue,
)
from kit.change import Change, Given
from services.tasks.domain.clock import end_of_day, near
from services.tasks.domain.history import Entry, remember
from services.tasks.domain.refusals import AppealSettled, OwnWork, ReasonMissing, WrongState
from services.tasks.domain.supervision.inspection import Inspection
from services.tasks.domain.working.review import must_be_sealed

FindingState = Literal["raised", "ordered", "rectified", "closed", "withdrawn"]
FINDING_STATES: tuple[FindingState, ...] = get_args(FindingState)
IN_WORDS: dict[FindingState, str] = {
    "raised": "已登记",
    "ordered": "责令整改中",
    "rectified": "已整改，待核验",
    "closed": "整改已核销",
    "withdrawn": "申诉成立，已撤销",
}


class Reply(Struct, frozen=True, kw_only=True):
    """What the unit did, with its before/after evidence."""

    by: str
    at: datetime
    note: str
    evidence: tuple[str, ...]


class Plea(Struct, frozen=True, kw_only=True):
    """An appeal; ``upheld`` is None until it is ruled."""

    by: str
    reason: str
    upheld: bool | None = None
    ruling: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """``deadline``: when the order falls overdue (UTC), None without one or once that was said.

    ``in_time``: whether the reply that closed it came by the ordered day.
    """

    district: str
    inspection: str
    year: int
    standard: str
    item: str
    unit: str
    kind: str
    fault: str
    on: date
    evidence: tuple[str, ...]
    by: str
    rectify_by: date | None
    deadline: datetime | None
    state: FindingState
    overdue: bool = False
    in_time: bool | None = None
    reply: Reply | None = None
    appeal: Plea | None = None
    history: tuple[Entry, ...] = ()

    def next_due(self) -> datetime | None:
        return self.deadline if self.state == "ordered" else None

    def after(self, entry: Entry, state: FindingState) -> "Finding":
        return replace(self, state=state, history=remember(self.history, entry))

    def must_be(self, *states: FindingState, act: str) -> None:
        """Raises: WrongState."""
        if self.state not in states:
            raise WrongState(f"该问题现为“{IN_WORDS[self.state]}”，不能{act}。", self.state)

    def must_concern(self, caller: Caller) -> None:
        """Raises: NotFound (another unit's)."""
        if caller.unit != self.unit:
            raise NotFound("没有找到这个问题。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a finding is checked against: the names that exist and the evidence that is sealed."""

    inspection: Inspection
    items: frozenset[str]
    units: frozenset[str]
    sealed: frozenset[str]


def raise_finding(finding: Finding | None, order: RaiseFinding, given: Given) -> Change[Finding]:
    """Record a fault; ``rectify_by`` orders rectification. ``given.found``: Scene.

    Raises: Invalid (item, unit, date), EvidenceNotSealed.
    """
    scene: Scene = given.found
    _must_fit(order, scene)
    must_be_sealed(order.evidence, scene.sealed)
    inspection = scene.inspection
    entry = Entry(
        at=given.now, what="raised", by=given.by.account, why=order.fault, unit=order.unit
    )
    new = Finding(
        district=inspection.district,
        inspection=order.inspection,
        year=inspection.year,
        standard=inspection.standard,
        item=order.item,
        unit=order.unit,
        kind=order.kind,
        fault=order.fault,
        on=inspection.on,
        evidence=order.evidence,
        by=given.by.account,
        rectify_by=order.rectify_by,
        deadline=end_of_day(order.rectify_by) if order.rectify_by else None,
        state="ordered" if order.rectify_by else "raised",
        history=(entry,),
    )
    return Change(new, (_raised(new, given.key), *_ordered(new, given.key)))


def rectify(finding: Finding, order: Rectify, given: Given) -> Change[Finding]:
    """The unit's reply. ``given.found``: the sealed ones among its evidence.

    Raises: NotFound, WrongState, EvidenceNotSealed.
    """
    finding.must_concern(given.by)
    finding.must_be("ordered", act="回复整改")
    must_be_sealed(order.evidence, given.found)
    by = given.by.account
    reply = Reply(by=by, at=given.now, note=order.note, evidence=order.evidence)
    entry = Entry(at=given.now, what="rectified", by=by, why=order.note, unit=finding.unit)
    return Change(replace(finding.after(entry, "rectified"), reply=reply))


def close_rectification(
    finding: Finding, order: CloseRectification, given: Given
) -> Change[Finding]:
    """Verify a reply; in time is what was replied by the day, however long verifying took.

    Raises: WrongState, OwnWork, ReasonMissing.
    """
    finding.must_be("rectified", act="核验")
    reply = finding.reply
    if reply is None or given.by.account == reply.by or given.by.unit == finding.unit:
        raise OwnWork
    if not order.accepted and len(order.reason) < 2:
        raise ReasonMissing("退回整改")
    entry = Entry(
        at=given.now,
        what="closed" if order.accepted else "refused",
        by=given.by.account,
        why=order.reason,
        unit=finding.unit,
    )
    if not order.accepted:
        return Change(finding.after(entry, "ordered"))
    in_time = finding.rectify_by is None or reply.at < end_of_day(finding.rectify_by)
    new = replace(finding.after(entry, "closed"), in_time=in_time)
    fact = RectificationClosed(
        finding=given.key, year=new.year, item=new.item, unit=new.unit, in_time=in_time
    )
    return Change(new, (fact,))


def fall_overdue(finding: Finding, _: None, given: Given) -> Change[Finding] | None:
    """The ordered day has ended and no reply stands; said once."""
    due = finding.next_due()
    if due is None or finding.rectify_by is None or due > given.now:
        return None
    entry = Entry(at=given.now, what="overdue", why=f"期限 {finding.rectify_by}", unit=finding.unit)
    new = replace(finding.after(entry, finding.state), overdue=True, deadline=None)
    fact = RectificationOverdue(
        finding=given.key,
        year=new.year,
        standard=new.standard,
        item=new.item,
        unit=new.unit,
        fault=new.fault,
        due=finding.rectify_by,
    )
    return Change(new, (fact,))


def appeal(finding: Finding, order: Appeal, given: Given) -> Change[Finding]:
    """Raises: NotFound, AppealSettled."""
    finding.must_concern(given.by)
    if finding.appeal is not None:
        raise AppealSettled
    by = given.by.account
    entry = Entry(at=given.now, what="appealed", by=by, why=order.reason, unit=finding.unit)
    plea = Plea(by=by, reason=order.reason)
    return Change(replace(finding.after(entry, finding.state), appeal=plea))


def rule_appeal(finding: Finding, order: RuleAppeal, given: Given) -> Change[Finding]:
    """Upheld takes the occurrence away; the history stays.

    Raises: WrongState (no appeal waits), OwnWork.
    """
    plea = finding.appeal
    if plea is None or plea.upheld is not None:
        raise WrongState("该问题没有待裁定的申诉。", finding.state)
    if given.by.account in (finding.by, plea.by) or given.by.unit == finding.unit:
        raise OwnWork
    entry = Entry(
        at=given.now,
        what="upheld" if order.upheld else "dismissed",
        by=given.by.account,
        why=order.reason,
        unit=finding.unit,
    )
    new = replace(
        finding.after(entry, "withdrawn" if order.upheld else finding.state),
        appeal=replace(plea, upheld=order.upheld, ruling=order.reason),
    )
    fact = AppealRuled(
        finding=given.key,
        year=new.year,
        standard=new.standard,
        item=new.item,
        unit=new.unit,
        upheld=order.upheld,
        reason=order.reason,
    )
    return Change(new, (fact,))


def _must_fit(order: RaiseFinding, scene: Scene) -> None:
    inspection = scene.inspection
    if order.item not in scene.items:
        raise Invalid(f"考评标准中没有 {order.item} 这一项。", field="item")
    if order.unit not in scene.units:
        raise Invalid(f"单位 {order.unit} 不是本区单位。", field="unit")
    day = order.rectify_by
    if day is not None and (day < inspection.on or not near(day, inspection.year)):
        raise Invalid(f"整改期限 {day} 不能早于检查日期 {inspection.on}。", field="rectify_by")


def _raised(finding: Finding, id: str) -> FindingRaised:
    return FindingRaised(
        finding=id,
        inspection=finding.inspection,
        year=finding.year,
        standard=finding.standard,
        item=finding.item,
        unit=finding.unit,
        kind=finding.kind,
        fault=finding.fault,
        on=finding.on,
        evidence=finding.evidence,
    )


def _ordered(finding: Finding, id: str) -> tuple[RectificationOrdered, ...]:
    if finding.rectify_by is None:
        return ()
    return (
        RectificationOrdered(
            finding=id,
            year=finding.year,
            item=finding.item,
            unit=finding.unit,
            fault=finding.fault,
            due=finding.rectify_by,
        ),
    )
