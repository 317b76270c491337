"""Questions about complaints."""

from contracts.clock import day_of
from contracts.orders.tasks import ComplaintCounts, ComplaintOf, Complaints
from contracts.words import COMPLAINT_STATE_NAMES
from kit.machine import utc_now
from kit.reader import Reader
from services.tasks.answers.sight import Answer, asked
from services.tasks.complaints.store import COMPLAINTS


def complaint_of(reader: Reader, ask: ComplaintOf) -> Answer:
    """Raises: NotFound."""
    return {"id": ask.complaint, **COMPLAINTS.dump(reader.get(COMPLAINTS, ask.complaint))}


def complaints(reader: Reader, ask: Complaints) -> Answer:
    filters = asked({"district": ask.district, "state": ask.state, "kind": ask.kind})
    if ask.overdue:
        filters |= {"due": {"$lt": day_of(utc_now()).isoformat()}}
    return reader.page(COMPLAINTS, filters, ask, by=("at", -1))


def complaint_counts(reader: Reader, ask: ComplaintCounts) -> Answer:
    """{"total", "open", "answered", "pressed", "overdue"}; what is overdue, of whichever year."""
    here = asked({"year": ask.year, "district": ask.district})
    by_state = reader.tally(COMPLAINTS, here, "state")
    late = asked({"district": ask.district}) | {"due": {"$lt": day_of(utc_now()).isoformat()}}
    return {
        "total": sum(by_state.values()),
        **{state: by_state.get(state, 0) for state in COMPLAINT_STATE_NAMES},
        "overdue": reader.count(COMPLAINTS, late),
    }
