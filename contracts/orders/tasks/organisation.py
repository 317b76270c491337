"""Orders and questions about districts, units and persons."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order, PageAsk
from contracts.sheets import Workbook
from contracts.words import DistrictId, Email, Reason, Role, SearchText, Slug, Title, UnitKind

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


class SucceedUnit(Order, frozen=True, kw_only=True):
    """Units were merged or renamed: ``successor`` answers for them from ``on``.

    ``person`` of the successor takes over their open tasks; ``document`` is the paper's number.
    """

    district: Slug
    successor: Slug
    units: Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=20)]
    person: Slug
    on: date
    document: Title
    reason: Reason


class ImportUnits(Order, frozen=True, kw_only=True):
    """A district's units from a list: 单位名称, 别名, 类型, 上级单位, 职责角色, 代码."""

    district: Slug
    workbook: Workbook


class PreviewUnits(Ask, frozen=True, kw_only=True):
    """What an import of that list would do; it changes nothing."""

    district: Slug
    workbook: Workbook


class AppointPerson(Order, frozen=True, kw_only=True):
    """``district`` ``*`` is the whole city; without ``unit`` the whole district."""

    account: Slug
    name: Title
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=9)]
    district: DistrictId
    unit: Slug | None = None
    email: Email | None = None


class Units(PageAsk, frozen=True, kw_only=True):
    """``text``: part of the name or of an alias, whatever the case and width of its letters."""

    district: Slug | None = None
    kind: UnitKind | None = None
    parent: Slug | None = None
    text: SearchText | None = None


class Districts(Ask, frozen=True, kw_only=True):
    pass
