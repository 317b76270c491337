"""How rounds and orphans are kept."""

from kit.aggregate import Aggregate, Index
from services.evidence.rounds.orphans import Unknown
from services.evidence.rounds.rounds import Rounds

ROUNDS = Aggregate("rounds", Rounds, due=lambda rounds: rounds.due, most_marks=1)
ORPHANS = Aggregate(
    "orphans",
    Unknown,
    due=lambda orphan: orphan.delete_at,
    indexes=(Index("state.found_at", of_tenant=True),),
)
