"""What is answered about one item's score, and of working out anew. Points in thousandths."""

from datetime import date, datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers
from contracts.answers.scoring.explaining import (
    Input,
    RuleStep,
    ScoreLine,
    Signal,
    WantedEvidence,
)
from contracts.measures import Measures
from contracts.orders import scoring as orders
from contracts.words import Level


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
    unit: str | UnsetType = UNSET
    fault: str | UnsetType = UNSET
    done: int | UnsetType = UNSET
    rows: int | UnsetType = UNSET
    link: str | UnsetType = UNSET


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
