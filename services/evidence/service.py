"""Files: declared, uploaded past this service straight into the store, checked, sealed."""

from contracts import evidence, tasks
from contracts.orders import evidence as orders
from kit.table import Service, Table, due, hears, query, to
from services.evidence import (
    examination,
    on_check_begun,
    on_evidence_sealed,
    on_evidence_stored,
    on_finding_held,
    on_finding_raised,
    queries,
)
from services.evidence.bucket import client
from services.evidence.domain import sweeping
from services.evidence.piece.store import EVIDENCE
from services.evidence.uploading import doors as uploading
from services.evidence.uploading import looks

SWEEP_SECONDS = 120
"""A look into the store and completing an upload take less."""


TABLE: Table = (
    hears(
        evidence.EvidenceStored,
        to(EVIDENCE, on_evidence_stored.begin, at="evidence", gather=on_evidence_stored.busy),
    ),
    hears(
        evidence.CheckBegun,
        to(
            EVIDENCE,
            on_check_begun.conclude,
            at="evidence",
            gather=on_check_begun.check_and_lock,
        ),
    ),
    hears(
        evidence.EvidenceSealed,
        to(
            EVIDENCE,
            on_evidence_sealed.mark,
            at=on_evidence_sealed.later_copies,
            gather=on_evidence_sealed.first,
        ),
    ),
    hears(tasks.FindingHeld, to(EVIDENCE, on_finding_held.confide, at=on_finding_held.named)),
    hears(tasks.FindingRaised, to(EVIDENCE, on_finding_raised.show, at=on_finding_raised.named)),
    due("sweep", EVIDENCE, sweeping.sweep, gather=looks.for_sweep, lease=SWEEP_SECONDS),
    query(orders.EvidenceOf, queries.evidence_of),
    query(orders.EvidenceList, queries.evidence_list),
    query(orders.DownloadOf, queries.download_of),
)


class Evidence(Service):
    """What is held as proof, that it is what was declared, and what became of it."""

    name = "evidence"
    checks = {"object store": client.reachable, "checking process": examination.ready}
    tables = (uploading.TABLE, TABLE)
