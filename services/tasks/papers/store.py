"""Papers, and the books that number them."""

from kit.aggregate import Aggregate, Index
from services.tasks.papers.numbering import PaperBook
from services.tasks.papers.paper import Paper

PAPERS = Aggregate(
    "papers",
    Paper,
    indexes=(
        Index("state.at", of_tenant=True),
        Index("state.about", "state.at"),
        Index("state.kind", "state.at"),
        Index("state.unit", "state.at"),
        Index("state.year", "state.at"),
        Index("state.void", "state.at"),
    ),
)
PAPER_BOOKS = Aggregate("paper_books", PaperBook)
