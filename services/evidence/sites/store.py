"""How it is kept."""

from kit.aggregate import Aggregate, Index
from services.evidence.sites.site import Site

SITES = Aggregate("sites", Site, indexes=(Index("state.dropped_at"),))
