"""Leads by what waits, and each district's rules on them."""

from kit.aggregate import Aggregate, Index
from services.tasks.leads.lead import Lead
from services.tasks.leads.snapping import Snapping

LEADS = Aggregate(
    "leads",
    Lead,
    due=lambda lead: lead.due,
    indexes=(
        Index("state.at", of_tenant=True),
        Index("state.state", "state.at"),
        Index("state.year"),
        Index("state.photo"),
    ),
)
SNAPPINGS = Aggregate("snappings", Snapping, indexes=(Index("state.on", across_tenants=True),))
