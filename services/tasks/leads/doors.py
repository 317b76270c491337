"""What passers-by photograph."""

from contracts import evidence, tasks
from contracts.orders import tasks as orders
from kit.table import Table, command, due, hears, query, to
from services.tasks.leads import answers, lead, looks, snapping
from services.tasks.leads.store import LEADS, SNAPPINGS

TABLE: Table = (
    command(
        orders.SetSnapping, SNAPPINGS, snapping.set_snapping, at=looks.of_district, creates=True
    ),
    command(
        orders.BringLead,
        LEADS,
        lead.bring,
        at=looks.of_lead,
        creates=True,
        gather=looks.for_bring,
    ),
    command(orders.SettleLead, LEADS, lead.settle, at="snap"),
    hears(evidence.LeadPhotoChecked, to(LEADS, lead.photo_checked, at="snap")),
    hears(tasks.FindingRaised, to(LEADS, lead.became_finding, at=looks.of_finding)),
    due("lead_due", LEADS, lead.fall_due),
    query(orders.SnappingOf, answers.snapping_of),
    query(orders.SnappingDistricts, answers.snapping_districts),
    query(orders.LeadOf, answers.lead_of),
    query(orders.Leads, answers.leads),
    query(orders.LeadCounts, answers.lead_counts),
)
