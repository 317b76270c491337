"""The public API: the doors of all orders and questions, and what is neither."""

import msgspec
from starlette.applications import Starlette

from contracts.orders.catalogue import SHAPES
from contracts.orders.doors import Door, doors_of
from gateway.describe import body_of
from gateway.routes import (
    audit,
    devices,
    dossiers,
    endpoints,
    exports,
    feed,
    guarding,
    identity,
    leaving,
    people,
    receipts,
)

TABLES: dict[str, tuple[Door, ...]] = {
    service: tuple(door for shape in shapes for door in doors_of(shape))
    for service, shapes in SHAPES.items()
}


def install(app: Starlette) -> None:
    identity.install(app)
    devices.install(app)
    people.install(app)
    guarding.install(app)
    leaving.install(app)
    audit.install(app)
    receipts.install(app)
    dossiers.install(app)
    for service, doors in TABLES.items():
        endpoints.install(app, service, doors, exports.COLUMNS)
    feed.install(app)


def bodies() -> list[type[msgspec.Struct]]:
    """Every struct that a request may carry."""
    posts = (door for doors in TABLES.values() for door in doors if door.verb == "POST")
    return [
        *identity.BODIES,
        *devices.BODIES,
        *people.BODIES,
        *leaving.BODIES,
        *dossiers.BODIES,
        *(body_of(door.shape, tuple(door.in_path)) for door in posts),
    ]
