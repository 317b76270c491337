"""What is answered about districts: totals, gaps, league, years. Points in thousandths."""

from datetime import date, datetime
from typing import Literal

from contracts.answers.base import Answer, Changed, answers
from contracts.answers.scoring.explaining import (
    Reading,
    Signal,
    VetoStep,
)
from contracts.orders import scoring as orders
from contracts.words import Level


class CategoryScore(Answer, frozen=True, kw_only=True):
    """``score`` is null where the level has marked nothing."""

    name: str
    points: int
    score: int | None
    bonus: bool


class Adjustment(Answer, frozen=True, kw_only=True):
    """What the total counts differently from an item's own score; ``thousandths`` is added."""

    item: str
    why: str
    text: str
    thousandths: int


class Flagged(Answer, frozen=True, kw_only=True):
    """Something that only the items together show."""

    item: str
    signal: Signal


class ItemScoreLine(Answer, frozen=True, kw_only=True):
    """``facts``: whether any are known; ``carried``: not drawn by the province, so that the city's
    score stands."""

    code: str
    title: str
    category: str
    kind: str
    points: int
    score: int | None
    marked: bool
    facts: bool
    lead: str
    lead_name: str
    task: str
    drawn: bool
    carried: bool


class VetoRecord(Answer, frozen=True, kw_only=True):
    """A veto of the year; ``standing``: it is not cleared."""

    veto: str
    district: str
    year: int
    topic: str
    title: str
    standing: bool
    history: tuple[VetoStep, ...]


class VetoGround(Answer, frozen=True, kw_only=True):
    """A ground for a veto that the facts show; an office raises it, or not."""

    topic: str
    title: str
    condition: str
    reading: Reading


class Totals(Answer, frozen=True, kw_only=True):
    """Null where the level has marked nothing; ``eligible`` false where a veto stands."""

    total: int | None
    base: int | None
    bonus: int | None
    eligible: bool | None


@answers(orders.DistrictScoreOf)
class DistrictScore(Totals, frozen=True, kw_only=True):
    """A district's score at a level."""

    district: str
    name: str
    year: int
    level: Level
    standard: str
    marked: bool
    points: int
    categories: tuple[CategoryScore, ...]
    adjustments: tuple[Adjustment, ...]
    flags: tuple[Flagged, ...]
    items: tuple[ItemScoreLine, ...]
    vetoes: tuple[VetoRecord, ...]
    veto_grounds: tuple[VetoGround, ...]


@answers(orders.DrawSpotCheck)
class Drawn(Changed, frozen=True, kw_only=True):
    """District → the items drawn."""

    year: int
    seed: str
    items: dict[str, tuple[str, ...]]


class GapCell(Answer, frozen=True, kw_only=True):
    """An item in a year; ``lead``: a unit's name, or without a task the standard's role."""

    year: int
    state: Literal["no-fact", "unmarked", "partial", "full", "not-applicable", "no-campaign"]
    lead: str
    score: int
    points: int
    lost: int
    unit: str
    task: str
    due: date | None


class GapRow(Answer, frozen=True, kw_only=True):
    """An item over the years."""

    item: str
    title: str
    category: str
    kind: str
    side: str
    cells: tuple[GapCell, ...]


class DistrictGaps(Answer, frozen=True, kw_only=True):
    """``unmarked``: years in which the level has marked nothing."""

    district: str
    name: str
    unmarked: tuple[int, ...]
    rows: tuple[GapRow, ...]


@answers(orders.GapGrid)
class Gaps(Answer, frozen=True, kw_only=True):
    """Item × year, district by district."""

    level: Level
    years: tuple[int, ...]
    districts: tuple[DistrictGaps, ...]


class LeagueRow(Totals, frozen=True, kw_only=True):
    """A district's place; unranked where nothing is marked."""

    district: str
    name: str
    rank: int | None
    marked: bool
    vetoes: tuple[VetoRecord, ...]


@answers(orders.League)
class LeagueTable(Answer, frozen=True, kw_only=True):
    """``of``: how many districts there are; a district's caller sees its own row."""

    year: int
    level: Level
    standard: str
    of: int
    rows: tuple[LeagueRow, ...]


@answers(orders.SpotCheckOf)
class SpotCheck(Answer, frozen=True, kw_only=True):
    """The draw with its seed, so that anybody may draw again by the ``rule``."""

    year: int
    standard: str
    seed: str
    share: str
    by: str
    at: datetime
    rule: str
    items: dict[str, tuple[str, ...]]


class YearTotal(Totals, frozen=True, kw_only=True):
    """A year of a district."""

    year: int
    standard: str


@answers(orders.YearsOf)
class Years(Answer, frozen=True, kw_only=True):
    """Four years and their mean, null without a marked one."""

    district: str
    level: Level
    years: tuple[YearTotal, ...]
    mean: int | None
