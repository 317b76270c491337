"""Questions about scores."""

from contracts.orders.base import Ask
from contracts.words import ItemCode, Level, Slug, Year


class ItemScoreOf(Ask, frozen=True, kw_only=True):
    """One item's score with its explanation."""

    district: Slug
    year: Year
    item: ItemCode
    level: Level


class DistrictScoreOf(Ask, frozen=True, kw_only=True):
    """Total, categories, items, bonus and vetoes of a district."""

    district: Slug
    year: Year
    level: Level


class League(Ask, frozen=True, kw_only=True):
    """Districts by total; persons are never ranked."""

    year: Year
    level: Level
