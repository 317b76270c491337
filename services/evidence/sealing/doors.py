"""All bytes are there: the check is claimed, done, and what is good is locked and called sealed."""

from contracts import evidence
from contracts.orders import evidence as orders
from kit.table import Table, command, hears, to
from services.evidence.piece.store import EVIDENCE
from services.evidence.proving import growing
from services.evidence.proving.store import TREES
from services.evidence.rounds import rounds
from services.evidence.rounds.store import ROUNDS
from services.evidence.sealing import checking, looks, releasing

TABLE: Table = (
    command(orders.DecideQuarantined, EVIDENCE, releasing.decide, at="evidence"),
    hears(
        evidence.EvidenceStored,
        to(EVIDENCE, checking.begin, at="evidence", gather=looks.for_stored),
        to(TREES, growing.plant, at=growing.the_tree, creates=True),
        to(ROUNDS, rounds.plant, at=rounds.the_rounds, creates=True),
    ),
    hears(
        evidence.CheckBegun,
        to(EVIDENCE, checking.conclude, at="evidence", gather=looks.for_check),
    ),
)
