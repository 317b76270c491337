"""Snapshots: figures that stay what they were."""

from contracts.orders import scoring as orders
from kit.wiring import NEW, command, query
from services.scoring import lookups
from services.scoring.domain.scores import snapshot
from services.scoring.queries import snapshots as queries
from services.scoring.store import SNAPSHOTS


class Snapshots:
    freeze_snapshot = command(
        orders.FreezeSnapshot,
        SNAPSHOTS,
        snapshot.freeze,
        at=NEW,
        creates=True,
        gather=lookups.photographed,
        roles=("city_office",),
        aside=True,
    )
    snapshot_of = query(orders.SnapshotOf, queries.snapshot_of)
    verify_snapshot = query(orders.VerifySnapshot, queries.frozen, aside=snapshot.verify)
    snapshots = query(orders.Snapshots, queries.snapshots)
    trend = query(orders.Trend, queries.trend)
