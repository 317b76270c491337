"""Orders and questions about campaigns and their decomposition."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from contracts.orders.base import Order, PageAsk
from contracts.words import Id, ItemCode, Slug, Title, UnitIds, Version, Year


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


class Campaigns(PageAsk, frozen=True, kw_only=True):
    pass
