"""What a change costs the database, counted on a real one: a read and a write."""

from collections import Counter as Count
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.envelope import Fact, seal
from contracts.refusals import NotFound
from kit import event_door, mongo
from kit.machine import Input
from kit.runtime import Runtime
from kit.table import Hearing, Reaction, Ticking, to
from tests.probe.facts import KnownHappened
from tests.probe.service import COUNTERS, Add, Happen, Probe, Ring, Touch, add, count, emit, ring
from tests.support.calling import CITY
from tests.support.round_trips import RoundTrips
from tests.support.stack import Stack

SERVICES = [Probe]
ADDED = to(COUNTERS, add, at="key", creates=True)
TOUCHED = to(COUNTERS, count, at="key")
MADE = to(COUNTERS, emit, at="", fresh=True)
RUNG = to(COUNTERS, ring, at="", fresh=True)


@pytest.fixture(scope="module")
def round_trips() -> RoundTrips:
    return RoundTrips()


@pytest.fixture(scope="module")
def runtime(stack: Stack, round_trips: RoundTrips) -> Iterator[Runtime]:
    """The service in this process, without its consumer."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stack.env("probe").items():
            patch.setenv(name, value)
        patch.setitem(mongo.OPTIONS, "event_listeners", [round_trips])
        runtime = Runtime(Probe, 1, lambda run: None)
        runtime.store.ready()
        yield runtime
        runtime.store.close()


def give(runtime: Runtime, reaction: Reaction, key: str, value: Any, cause: str) -> str:
    return runtime.machine.change(reaction, key, Input(value=value, cause=cause, caller=CITY)).what


def refused(runtime: Runtime, key: str, trips: RoundTrips) -> Count[str]:
    stranger = Caller(account="s", name="s", roles=("district_office",), district="south")
    with trips.counted() as cost, pytest.raises(NotFound):
        runtime.machine.change(
            TOUCHED, key, Input(value=Touch(key=key), cause=f"s:{key}", caller=stranger)
        )
    return cost


def hear(runtime: Runtime, fact: Fact, id: str) -> str:
    hearing = next(one for one in Probe.of(Hearing).values() if one.fact is type(fact))
    now = datetime.now(UTC)
    event = seal(fact, id=id, source="/t", subject="s", time=now, district="north", version=1)
    return event_door.handle(runtime, hearing, event)


def test_a_command_on_what_is_there_is_a_read_and_a_write_and_its_repeat_a_read(
    runtime: Runtime, round_trips: RoundTrips
) -> None:
    give(runtime, ADDED, "there", Add(key="there"), "first")
    with round_trips.counted() as cost:
        assert give(runtime, ADDED, "there", Add(key="there"), "second") == "done"
    assert cost == Count(find=1, update=1)
    with round_trips.counted() as cost:
        assert give(runtime, ADDED, "there", Add(key="there"), "second") == "repeated"
    assert cost == Count(find=1)


def test_a_command_that_makes_something_is_a_write(
    runtime: Runtime, round_trips: RoundTrips
) -> None:
    with round_trips.counted() as cost:
        assert give(runtime, MADE, "made", Happen(), "made") == "done"
    assert cost == Count(insert=1)


def test_an_event_is_a_read_and_a_write(runtime: Runtime, round_trips: RoundTrips) -> None:
    id = str(uuid7())
    give(runtime, ADDED, "heard", Add(key="heard"), "heard")
    with round_trips.counted() as cost:
        assert hear(runtime, KnownHappened(key="heard"), id) == "done"
    assert cost == Count(find=1, update=1)
    with round_trips.counted() as cost:
        assert hear(runtime, KnownHappened(key="heard"), id) == "repeated"
    assert cost == Count(find=1)


def test_what_is_not_there_costs_as_much_as_what_the_caller_may_not_know_of(
    runtime: Runtime, round_trips: RoundTrips
) -> None:
    give(runtime, ADDED, "hidden", Add(key="hidden"), "hidden")
    assert refused(runtime, "hidden", round_trips) == refused(runtime, "nowhere", round_trips)


def test_a_due_tick_is_a_read_and_a_write(runtime: Runtime, round_trips: RoundTrips) -> None:
    give(runtime, RUNG, "bell", Ring(after=0), "bell")
    tick = Probe.of(Ticking)["rings"]
    with round_trips.counted() as cost:
        assert runtime.machine.due(tick, "bell").what == "done"
    assert cost == Count(find=1, update=1)


def test_what_was_sent_leaves_the_outbox_in_one_write(
    runtime: Runtime, round_trips: RoundTrips
) -> None:
    for n in range(20):
        give(runtime, MADE, f"sent-{n}", Happen(), f"sent-{n}")
    left = runtime.store.leftovers(datetime.now(UTC), 100)
    sent = {(a.collection, id): [entry.id for entry in entries] for a, id, entries in left}
    assert len(sent) >= 20
    with round_trips.counted() as cost:
        runtime.store.pull(sent)
    assert cost == Count(update=1)
    assert list(runtime.store.leftovers(datetime.now(UTC), 100)) == []
