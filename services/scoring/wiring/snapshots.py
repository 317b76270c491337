"""Snapshots: figures that stay what they were."""

from contracts.orders import scoring as orders
from kit.table import NEW, Table, command, query
from services.scoring import lookups
from services.scoring.queries import snapshots as queries
from services.scoring.snapshots import snapshot
from services.scoring.snapshots.store import SNAPSHOTS

TABLE: Table = (
    command(
        orders.FreezeSnapshot,
        SNAPSHOTS,
        snapshot.freeze,
        at=NEW,
        creates=True,
        gather=lookups.photographed,
        roles=("city_office",),
        aside=True,
    ),
    query(orders.SnapshotOf, queries.snapshot_of),
    query(orders.VerifySnapshot, queries.frozen, aside=snapshot.verify),
    query(orders.Snapshots, queries.snapshots),
    query(orders.Trend, queries.trend),
)
