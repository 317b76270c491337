"""Files: declared, uploaded past this service straight into the store, checked, sealed."""

from contracts import tasks
from contracts.orders import evidence as orders
from kit.table import Service, Table, due, hears, query, to
from services.evidence import on_finding_held, on_finding_raised, queries
from services.evidence.bucket import client
from services.evidence.domain import sweeping
from services.evidence.piece.store import EVIDENCE
from services.evidence.sealing import doors as sealing
from services.evidence.sealing import examination
from services.evidence.uploading import doors as uploading
from services.evidence.uploading import looks

SWEEP_SECONDS = 120
"""A look into the store and completing an upload take less."""


TABLE: Table = (
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
    tables = (uploading.TABLE, sealing.TABLE, TABLE)
