"""What is answered about snapshots."""

from datetime import datetime

from msgspec import UNSET, UnsetType

from contracts.answers.base import Answer, Changed, answers, lists
from contracts.answers.scoring.explaining import Input, ScoreLine, Signal, WantedEvidence
from contracts.measures import Measures
from contracts.orders import scoring as orders
from contracts.words import Level


@answers(orders.FreezeSnapshot)
class Frozen(Changed, frozen=True, kw_only=True):
    """``sha256`` of the snapshot's text."""

    snapshot: str
    sha256: str


@lists(orders.Snapshots)
class SnapshotLine(Answer, frozen=True, kw_only=True):
    """A snapshot."""

    snapshot: str
    name: str
    year: int
    level: Level
    standard: str
    at: datetime
    sha256: str


@answers(orders.SnapshotOf)
class Snapshot(SnapshotLine, frozen=True, kw_only=True):
    """``text`` is canonical JSON with the SHA-256 ``sha256``, empty for a caller of one district;
    ``part`` that of a district, with ``part_sha256``, which stands in the text."""

    by: str
    text: str
    district: str | UnsetType = UNSET
    part: str | UnsetType = UNSET
    part_sha256: str | UnsetType = UNSET


@answers(orders.FrozenItemOf)
class FrozenScore(Answer, frozen=True, kw_only=True):
    """An item as it was frozen: nothing that happened since is in it. ``marked``: the level had
    marked something of the district."""

    snapshot: str
    district: str
    district_name: str
    year: int
    level: Level
    standard: str
    item: str
    title: str
    category: str
    rule_text: str
    evidence: tuple[WantedEvidence, ...]
    inputs: tuple[Input, ...]
    lead: str
    points: int
    score: int
    marked: bool
    line: ScoreLine
    signals: tuple[Signal, ...]
    facts: Measures


class TrendPoint(Answer, frozen=True, kw_only=True):
    """A district in a snapshot; ``change`` since the one before."""

    snapshot: str
    at: datetime
    total: int | None
    rank: int | None
    eligible: bool
    change: int | None


class TrendLine(Answer, frozen=True, kw_only=True):
    """A district over the snapshots, the oldest first."""

    district: str
    points: tuple[TrendPoint, ...]


@answers(orders.Trend)
class TrendTable(Answer, frozen=True, kw_only=True):
    """Of the newest 24 snapshots of a year and level."""

    year: int
    level: Level
    snapshots: tuple[SnapshotLine, ...]
    districts: tuple[TrendLine, ...]


@answers(orders.VerifySnapshot)
class Verification(Answer, frozen=True, kw_only=True):
    """``differences``: what does not follow from the frozen facts, in Chinese."""

    snapshot: str
    sha256: str
    equal: bool
    differing: int
    differences: tuple[str, ...]
