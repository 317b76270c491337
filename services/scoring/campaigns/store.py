"""Campaigns by year."""

from kit.aggregate import Aggregate
from services.scoring.campaigns.year import Year

YEARS = Aggregate("years", Year)


def year_id(year: int) -> str:
    return str(year)
