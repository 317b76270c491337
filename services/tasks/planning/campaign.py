"""Campaigns: one a year, city-wide, on one version of the standard."""

from typing import TypedDict

from msgspec import Struct

from contracts.orders.tasks import OpenCampaign
from contracts.refusals import Invalid
from contracts.tasks import CampaignOpened
from contracts.words import CITY_WIDE
from kit.change import Change, Knowing
from services.tasks.refusals import AlreadyExists, DistrictNotInCampaign, StandardNotPublished


class CampaignHeader(TypedDict):
    campaign: str
    year: int
    standard: str


class Campaign(Struct, frozen=True, kw_only=True):
    """Its id is ``c-<year>``."""

    year: int
    name: str
    standard: str
    districts: tuple[str, ...]
    district: str = CITY_WIDE

    def header(self) -> CampaignHeader:
        """What everything that is done in this campaign says of it."""
        return {"campaign": campaign_id(self.year), "year": self.year, "standard": self.standard}

    def must_include(self, district: str) -> None:
        """Raises: DistrictNotInCampaign."""
        if district not in self.districts:
            raise DistrictNotInCampaign(district, campaign_id(self.year))


def campaign_id(year: int) -> str:
    return f"c-{year}"


def open_campaign(
    campaign: Campaign | None, order: OpenCampaign, given: Knowing[tuple[bool, frozenset[str]]]
) -> Change[Campaign] | None:
    """``given.found``: (whether the standard is published, the districts that exist).

    Raises: StandardNotPublished, Invalid (a district unknown or named twice), AlreadyExists.
    """
    published, districts = given.found
    if not published:
        raise StandardNotPublished(order.standard)
    _must_be_districts(order.districts, districts)
    new = Campaign(
        year=order.year, name=order.name, standard=order.standard, districts=order.districts
    )
    if campaign == new:
        return None
    if campaign is not None:
        raise AlreadyExists(
            f"{new.year}年的创建活动“{campaign.name}”已经开启，每年只有一个。", field="year"
        )
    fact = CampaignOpened(**new.header(), name=new.name, districts=new.districts)
    return Change(new, (fact,))


def _must_be_districts(named: tuple[str, ...], known: frozenset[str]) -> None:
    for at, district in enumerate(named):
        if district not in known:
            raise Invalid(f"区县 {district} 不存在，请先设立区县。", field=f"districts[{at}]")
        if district in named[:at]:
            raise Invalid(f"区县 {district} 重复，请删去一个。", field=f"districts[{at}]")
