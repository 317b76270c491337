"""Inspections, findings, the slips on them, and accountability."""

from kit.aggregate import Aggregate, Index
from services.tasks.supervision.accountability import Accountability
from services.tasks.supervision.covert import confidants
from services.tasks.supervision.finding import Finding
from services.tasks.supervision.inspection import Inspection
from services.tasks.supervision.slip_book import SlipBook

INSPECTIONS = Aggregate(
    "inspections", Inspection, indexes=(Index("state.on", of_tenant=True),), confidants=confidants
)
FINDINGS = Aggregate(
    "findings",
    Finding,
    due=Finding.next_due,
    confidants=confidants,
    indexes=(
        Index("state.unit", "state.on"),
        Index("state.on", of_tenant=True),
        Index("state.inspection"),
        Index("state.item", "state.on"),
        Index("state.overdue", "state.on"),
        Index("state.called", "state.on"),
        Index("state.appeal.upheld", "state.appeal.by"),
    ),
)
SLIP_BOOKS = Aggregate("slip_books", SlipBook)
ACCOUNTABILITIES = Aggregate(
    "accountabilities",
    Accountability,
    indexes=(Index("state.unit", "state.on"), Index("state.on", of_tenant=True)),
)
