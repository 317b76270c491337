"""How lists of disposal are kept."""

from kit.aggregate import Aggregate, Index
from services.evidence.keeping.disposal import Disposal

DISPOSALS = Aggregate("disposals", Disposal, indexes=(Index("state.proposed_at", of_tenant=True),))
