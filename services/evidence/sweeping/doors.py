"""The hour of a piece of evidence has come."""

from kit.table import Table, due
from services.evidence.piece.store import EVIDENCE
from services.evidence.sweeping import looks, sweep

SWEEP_SECONDS = 120
"""A look into the store and completing an upload take less."""

TABLE: Table = (due("sweep", EVIDENCE, sweep.sweep, gather=looks.for_sweep, lease=SWEEP_SECONDS),)
