"""Facts that the scoring service publishes: the standard, and every change of a score."""

from msgspec import Struct

from contracts.envelope import Fact, Step, fact
from contracts.measures import ItemInput
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
    measure: str = ""
    """What its register gives: ``ratio``, ``count`` or nothing."""
    yearly: int = 0
    """How many times a year the rule's count asks for; 0 where it counts by township or unit."""
    occasions: tuple[str, ...] = ()
    """Named parts that are days of the year: 元旦, 春节, 八一."""
    weight: int = 0
    """In thousandths, where the item was given a weight instead of points."""
    inputs: tuple[ItemInput, ...] | None = None
    """What its rule reads; None in what was published before it was told."""
    rule_text: str = ""
    """Its rule (评分标准) in the standard's words; empty in what was published before."""
    captions: tuple[str, ...] = ()
    """Which of the six captions it wants of its photos."""


@fact("scoring.standard_published.v1")
class StandardPublished(Fact, frozen=True, kw_only=True):
    """``supersedes``: the version that was in force before; years under it keep it."""

    version: str
    name: str
    items: tuple[ItemSummary, ...]
    sha256: str
    supersedes: str = ""


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


@fact("scoring.spot_check_drawn.v1")
class SpotCheckDrawn(Step, frozen=True, kw_only=True):
    """The province drew these of a district's items; one fact for each district of the campaign.

    Anybody can draw again: the items in the order of SHA-256 of ``seed|year|district|item``.
    """

    district: str
    year: int
    standard: str
    seed: str
    share: str
    items: tuple[str, ...]
    by: str


class Standing(Struct, frozen=True, kw_only=True):
    """A district in a league. ``rank`` and ``total`` (thousandths) are None without facts."""

    district: str
    rank: int | None
    total: int | None
    eligible: bool


@fact("scoring.snapshot_frozen.v1")
class SnapshotFrozen(Fact, frozen=True, kw_only=True):
    """``sha256`` of the canonical text; ``districts`` in the order of the league."""

    snapshot: str
    name: str
    year: int
    level: Level
    standard: str
    sha256: str
    districts: tuple[Standing, ...]


@fact("scoring.repair_ordered.v1")
class RepairOrdered(Step, frozen=True, kw_only=True):
    """These items' stored scores differ from the replay of their facts and are to be made anew."""

    year: int
    items: tuple[str, ...]
    by: str
