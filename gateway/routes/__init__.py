"""The public API: one table per service, each row an HTTP door to one order or question."""

import msgspec
from fastapi import FastAPI

from gateway.describe import body_of
from gateway.routes import endpoints, evidence, feed, identity, notify, row, scoring, tasks

TABLES: dict[str, tuple[row.Row, ...]] = {
    "tasks": tasks.ROWS,
    "evidence": evidence.ROWS,
    "scoring": scoring.ROWS,
    "notify": notify.ROWS,
}


def install(app: FastAPI) -> None:
    identity.install(app)
    for service, rows in TABLES.items():
        endpoints.install(app, service, rows)
    feed.install(app)


def bodies() -> list[type[msgspec.Struct]]:
    """Every struct that a request may carry."""
    rows = (r for rows in TABLES.values() for r in rows if r.verb == "POST")
    return [*identity.BODIES, *(body_of(r.shape, tuple(r.in_path)) for r in rows)]
