"""Orders and questions about districts, units and persons."""

from typing import Annotated, Literal

from msgspec import Meta

from contracts.orders.base import Ask, Order, PageAsk
from contracts.words import DistrictId, Email, Role, Slug, Title

UnitKind = Literal["office", "department", "township", "garrison", "community"]


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


class Units(PageAsk, frozen=True, kw_only=True):
    district: Slug | None = None


class Districts(Ask, frozen=True, kw_only=True):
    pass
