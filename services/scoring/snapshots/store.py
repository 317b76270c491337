"""Snapshots by year and level."""

from kit.aggregate import Aggregate, Index
from services.scoring.snapshots.snapshot import Snapshot

SNAPSHOTS = Aggregate(
    "snapshots",
    Snapshot,
    indexes=(
        Index("state.year", "state.level", "state.at", across_tenants=True),
        Index("state.at", across_tenants=True),
    ),
)
