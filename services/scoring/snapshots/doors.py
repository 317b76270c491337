"""Snapshots: figures that stay what they were."""

from contracts.orders import scoring as orders
from kit.table import NEW, Table, command, query
from services.scoring.snapshots import answers, looks, snapshot
from services.scoring.snapshots.store import SNAPSHOTS

TABLE: Table = (
    command(
        orders.FreezeSnapshot,
        SNAPSHOTS,
        snapshot.freeze,
        at=NEW,
        creates=True,
        gather=looks.photographed,
        aside=True,
    ),
    query(orders.SnapshotOf, answers.snapshot_of),
    query(orders.VerifySnapshot, answers.frozen, aside=snapshot.verify),
    query(orders.FrozenItemOf, answers.frozen_item_of),
    query(orders.Snapshots, answers.snapshots),
    query(orders.Trend, answers.trend),
)
