"""The wiring table is checked when it is read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kit.aggregate import Aggregate
from kit.change import Knowing
from kit.table import MAX_KEYS, Reaction, hears, to
from tests.probe.facts import ThingHappened
from tests.probe.service import BELLS, COUNTERS, Counter, Probe, count

GIVEN: Knowing[None] = Knowing(key="", now=datetime(2026, 5, 6, tzinfo=UTC), cause="c", found=None)


def test_the_doors_of_a_service_are_those_of_its_tables():
    assert {"happen", "on_thing_happened", "rings", "big"} <= set(Probe.doors)


def test_a_handlers_queue_is_named_after_its_fact():
    queues = [handler.queue.name for handler in Probe.handlers()]
    assert queues == [
        "probe.on_known_happened",
        "probe.on_other_happened",
        "probe.on_thing_happened",
    ]


def test_the_aggregates_are_those_of_all_doors():
    assert {aggregate.collection for aggregate in Probe.aggregates()} == {"counters", "bells"}


anything: Any = count


def test_two_reactions_on_one_kind_of_aggregate_are_refused():
    with pytest.raises(ValueError, match="one reaction for each kind"):
        hears(ThingHappened, to(COUNTERS, count, at="key"), to(COUNTERS, count, at="how"))
    hears(ThingHappened, to(COUNTERS, count, at="key"), to(BELLS, anything, at="key"))


@pytest.mark.parametrize(
    ("at", "keys"),
    [
        ("key", ["k"]),
        (lambda *_: "one", ["one"]),
        (lambda *_: ["b", "a", "b", ""], ["b", "a"]),
        (lambda *_: None or [], []),
    ],
)
def test_an_event_may_touch_one_aggregate_or_several_or_none(at, keys):
    reaction: Reaction[Any, Any] = to(COUNTERS, count, at=at)
    assert reaction.keys(ThingHappened(key="k"), GIVEN, None) == keys


def test_an_event_may_not_touch_too_many():
    reaction: Reaction[Any, Any] = to(
        COUNTERS, count, at=lambda *_: [str(n) for n in range(MAX_KEYS + 1)]
    )
    with pytest.raises(ValueError, match="501 aggregates"):
        reaction.keys(ThingHappened(key="k"), GIVEN, None)


def test_state_survives_the_database_format():
    aggregate = Aggregate("counters", Counter)
    state = Counter(district="north", times=2, causes=("a", "b"))
    assert aggregate.load(aggregate.dump(state)) == state
