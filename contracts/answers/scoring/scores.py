"""What is answered about scores. Points in thousandths: 1.050 is 1050."""

from datetime import date, datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers
from contracts.answers.scoring.explaining import (
    Input,
    Reading,
    RuleStep,
    ScoreLine,
    Signal,
    VetoStep,
    WantedEvidence,
)
from contracts.measures import Measures
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


class ScoredDuty(Answer, frozen=True, kw_only=True):
    """The task that an item's figures come from."""

    task: str
    lead: str
    due: date | None
    standing: bool
    state: str
    assigned_at: datetime | None
    lead_version: int
    due_version: int
    state_version: int


class ScoreSource(Answer, frozen=True, kw_only=True):
    """A fact that counted; ``feeds``: the inputs that it gives."""

    kind: str
    id: str
    feeds: tuple[str, ...]
    version: int | UnsetType = UNSET
    level: str | UnsetType = UNSET
    by: str | UnsetType = UNSET
    at: datetime | UnsetType = UNSET
    why: str | UnsetType = UNSET
    evidence: tuple[str, ...] | UnsetType = UNSET
    occurrences: tuple[str, ...] | UnsetType = UNSET


class LevelMark(Answer, frozen=True, kw_only=True):
    """One level's measures; ``counts`` false: taken back."""

    task: str
    version: int
    measures: Measures
    evidence: tuple[str, ...]
    by: str
    reason: str
    counts: bool
    at: datetime | None
    amended: bool


class LevelScore(Answer, frozen=True, kw_only=True):
    """A level beside the others; ``earlier``: marks that a newer one replaced."""

    level: Level
    marked: bool
    score: int | None
    mark: LevelMark | None
    others: tuple[LevelMark, ...]
    earlier: tuple[LevelMark, ...]


class CountedRegister(Answer, frozen=True, kw_only=True):
    """A register as it was counted last."""

    register: str
    version: int
    done: int
    rows: int
    at: datetime | None


class ScoredFinding(Answer, frozen=True, kw_only=True):
    """A finding that may deduct; ``named``: in how many bulletins."""

    kind: str
    fault: str
    unit: str
    on: date | None
    evidence: tuple[str, ...]
    late: bool
    withdrawn: bool
    named: int
    at: datetime | None
    version: int


@answers(orders.ItemScoreOf)
class ItemScore(Answer, frozen=True, kw_only=True):
    """An item's score with its explanation. ``rule``: the tree as JSON text; ``inputs``: the names
    that ``measures`` use; ``findings``: by id."""

    district: str
    district_name: str
    year: int
    level: Level
    standard: str
    item: str
    title: str
    category: str
    rule_text: str
    rule: str
    reading: tuple[RuleStep, ...]
    evidence: tuple[WantedEvidence, ...]
    inputs: tuple[Input, ...]
    lead: str
    lead_name: str
    duty: ScoredDuty | None
    points: int
    score: int
    marked: bool
    line: ScoreLine
    signals: tuple[Signal, ...]
    facts: Measures
    sources: tuple[ScoreSource, ...]
    drawn: bool
    levels: tuple[LevelScore, ...]
    marks: dict[Level, LevelMark]
    register: CountedRegister | None
    findings: dict[str, ScoredFinding]


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


class ReplayDifference(Answer, frozen=True, kw_only=True):
    """A field that is stored otherwise than its facts make it; both as JSON text."""

    item: str
    field: str
    stored: str
    replayed: str


@answers(orders.Recompute)
class Recomputed(Changed, frozen=True, kw_only=True):
    """``unlogged``: items older than the log, which are not compared."""

    district: str
    year: int
    equal: bool
    items: int
    facts: int
    unlogged: int
    differing: tuple[str, ...]
    differences: tuple[ReplayDifference, ...]
    repairing: bool


class ScoreStep(Answer, frozen=True, kw_only=True):
    """A change of the score at one level; ``kind``: the fact's type, ``source`` what it is of."""

    at: datetime
    level: Level
    was: int
    now: int
    kind: str
    source: str
    by: str
    why: str
    text: str


@answers(orders.ScoreHistoryOf)
class ScoreHistory(Answer, frozen=True, kw_only=True):
    """The newest first."""

    district: str
    year: int
    item: str
    title: str
    moves: tuple[ScoreStep, ...]


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
