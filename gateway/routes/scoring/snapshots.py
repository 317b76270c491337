"""Snapshots: frozen, hashed, the same for ever."""

from contracts.orders import scoring as orders
from gateway.routes.row import get, post

ROWS = (
    post("/snapshots", orders.FreezeSnapshot, "冻结得分快照", "city_office", status=201),
    get("/snapshots", orders.Snapshots, "得分快照"),
    get("/snapshots/{snapshot}", orders.SnapshotOf, "一份得分快照的原文"),
    get("/snapshots/{snapshot}/verification", orders.VerifySnapshot, "核验得分快照"),
    get("/trend", orders.Trend, "各快照之间的得分走势"),
)
