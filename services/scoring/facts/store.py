"""Scores with the facts that they follow from, the log of the facts, and districts. One
fact touches one document: its cost does not grow with the facts.
"""

from kit.aggregate import Aggregate, Index
from services.scoring.facts.log import LoggedFact
from services.scoring.facts.state import Score
from services.scoring.facts.surroundings import District

SCORES = Aggregate(
    "scores",
    Score,
    indexes=(Index("state.year", "state.item", of_tenant=True),),
    # Facts converge whatever their order and number: a repeat beyond these changes nothing.
    most_marks=20,
)
FACTS = Aggregate(
    "facts", LoggedFact, indexes=(Index("state.year", "state.item", "_id", of_tenant=True),)
)
DISTRICTS = Aggregate("districts", District)


def score_id(district: str, year: int, item: str) -> str:
    return f"{district}:{year}:{item}"
