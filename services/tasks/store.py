"""What the tasks service keeps, and how it is found again."""

from kit.aggregate import Aggregate, Index
from services.tasks.domain.lists.view import View
from services.tasks.domain.meetings.meeting import Meeting
from services.tasks.domain.meetings.need import Need
from services.tasks.domain.supervision.accountability import Accountability
from services.tasks.domain.supervision.finding import Finding
from services.tasks.domain.supervision.inspection import Inspection
from services.tasks.domain.supervision.sight import confidants
from services.tasks.domain.supervision.slip_book import SlipBook
from services.tasks.domain.working.draft import Draft
from services.tasks.domain.working.handing import Handover

DRAFTS = Aggregate("drafts", Draft)
HANDOVERS = Aggregate("handovers", Handover)
MEETINGS = Aggregate(
    "meetings",
    Meeting,
    indexes=(Index("state.on"), Index("state.follows"), Index("state.units", "state.on")),
)
NEEDS = Aggregate(
    "needs",
    Need,
    indexes=(Index("state.at"), Index("state.units", "state.at"), Index("state.task")),
)
INSPECTIONS = Aggregate(
    "inspections", Inspection, indexes=(Index("state.on"),), confidants=confidants
)
FINDINGS = Aggregate(
    "findings",
    Finding,
    due=Finding.next_due,
    confidants=confidants,
    indexes=(
        Index("state.unit", "state.on"),
        Index("state.on"),
        Index("state.inspection"),
        Index("state.item", "state.on"),
    ),
)
SLIP_BOOKS = Aggregate("slip_books", SlipBook)
ACCOUNTABILITIES = Aggregate(
    "accountabilities", Accountability, indexes=(Index("state.unit", "state.on"), Index("state.on"))
)
VIEWS = Aggregate("views", View, indexes=(Index("state.owner"), Index("state.name")))
