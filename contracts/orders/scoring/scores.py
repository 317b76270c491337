"""Questions about scores, the spot check and the recomputation."""

from typing import Annotated

from msgspec import Meta

from contracts.orders.base import Ask, Order
from contracts.orders.doors import door, download
from contracts.roles import EVERYONE, PROVINCE, RECOMPUTERS
from contracts.texts import AS_DRAWN
from contracts.words import DistrictId, ItemCode, Level, Slug, Year


@door("GET /scores/{district}/{year}/{item}", "一项得分及其说明", EVERYONE)
class ItemScoreOf(Ask, frozen=True, kw_only=True):
    """One item's score with its explanation."""

    district: Slug
    year: Year
    item: ItemCode
    level: Level


@door("GET /scores/{district}/{year}", "区县得分", EVERYONE)
class DistrictScoreOf(Ask, frozen=True, kw_only=True):
    """Total, categories, items, bonus and vetoes of a district."""

    district: Slug
    year: Year
    level: Level


@door("GET /league", "区县排名", EVERYONE)
class League(Ask, frozen=True, kw_only=True):
    """Districts by total; persons are never ranked."""

    year: Year
    level: Level


@door("GET /years/{district}", "区县历年得分及平均分", EVERYONE)
class YearsOf(Ask, frozen=True, kw_only=True):
    """A district's totals of four years, the last of them ``until``, and their mean."""

    district: Slug
    level: Level
    until: Year | None = None


@door("GET /scores/{district}/{year}/{item}/history", "一项得分的来历", EVERYONE)
class ScoreHistoryOf(Ask, frozen=True, kw_only=True):
    """How one item's score came about, as sentences."""

    district: Slug
    year: Year
    item: ItemCode


@door("GET /gaps", "缺口表：考评项 × 年度", EVERYONE)
class GapGrid(Ask, frozen=True, kw_only=True):
    """Item × year: what is missing and who leads it. ``district`` may be the whole city (*)."""

    district: DistrictId
    level: Level
    first: Year
    last: Year


@download("GET /gaps/sheet", "缺口表（表格）", EVERYONE)
class GapSheet(Ask, frozen=True, kw_only=True):
    """The gap grid as a table."""

    district: DistrictId
    level: Level
    first: Year
    last: Year


Seed = Annotated[str, Meta(pattern=r"^[^|\s\x00-\x1f\x7f-\x9f]{4,100}\Z", extra=AS_DRAWN)]
"""What the draw follows from: published beforehand, e.g. that day's lottery number."""


@door("POST /spot-checks/{year}", "抽取省级抽查项目", PROVINCE, status=201)
class DrawSpotCheck(Order, frozen=True, kw_only=True):
    """The province draws at least a third of every district's items, once for a year."""

    year: Year
    seed: Seed
    share: Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,2}/[1-9][0-9]{0,2}\Z")] = "1/3"


@door("GET /spot-checks/{year}", "省级抽查项目", EVERYONE)
class SpotCheckOf(Ask, frozen=True, kw_only=True):
    year: Year


@door("POST /scores/{district}/{year}/recompute", "按事实重新计算并逐项比对", RECOMPUTERS)
class Recompute(Order, frozen=True, kw_only=True):
    """Work a district's year out again from its facts and tell every difference.

    ``repair``: replace what differs; without it nothing is changed.
    """

    district: Slug
    year: Year
    repair: bool = False
