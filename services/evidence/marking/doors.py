"""A frame is drawn or taken away; a piece serves one item more."""

from contracts.orders import evidence as orders
from kit.table import Table, command
from services.evidence.marking import links, marks
from services.evidence.piece.store import EVIDENCE

TABLE: Table = (
    command(orders.MarkPassage, EVIDENCE, marks.mark, at="evidence"),
    command(orders.UnmarkPassage, EVIDENCE, marks.unmark, at="evidence"),
    command(orders.LinkPiece, EVIDENCE, links.link, at="evidence"),
)
