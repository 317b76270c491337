"""Scoring's aggregates. One fact touches one document: its cost does not grow with the facts."""

from kit.aggregate import Aggregate, Index
from services.scoring.audits.audit import Audit
from services.scoring.facts.log import LoggedFact
from services.scoring.facts.state import Score
from services.scoring.facts.surroundings import District, Year
from services.scoring.scores.snapshot import Snapshot
from services.scoring.scores.vetoing import VetoRecord
from services.scoring.standards.publishing import Published

STANDARDS = Aggregate("standards", Published)
SCORES = Aggregate(
    "scores",
    Score,
    indexes=(Index("state.year", "state.item"),),
    # Facts converge whatever their order and number: a repeat beyond these changes nothing.
    most_marks=20,
)
FACTS = Aggregate("facts", LoggedFact, indexes=(Index("state.year", "state.item", "_id"),))
VETOES = Aggregate("vetoes", VetoRecord, indexes=(Index("state.year", "state.standing"),))
YEARS = Aggregate("years", Year)
DISTRICTS = Aggregate("districts", District)
AUDITS = Aggregate("audits", Audit, due=lambda audit: audit.next)
SNAPSHOTS = Aggregate(
    "snapshots",
    Snapshot,
    indexes=(
        Index("state.year", "state.level", "state.at", across_districts=True),
        Index("state.at", across_districts=True),
    ),
)


def score_id(district: str, year: int, item: str) -> str:
    return f"{district}:{year}:{item}"


def veto_id(district: str, year: int, topic: str) -> str:
    return f"v-{year}-{district}-{topic}"


def year_id(year: int) -> str:
    return str(year)


def audit_id(district: str, year: int) -> str:
    return f"{district}:{year}"
