"""The campaign of a year, and the province's draw in it."""

from datetime import datetime

from msgspec import Struct

from contracts.tasks import CampaignOpened
from contracts.words import CITY_WIDE
from kit.change import Change, Given


class Draw(Struct, frozen=True, kw_only=True):
    """The province's spot check. ``items``: district → the items drawn there, in the order of the
    standard."""

    seed: str
    share: str
    by: str
    at: datetime
    items: dict[str, tuple[str, ...]]


class Year(Struct, frozen=True, kw_only=True):
    """The campaign of a year: its standard, its districts, and the province's spot check."""

    district: str = CITY_WIDE
    year: int
    campaign: str
    standard: str
    districts: tuple[str, ...]
    draw: Draw | None = None


def campaign_opened(state: Year | None, fact: CampaignOpened, _: Given) -> Change[Year]:
    """Which standard counts in which year, and for whom."""
    year = Year(
        year=fact.year,
        campaign=fact.campaign,
        standard=fact.standard,
        districts=fact.districts,
        draw=state.draw if state else None,
    )
    return Change(year)
