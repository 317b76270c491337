"""Orders and questions of a task's life."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from contracts.measures import Measures
from contracts.orders.base import Ask, Order, PageAsk
from contracts.words import EvidenceIds, Id, ItemCode, Note, Reason, Slug, Title, UnitIds, Year

Origin = Literal["item", "decision", "need", "finding", "instruction"]


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
