"""Facts that the scoring service publishes: the standard, and every change of a score."""

from msgspec import Struct

from contracts.envelope import Fact, fact
from contracts.words import Level


class ItemSummary(Struct, frozen=True, kw_only=True):
    """What others need to know of an item. ``points`` in thousandths."""

    code: str
    category: str
    title: str
    points: int
    side: str
    kind: str
    evidence: tuple[str, ...]
    lead: str
    cooperating: tuple[str, ...]
    register: bool


@fact("scoring.standard_published.v1")
class StandardPublished(Fact, frozen=True, kw_only=True):
    version: str
    name: str
    items: tuple[ItemSummary, ...]
    sha256: str


@fact("scoring.score_changed.v1")
class ScoreChanged(Fact, frozen=True, kw_only=True):
    """Scores in thousandths of a point."""

    item: str
    title: str
    year: int
    level: Level
    score: int
    previous: int
    points: int
    standard: str


@fact("scoring.veto_raised.v1")
class VetoRaised(Fact, frozen=True, kw_only=True):
    veto: str
    year: int
    topic: str
    title: str
    reason: str
    by: str


@fact("scoring.veto_cleared.v1")
class VetoCleared(Fact, frozen=True, kw_only=True):
    veto: str
    year: int
    topic: str
    title: str
    reason: str
    by: str
