"""Orders and questions about registers (台账), the calendar of duties, and material demanded."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.orders.base import Ask, Order, PageAsk
from contracts.sheets import Workbook
from contracts.words import Id, ItemCode, Reason, RowKey, SearchText, Slug, Title, Year

Short = Annotated[str, Meta(max_length=200)]
RowKind = Annotated[str, Meta(max_length=40)]
RowState = Literal["open", "done", "withdrawn"]


class OpenRegister(Order, frozen=True, kw_only=True):
    """A register (点位表, 名册, 清单) for an item of a campaign in a district."""

    district: Slug
    campaign: Id
    item: ItemCode
    title: Title


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point, a school, a visit, a pair … ``kind``: 慰问, 优抚对象 and the like. ``on``: its day.

    ``who``: persons; kept as masked keys only (张*, 欧阳**).
    """

    key: RowKey
    label: Title
    unit: Slug
    place: Short = ""
    kind: RowKind = ""
    on: date | None = None
    who: Short = ""
    note: Short = ""


class AddRows(Order, frozen=True, kw_only=True):
    register: Id
    rows: Annotated[tuple[Row, ...], Meta(min_length=1, max_length=500)]


class AmendRow(Order, frozen=True, kw_only=True):
    """Change what a row says; an absent field stays as it is."""

    register: Id
    key: RowKey
    reason: Reason
    label: Title | None = None
    unit: Slug | None = None
    place: Short | None = None
    kind: RowKind | None = None
    on: date | None = None
    who: Short | None = None
    note: Short | None = None


class WithdrawRow(Order, frozen=True, kw_only=True):
    """A row that no longer counts: demolished, moved away, entered by mistake."""

    register: Id
    key: RowKey
    reason: Reason


class ImportRows(Order, frozen=True, kw_only=True):
    """Take the rows of a table, all or none. ``amend``: also change rows that the register has."""

    register: Id
    workbook: Workbook
    amend: bool = False


class PreviewRows(Ask, frozen=True, kw_only=True):
    """What ``ImportRows`` would do with this table."""

    register: Id
    workbook: Workbook


class RegisterOf(Ask, frozen=True, kw_only=True):
    register: Id


class Registers(PageAsk, frozen=True, kw_only=True):
    """Without their rows. ``unit``: those in which it has rows; ``text``: part of the title."""

    district: Slug | None = None
    year: Year | None = None
    item: ItemCode | None = None
    unit: Slug | None = None
    text: SearchText | None = None


class RegisterSheet(Ask, frozen=True, kw_only=True):
    """A register as a table that may be imported again."""

    register: Id


class MissingOf(Ask, frozen=True, kw_only=True):
    """What a register still lacks, by unit and place: one register, or that of an item and year."""

    register: Id | None = None
    district: Slug | None = None
    item: ItemCode | None = None
    year: Year | None = None


class PlanCalendar(Order, frozen=True, kw_only=True):
    """Make the recurring tasks of a year from what the standard counts (慰问, 通报 …)."""

    campaign: Id
    district: Slug


class CalendarOf(Ask, frozen=True, kw_only=True):
    """What recurs and is due in a year, or in one month of it."""

    district: Slug
    year: Year
    month: Annotated[int, Meta(ge=1, le=12)] | None = None


class DemandMaterial(Order, frozen=True, kw_only=True):
    """Ask a unit for material. What is held already is not asked for again (report once).

    ``insist``: ask all the same; counted as a repeated demand.
    """

    district: Slug
    year: Year
    unit: Slug
    item: ItemCode
    what: Title
    reason: Reason
    due: date
    insist: bool = False


class BurdenOf(Ask, frozen=True, kw_only=True):
    """Demands made, met, avoided and repeated, by unit."""

    district: Slug
    year: Year
    unit: Slug | None = None
