"""Orders and questions that the tasks service answers."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.measures import Measures
from contracts.orders.base import Ask, Order, PageAsk
from contracts.words import (
    DistrictId,
    Email,
    EvidenceIds,
    Id,
    ItemCode,
    Note,
    Reason,
    Role,
    Slug,
    Title,
    UnitIds,
    Version,
    Year,
)

UnitKind = Literal["office", "department", "township", "garrison", "community"]
InspectionKind = Literal["special", "routine", "covert"]
"""专项督查, 日常检查, 明察暗访."""
Origin = Literal["item", "decision", "need", "finding", "instruction"]
Names = Annotated[tuple[Title, ...], Meta(max_length=40)]


class FoundDistrict(Order, frozen=True, kw_only=True):
    district: Slug
    name: Title


class RegisterUnit(Order, frozen=True, kw_only=True):
    district: Slug
    unit: Slug
    name: Title
    kind: UnitKind
    parent: Slug | None = None
    aliases: Names = ()
    serves: Names = ()


class AppointPerson(Order, frozen=True, kw_only=True):
    """``district`` ``*`` is the whole city; without ``unit`` the whole district."""

    account: Slug
    name: Title
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=9)]
    district: DistrictId
    unit: Slug | None = None
    email: Email | None = None


class OpenCampaign(Order, frozen=True, kw_only=True):
    year: Year
    name: Title
    standard: Version
    districts: Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=60)]


class Duty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the decomposition table (任务分解表): one lead, one named person."""

    item: ItemCode
    lead: Slug
    person: Slug
    cooperating: UnitIds = ()
    due: date | None = None


class Decompose(Order, frozen=True, kw_only=True):
    """Break the campaign's standard into a district's tasks; ``due`` where a row says none."""

    campaign: Id
    district: Slug
    due: date
    duties: Annotated[tuple[Duty, ...], Meta(min_length=1, max_length=300)]


class Assign(Order, frozen=True, kw_only=True):
    """A single task outside the decomposition table."""

    district: Slug
    campaign: Id
    origin: Origin
    title: Title
    lead: Slug
    person: Slug
    due: date
    cooperating: UnitIds = ()
    item: ItemCode | None = None
    note: Note = ""


class Accept(Order, frozen=True, kw_only=True):
    task: Id


class Object(Order, frozen=True, kw_only=True):
    """ "Not our duty", in writing (异议)."""

    task: Id
    reason: Reason


class Rule(Order, frozen=True, kw_only=True):
    """Rule on an objection (裁定); upheld needs the new lead and its named person."""

    task: Id
    upheld: bool
    reason: Reason
    lead: Slug | None = None
    person: Slug | None = None


class Submit(Order, frozen=True, kw_only=True):
    """Hand in a result. Where the item has a register, the ``ratio`` comes from it."""

    task: Id
    measures: Measures
    evidence: EvidenceIds = ()
    note: Note = ""


class Confirm(Order, frozen=True, kw_only=True):
    """Confirm at the caller's level; other ``measures`` amend the submitted, with a reason."""

    task: Id
    measures: Measures | None = None
    reason: Note = ""


class Return(Order, frozen=True, kw_only=True):
    task: Id
    reason: Reason


class OpenRegister(Order, frozen=True, kw_only=True):
    """A register (点位表) for an item of a campaign in a district."""

    district: Slug
    campaign: Id
    item: ItemCode
    title: Title


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    label: Title
    unit: Slug
    place: Annotated[str, Meta(max_length=200)] = ""


class AddRows(Order, frozen=True, kw_only=True):
    register: Id
    rows: Annotated[tuple[Row, ...], Meta(min_length=1, max_length=500)]


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


class TaskOf(Ask, frozen=True, kw_only=True):
    task: Id


class Tasks(PageAsk, frozen=True, kw_only=True):
    """Filters are joined by "and"; an absent one does not filter."""

    district: Slug | None = None
    unit: Slug | None = None
    state: Annotated[str, Meta(max_length=20)] | None = None
    item: ItemCode | None = None
    year: Year | None = None
    overdue: bool | None = None


class Units(PageAsk, frozen=True, kw_only=True):
    district: Slug | None = None


class Districts(Ask, frozen=True, kw_only=True):
    pass


class Campaigns(PageAsk, frozen=True, kw_only=True):
    pass


class RegisterOf(Ask, frozen=True, kw_only=True):
    register: Id


class FindingOf(Ask, frozen=True, kw_only=True):
    finding: Id


class Findings(PageAsk, frozen=True, kw_only=True):
    district: Slug | None = None
    inspection: Id | None = None
    unit: Slug | None = None
    state: Annotated[str, Meta(max_length=20)] | None = None
