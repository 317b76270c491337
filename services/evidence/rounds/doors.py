"""Rounds go on; what they find is told of, taken in, adopted, or goes."""

from contracts import evidence
from contracts.orders import evidence as orders
from kit.table import Table, command, due, hears, query, to
from services.evidence.piece.store import EVIDENCE
from services.evidence.rounds import answers, looks, orphans, pieces, rounds
from services.evidence.rounds.store import ORPHANS, ROUNDS

STRETCH_SECONDS = 280
"""A look walks a stretch in less, films that are hashed among it."""

TABLE: Table = (
    due("round", ROUNDS, rounds.go_on, gather=looks.for_round, lease=STRETCH_SECONDS),
    hears(evidence.FaultsFound, to(EVIDENCE, pieces.fault_found, at=pieces.those_at_fault)),
    hears(
        evidence.OrphansFound,
        to(ORPHANS, orphans.take_in, at=orphans.those_found, creates=True),
    ),
    due("orphan_due", ORPHANS, orphans.fall_due, gather=looks.for_orphan),
    command(
        orders.AdoptOrphan,
        EVIDENCE,
        orphans.adopt,
        at=looks.evidence_of,
        gather=looks.for_adoption,
        creates=True,
    ),
    query(orders.Orphans, answers.orphans),
)
