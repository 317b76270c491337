"""Orders and questions that the scoring service answers."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order
from contracts.words import Id, ItemCode, Level, Reason, Slug, Title, Version, Year

MAX_CSV = 512 * 1024
"""Characters of an imported standard."""


class ImportStandard(Order, frozen=True, kw_only=True):
    """A draft from CSV. ``answers`` settle what the prose leaves open, by question id."""

    version: Version
    name: Title
    csv: Annotated[str, Meta(min_length=1, max_length=MAX_CSV)]
    answers: Annotated[dict[str, str], Meta(max_length=500)] = {}


class PublishStandard(Order, frozen=True, kw_only=True):
    version: Version


class RaiseVeto(Order, frozen=True, kw_only=True):
    """``topic`` is one of the standard's veto topics (一票否决)."""

    district: Slug
    year: Year
    topic: Slug
    reason: Reason


class ClearVeto(Order, frozen=True, kw_only=True):
    veto: Id
    reason: Reason


class StandardOf(Ask, frozen=True, kw_only=True):
    version: Version


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


class RuleSchema(Ask, frozen=True, kw_only=True):
    pass
