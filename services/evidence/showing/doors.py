"""A finding shows its photos; evidence and its custody are looked at, and fetched."""

from contracts import tasks
from contracts.orders import evidence as orders
from kit.table import Table, hears, query, to
from services.evidence.piece.store import EVIDENCE
from services.evidence.showing import answers, showing

TABLE: Table = (
    hears(tasks.FindingHeld, to(EVIDENCE, showing.confide, at="evidence", creates=True)),
    hears(tasks.FindingRaised, to(EVIDENCE, showing.show, at="evidence", creates=True)),
    query(orders.EvidenceOf, answers.evidence_of),
    query(orders.EvidenceList, answers.evidence_list),
    query(
        orders.DownloadOf,
        answers.download_of,
        noted=to(EVIDENCE, showing.fetched, at="evidence"),
    ),
)
