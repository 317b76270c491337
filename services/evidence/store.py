"""How evidence is kept."""

from kit.aggregate import Aggregate, Index
from services.evidence.domain.model import Evidence

EVIDENCE = Aggregate(
    "evidence",
    Evidence,
    due=lambda evidence: evidence.due,
    confidants=lambda evidence: evidence.confidants,
    indexes=(
        Index("state.declared_at"),
        Index("state.unit", "state.declared_at"),
        Index("state.manifest.tasks", "state.declared_at"),
        Index("state.manifest.items", "state.declared_at"),
        # Copies are looked for in the whole city: a photo used before was used somewhere else.
        Index("state.manifest.sha256", "state.state", across_districts=True),
    ),
)
