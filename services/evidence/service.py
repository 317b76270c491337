"""Files: declared, uploaded past this service straight into the store, checked, sealed."""

from kit.table import Service, Table, due
from services.evidence.bucket import client
from services.evidence.domain import sweeping
from services.evidence.piece.store import EVIDENCE
from services.evidence.sealing import doors as sealing
from services.evidence.sealing import examination
from services.evidence.showing import doors as showing
from services.evidence.uploading import doors as uploading
from services.evidence.uploading import looks

SWEEP_SECONDS = 120
"""A look into the store and completing an upload take less."""


TABLE: Table = (
    due("sweep", EVIDENCE, sweeping.sweep, gather=looks.for_sweep, lease=SWEEP_SECONDS),
)


class Evidence(Service):
    """What is held as proof, that it is what was declared, and what became of it."""

    name = "evidence"
    checks = {"object store": client.reachable, "checking process": examination.ready}
    tables = (uploading.TABLE, sealing.TABLE, showing.TABLE, TABLE)
