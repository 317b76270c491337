"""The kit's side of the bench: a service that stores one document per event."""

from typing import Any

from msgspec import Struct

from contracts.envelope import Fact, fact
from contracts.orders.base import Order
from contracts.orders.doors import only
from contracts.roles import EVERYONE
from kit.aggregate import Aggregate
from kit.change import Change, Given
from kit.service import Service
from kit.table import NEW, Table, command, hears, to


@fact("bench.thing_happened.v1")
class ThingHappened(Fact, frozen=True, kw_only=True):
    key: str
    text: str


class Thing(Struct, frozen=True, kw_only=True):
    district: str = "north"
    text: str
    at: float


@only(EVERYONE)
class Keep(Order, frozen=True, kw_only=True):
    district: str = "north"
    text: str


THINGS = Aggregate("things", Thing)
KEPT = Aggregate("kept", Thing)


def store(_: Thing | None, fact: Any, given: Given) -> Change[Thing]:
    return Change(Thing(text=fact.text, at=given.now.timestamp()))


def keep(_: Thing | None, order: Keep, given: Given) -> Change[Thing]:
    """One document and one event, as most commands make."""
    thing = Thing(text=order.text, at=given.now.timestamp())
    return Change(thing, (ThingHappened(key=given.key, text=order.text),))


BENCH: Table = (
    hears(ThingHappened, to(THINGS, store, at="key", fresh=True)),
    command(Keep, KEPT, keep, at=NEW, creates=True),
)


class Bench(Service):
    """Stores what it hears."""

    name = "bench"
    tables = (BENCH,)
