"""A stamped copy is handed out, and its code is looked up without an account."""

from contracts.orders import evidence as orders
from kit.table import Table, query, to
from services.evidence.piece.store import EVIDENCE
from services.evidence.printing import answers, copies, looks

TABLE: Table = (
    query(
        orders.StampedOf,
        answers.stamped_of,
        noted=to(EVIDENCE, copies.printed, at="evidence", gather=looks.for_printed),
    ),
    query(orders.StampSaid, answers.stamp_said),
)
