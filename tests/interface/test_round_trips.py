"""What a change costs the database, counted on a real one: a read and a write."""

from collections import Counter as Count
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.envelope import seal
from contracts.refusals import NotFound
from kit.testing.bare import Bare, bare
from kit.testing.round_trips import RoundTrips
from tests.probe.facts import KnownHappened
from tests.probe.service import Add, Happen, Open, Probe, Ring, Touch
from tests.support.calling import CITY
from tests.support.stack import Stack

SERVICES = [Probe]


@pytest.fixture(scope="module")
def round_trips() -> RoundTrips:
    return RoundTrips()


@pytest.fixture(scope="module")
def probe(stack: Stack, round_trips: RoundTrips) -> Iterator[Bare]:
    with bare(Probe, stack.env("probe"), round_trips) as probe:
        yield probe


def refused(probe: Bare, key: str, trips: RoundTrips) -> Count[str]:
    stranger = Caller(account="s", name="s", roles=("district_office",), district="south")
    with trips.counted() as cost, pytest.raises(NotFound):
        probe.give(stranger, Touch(key=key), key)
    return cost


def test_a_command_on_what_is_there_is_a_read_and_a_write_and_its_repeat_a_read(
    probe: Bare, round_trips: RoundTrips
) -> None:
    probe.give(CITY, Add(key="there"), "first")
    with round_trips.counted() as cost:
        assert probe.give(CITY, Add(key="there"), "second")[0] == "done"
    assert cost == Count(find=1, update=1)
    with round_trips.counted() as cost:
        assert probe.give(CITY, Add(key="there"), "second")[0] == "repeated"
    assert cost == Count(find=1)


def test_a_command_that_makes_something_is_a_write(probe: Bare, round_trips: RoundTrips) -> None:
    with round_trips.counted() as cost:
        assert probe.give(CITY, Happen(), "made")[0] == "done"
    assert cost == Count(insert=1)


def test_what_is_new_as_a_rule_is_written_unread_and_read_where_it_is_there(
    probe: Bare, round_trips: RoundTrips
) -> None:
    with round_trips.counted() as cost:
        assert probe.give(CITY, Open(key="opened"), "opened")[0] == "done"
    assert cost == Count(insert=1)
    with round_trips.counted() as cost:
        assert probe.give(CITY, Open(key="opened"), "opened")[0] == "repeated"
    assert cost == Count(insert=1, find=1)


def test_an_event_is_a_read_and_a_write(probe: Bare, round_trips: RoundTrips) -> None:
    heard = seal(
        KnownHappened(key="heard"),
        id=str(uuid7()),
        source="/t",
        subject="s",
        time=datetime.now(UTC),
        district="north",
        version=1,
    )
    probe.give(CITY, Add(key="heard"), "heard")
    with round_trips.counted() as cost:
        assert probe.hear(heard) == "done"
    assert cost == Count(find=1, update=1)
    with round_trips.counted() as cost:
        assert probe.hear(heard) == "repeated"
    assert cost == Count(find=1)


def test_what_is_not_there_costs_as_much_as_what_the_caller_may_not_know_of(
    probe: Bare, round_trips: RoundTrips
) -> None:
    probe.give(CITY, Add(key="hidden"), "hidden")
    assert refused(probe, "hidden", round_trips) == refused(probe, "nowhere", round_trips)


def test_a_due_tick_is_a_read_and_a_write(probe: Bare, round_trips: RoundTrips) -> None:
    _, bell = probe.give(CITY, Ring(after=0), "bell")
    with round_trips.counted() as cost:
        assert probe.tick("rings", bell["id"]) == "done"
    assert cost == Count(find=1, update=1)


def test_where_nothing_was_written_no_sweep_looks_but_for_what_others_have_left(
    probe: Bare, round_trips: RoundTrips
) -> None:
    relay, store = probe.runtime.relay, probe.runtime.store
    left = store.leftovers(datetime.now(UTC), 500)
    store.pull({(a.collection, id): [e.id for e in entries] for a, id, entries in left})
    relay._sweep_once()
    store.told = {"counters": datetime.now(UTC) - timedelta(seconds=60)}
    for looks in (1, 0):
        with round_trips.counted() as cost:
            relay._sweep_once()
        assert cost["find"] == cost.total() == looks
    probe.give(CITY, Happen(), "told")
    with round_trips.counted() as cost:
        relay._sweep_once()
        relay._sweep_once()  # it was written too lately to be sure
    assert cost["find"] == 2


def test_who_begins_looks_again_for_what_was_too_young_at_the_first_look(stack: Stack) -> None:
    """As of a process that was killed a moment before another took its place."""
    trips = RoundTrips()
    with bare(Probe, stack.env("probe"), trips) as begun:
        for _ in range(2):
            with trips.counted() as cost:
                begun.runtime.relay._sweep_once()
            assert cost["find"] == len(begun.runtime.store.aggregates)


def test_what_was_sent_leaves_the_outbox_in_one_write(probe: Bare, round_trips: RoundTrips) -> None:
    for n in range(20):
        probe.give(CITY, Happen(), f"sent-{n}")
    left = probe.runtime.store.leftovers(datetime.now(UTC), 100)
    sent = {(a.collection, id): [entry.id for entry in entries] for a, id, entries in left}
    assert len(sent) >= 20
    with round_trips.counted() as cost:
        probe.runtime.store.pull(sent)
    assert cost == Count(update=1)
    assert list(probe.runtime.store.leftovers(datetime.now(UTC), 100)) == []
