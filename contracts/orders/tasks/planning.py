"""Orders and questions about campaigns and their decomposition."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import LARGE, door, download, export
from contracts.roles import CITY, EVERYONE, OFFICES, READERS
from contracts.sheets import Workbook
from contracts.words import Answers, Id, ItemCode, Sha256, Slug, Title, UnitIds, Version, Year


@door("POST /campaigns", "启动年度创建", CITY, status=201)
class OpenCampaign(Order, frozen=True, kw_only=True):
    """A year's campaign of the whole city, by a published standard."""

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


@door(
    "POST /campaigns/{campaign}/decompositions", "下达任务分解表", OFFICES, status=202, size=LARGE
)
class Decompose(Order, frozen=True, kw_only=True):
    """Break the campaign's standard into a district's tasks; ``due`` where a row says none."""

    campaign: Id
    district: Slug
    due: date
    duties: Annotated[tuple[Duty, ...], Meta(min_length=1, max_length=300)]


@export("GET /exports/campaigns", "年度创建")
@door("GET /campaigns", "年度创建", EVERYONE)
class Campaigns(PageAsk, frozen=True, kw_only=True):
    pass


@door("POST /campaigns/{campaign}/decompositions/table/preview", "预览任务分解表", OFFICES)
class PreviewDecomposition(Ask, frozen=True, kw_only=True):
    """What a real decomposition table would make; it changes nothing.

    ``due``: the day of rows that write none. ``defaults``: answer by the suggested answers what
    ``answers`` leaves open.
    """

    campaign: Id
    district: Slug
    workbook: Workbook
    due: date | None = None
    answers: Answers = {}
    defaults: bool = False


@door("POST /campaigns/{campaign}/decompositions/table", "导入任务分解表", OFFICES, status=202)
class DecomposeTable(Order, frozen=True, kw_only=True):
    """Break the standard into a district's tasks by a real table, whole or not at all.

    ``accept``: the ``sha256`` of a preview; needed where a decomposition exists and would change.
    """

    campaign: Id
    district: Slug
    workbook: Workbook
    due: date | None = None
    answers: Answers = {}
    defaults: bool = False
    accept: Sha256 | None = None


@door(
    "POST /campaigns/{campaign}/decompositions/roles/preview",
    "预览按职责角色分解",
    OFFICES,
    size=LARGE,
)
class PreviewByRoles(Ask, frozen=True, kw_only=True):
    """As PreviewDecomposition, from the standard's own roles and the units that serve them."""

    campaign: Id
    district: Slug
    due: date
    answers: Answers = {}
    defaults: bool = False


@door(
    "POST /campaigns/{campaign}/decompositions/roles",
    "按职责角色分解",
    OFFICES,
    status=202,
    size=LARGE,
)
class DecomposeByRoles(Order, frozen=True, kw_only=True):
    """As DecomposeTable, from the standard's own roles and the units that serve them."""

    campaign: Id
    district: Slug
    due: date
    answers: Answers = {}
    defaults: bool = False
    accept: Sha256 | None = None


@download("GET /campaigns/{campaign}/decompositions/{district}/sheet", "导出任务分解表", READERS)
class DecompositionSheet(Ask, frozen=True, kw_only=True):
    """The decomposition as a table in the form that officials use."""

    campaign: Id
    district: Slug


@door("GET /campaigns/{campaign}/decompositions/{district}", "区县任务分解表", READERS)
class DecompositionOf(Ask, frozen=True, kw_only=True):
    """A district's decomposition table of a campaign, as its tasks stand: after a ruling the new
    lead unit."""

    campaign: Id
    district: Slug
