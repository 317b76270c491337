"""Complaints by what waits, and the books that number them."""

from kit.aggregate import Aggregate, Index
from services.tasks.complaints.book import ComplaintBook
from services.tasks.complaints.complaint import Complaint

COMPLAINTS = Aggregate(
    "complaints",
    Complaint,
    indexes=(
        Index("state.at", of_tenant=True),
        Index("state.state", "state.at"),
        Index("state.year"),
        Index("state.due", of_tenant=True),
    ),
)
COMPLAINT_BOOKS = Aggregate("complaint_books", ComplaintBook)
