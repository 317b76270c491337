"""Orders and questions about inspections, findings and rectification."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from contracts.orders.base import Ask, Order, PageAsk
from contracts.words import EvidenceIds, Id, ItemCode, Note, Reason, Slug, Title

InspectionKind = Literal["special", "routine", "covert"]
"""专项督查, 日常检查, 明察暗访."""


class PlanInspection(Order, frozen=True, kw_only=True):
    district: Slug
    campaign: Id
    kind: InspectionKind
    title: Title
    on: date


class RaiseFinding(Order, frozen=True, kw_only=True):
    """A fault found (问题). ``rectify_by`` orders rectification by the end of that day."""

    inspection: Id
    item: ItemCode
    unit: Slug
    kind: Annotated[str, Meta(min_length=1, max_length=60)]
    fault: Title
    evidence: EvidenceIds = ()
    rectify_by: date | None = None


class Rectify(Order, frozen=True, kw_only=True):
    """The unit's reply to a rectification order: what was done, with before/after evidence."""

    finding: Id
    note: Reason
    evidence: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=200)]


class CloseRectification(Order, frozen=True, kw_only=True):
    """Verify the rectification: accepted closes it, else it goes back with the reason."""

    finding: Id
    accepted: bool
    reason: Note = ""


class Appeal(Order, frozen=True, kw_only=True):
    finding: Id
    reason: Reason


class RuleAppeal(Order, frozen=True, kw_only=True):
    finding: Id
    upheld: bool
    reason: Reason


class FindingOf(Ask, frozen=True, kw_only=True):
    finding: Id


class Findings(PageAsk, frozen=True, kw_only=True):
    district: Slug | None = None
    inspection: Id | None = None
    unit: Slug | None = None
    state: Annotated[str, Meta(max_length=20)] | None = None
