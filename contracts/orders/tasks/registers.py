"""Orders and questions about registers (台账), the calendar of duties, and material demanded."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import LARGE, door, download, export
from contracts.roles import OFFICES, READERS, VERIFIERS
from contracts.sheets import Workbook
from contracts.words import Answers, Id, ItemCode, Reason, RowKey, SearchText, Slug, Title, Year

Short = Annotated[str, Meta(max_length=200)]
RowKind = Annotated[str, Meta(max_length=40)]
RowState = Literal["open", "done", "withdrawn"]


@door("POST /registers", "建立台账", OFFICES, status=201)
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


@door("POST /registers/{register}/rows", "台账加行", OFFICES, size=LARGE)
class AddRows(Order, frozen=True, kw_only=True):
    """More rows of a register."""

    register: Id
    rows: Annotated[tuple[Row, ...], Meta(min_length=1, max_length=500)]


@door("POST /registers/{register}/rows/{key}/amend", "更改一行", OFFICES)
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


@door("POST /registers/{register}/rows/{key}/withdraw", "撤下一行", OFFICES)
class WithdrawRow(Order, frozen=True, kw_only=True):
    """A row that no longer counts: demolished, moved away, entered by mistake."""

    register: Id
    key: RowKey
    reason: Reason


@door("POST /registers/{register}/import", "导入台账", OFFICES)
class ImportRows(Order, frozen=True, kw_only=True):
    """Take the rows of a table, all or none. ``amend``: also change rows that the register has.

    ``answers``: to what the table leaves open; ``defaults``: the suggested ones for the rest.
    """

    register: Id
    workbook: Workbook
    amend: bool = False
    answers: Answers = {}
    defaults: bool = False


@door("POST /registers/{register}/preview", "预览台账导入", OFFICES)
class PreviewRows(Ask, frozen=True, kw_only=True):
    """What ``ImportRows`` would do with this table: what each row becomes, and what is asked."""

    register: Id
    workbook: Workbook
    answers: Answers = {}
    defaults: bool = False


@door("GET /registers/{register}", "一本台账", READERS)
class RegisterOf(Ask, frozen=True, kw_only=True):
    register: Id


@export("GET /exports/registers", "台账列表")
@door("GET /registers", "台账列表", READERS)
class Registers(PageAsk, frozen=True, kw_only=True):
    """Without their rows. ``unit``: those in which it has rows; ``text``: part of the title."""

    district: Slug | None = None
    year: Year | None = None
    item: ItemCode | None = None
    unit: Slug | None = None
    text: SearchText | None = None


@door("GET /campaigns/{campaign}/register-items", "须建台账的考评项", OFFICES)
class ItemsWithRegister(Ask, frozen=True, kw_only=True):
    """The items whose figures come from a register, and the district's register of each."""

    campaign: Id
    district: Slug


@download("GET /registers/{register}/sheet", "下载台账", READERS)
class RegisterSheet(Ask, frozen=True, kw_only=True):
    """A register as a table that may be imported again."""

    register: Id


@door("GET /missing", "台账缺项（按单位和地点）", READERS)
class MissingOf(Ask, frozen=True, kw_only=True):
    """What a register still lacks, by unit and place: one register, or that of an item and year."""

    register: Id | None = None
    district: Slug | None = None
    item: ItemCode | None = None
    year: Year | None = None


@door("POST /calendars", "排定全年常规任务", OFFICES)
class PlanCalendar(Order, frozen=True, kw_only=True):
    """Make the recurring tasks of a year from what the standard counts (慰问, 通报 …)."""

    campaign: Id
    district: Slug


@door("GET /calendars", "全年常规任务", READERS)
class CalendarOf(Ask, frozen=True, kw_only=True):
    """What recurs and is due in a year, or in one month of it."""

    district: Slug
    year: Year
    month: Annotated[int, Meta(ge=1, le=12)] | None = None


@door("POST /demands", "索要材料（最多报一次）", VERIFIERS)
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


@door("GET /burdens", "各单位报送负担", READERS)
class BurdenOf(Ask, frozen=True, kw_only=True):
    """Demands made, met, avoided and repeated, by unit; by the month in which they were made,
    beside the same month of the year before. Those of one ``month`` are listed."""

    district: Slug
    year: Year
    unit: Slug | None = None
    month: Annotated[int, Meta(ge=1, le=12)] | None = None
