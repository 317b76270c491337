"""The four services in one process, one after the other, on real servers: an order is given, and
all that follows from it is heard before the next. What each door asked of its database is counted.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from contracts.caller import Caller
from contracts.envelope import Envelope, decode, open_fact
from contracts.orders.base import Ask, Order
from kit import event_door, mongo
from kit.change import Given
from kit.ids import derived_id
from kit.machine import Input, utc_now
from kit.reader import Reader
from kit.runtime import Runtime
from kit.service import Service
from kit.table import Command, Hearing, Query, Reaction, Ticking
from kit.testing.round_trips import READS, WRITES, RoundTrips
from services.evidence.bucket.client import bucket
from services.evidence.sealing.examination import SERVER
from tests.support.declared import must_be_declared
from tests.support.looking import Asked
from tests.support.stack import ALL, Stack, load

MOST_EVENTS = 2000
"""That may follow from one order."""


class Cost(NamedTuple):
    """What a door asked for once. ``there``: aggregates that it looked at, each a read;
    ``changed``: those that it may have written, a lease among them.
    """

    reads: int
    writes: int
    there: int
    changed: int


class Town:
    """``costs``: of each door ``<service>.<name>``, in the order in which they were paid."""

    def __init__(self, stack: Stack, patch: pytest.MonkeyPatch) -> None:
        self.trips, self.asked = RoundTrips(), Asked()
        self.costs: dict[str, list[Cost]] = {}
        patch.setitem(mongo.OPTIONS, "event_listeners", [self.trips, self.asked])
        self.services: dict[str, type[Service]] = {}
        self.runtimes: dict[str, Runtime] = {}
        for service in map(load, ALL):
            for name, value in stack.env(service.name).items():
                patch.setenv(name, value)
            self.services[service.name] = service
            self.runtimes[service.name] = Runtime(service, 1, lambda run: None)
            self.runtimes[service.name].store.ready()
        self._commands = {
            command.order: (name, command)
            for name, service in self.services.items()
            for command in service.of(Command).values()
        }
        self._queries = {
            query.ask: (name, query)
            for name, service in self.services.items()
            for query in service.of(Query).values()
        }

    def close(self) -> None:
        SERVER.stop()
        bucket.cache_clear()  # it knows the addresses of this town's store
        for runtime in self.runtimes.values():
            runtime.aside.stop()
            runtime.store.close()

    # -- what happens in it ----------------------------------------------------------------------

    def give(self, by: Caller, order: Order) -> dict[str, Any]:
        """The answer, once all that follows is done. Raises: Refusal."""
        service, command = self._commands[type(order)]
        runtime, reaction = self.runtimes[service], command.reaction
        cause = f"{by.account}:{secrets.token_hex(8)}"
        with self._counted(f"{service}.{command.name}", *_expected(reaction, 1)):
            given = Given(key="", now=utc_now(), cause=cause, caller=by).knowing(None)
            if command.new:
                keys = [derived_id(service, cause)]
            else:
                keys = reaction.keys(order, given, Reader(runtime.store, by))
            input = Input(value=order, cause=cause, caller=by, digest="")
            outcome = runtime.machine.change(reaction, keys[0], input)
        self.settle()
        must_be_declared(type(order), outcome.answer)
        return outcome.answer

    def ask(self, by: Caller, ask: Ask) -> Any:
        """The answer, without what is worked out of it elsewhere. Raises: Refusal."""
        service, query = self._queries[type(ask)]
        answer = query.answer(Reader(self.runtimes[service].store, by), ask)
        if query.aside is None:
            must_be_declared(type(ask), answer)
        return answer

    def settle(self) -> None:
        """Hear all that waits to be told, and what follows from it."""
        for _ in range(MOST_EVENTS):
            waiting = list(self._waiting())
            if not waiting:
                return
            for event in waiting:
                self.hear(event)
        raise AssertionError("events without end")

    def _waiting(self) -> Iterator[Envelope]:
        for runtime in self.runtimes.values():
            left = list(runtime.store.leftovers(datetime.now(UTC), 500))
            runtime.store.pull({(a.collection, id): [e.id for e in es] for a, id, es in left})
            for _, _, entries in left:
                yield from (decode(entry.body) for entry in entries)

    def hear(self, event: Envelope) -> None:
        for name, service in self.services.items():
            for hearing in service.of(Hearing).values():
                if hearing.fact.type == event.type:
                    self._hear(name, hearing, event)

    def _hear(self, service: str, hearing: Hearing, event: Envelope) -> None:
        runtime, fact = self.runtimes[service], open_fact(event)
        reader = Reader(runtime.store)
        given = Given(key="", now=utc_now(), cause=event.id, event=event).knowing(None)
        if hearing.gather is not None:
            given = given.knowing(hearing.gather(reader, fact, given))
        there = changed = 0
        for reaction in hearing.reactions:
            looked, written = _expected(reaction, len(reaction.keys(fact, given, reader)))
            there, changed = there + looked, changed + written
        with self._counted(f"{service}.{hearing.name}", there, changed):
            event_door.handle(runtime, hearing, event)

    def tick(self, service: str, name: str, most: int = 5) -> None:
        """Let so many of what has a day to come be due now."""
        runtime, tick = self.runtimes[service], self.services[service].of(Ticking)[name]
        ids = runtime.store.due(tick.aggregate, datetime.now(UTC) + timedelta(days=5000), most)
        held = runtime.store.database[tick.aggregate.collection]
        for id in ids:
            held.update_one({"_id": id}, {"$set": {"due": datetime.now(UTC)}})
            with self._counted(f"{service}.{name}", 1, 1 + (tick.gather is not None)):
                runtime.machine.due(tick, id)
        self.settle()

    @contextmanager
    def _counted(self, door: str, there: int, changed: int) -> Iterator[None]:
        with self.trips.counted() as cost:
            yield
        reads, writes = (sum(cost[one] for one in kind) for kind in (READS, WRITES))
        assert reads + writes == cost.total(), cost
        self.costs.setdefault(door, []).append(Cost(reads, writes, there, changed))


def _expected(reaction: Reaction[Any, Any], keys: int) -> tuple[int, int]:
    """Reads and writes of the aggregates themselves: what surely is new is only written, all at
    once.
    """
    return (0, min(keys, 1)) if reaction.fresh else (keys, keys)
