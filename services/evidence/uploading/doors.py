"""A file is declared, sent past this service straight into the store, and looked for there."""

from contracts.orders import evidence as orders
from kit.table import Table, command
from services.evidence.piece.store import EVIDENCE
from services.evidence.uploading import declaring, looks, uploading

TABLE: Table = (
    command(
        orders.Declare,
        EVIDENCE,
        declaring.declare,
        at="evidence",
        gather=looks.for_declare,
        creates=True,
    ),
    command(orders.Open, EVIDENCE, uploading.open_upload, at="evidence", gather=looks.for_open),
    command(orders.Uploaded, EVIDENCE, uploading.probed, at="evidence", gather=looks.for_uploaded),
)
