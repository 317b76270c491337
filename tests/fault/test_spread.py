"""What an event makes fresh is made in one write: whole, once, and each with its own events."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct

from contracts.envelope import Envelope, seal
from kit.aggregate import Aggregate, Index
from kit.change import Change, Given
from kit.errors import Duplicate
from kit.machine import Input, Machine, utc_now
from kit.store import Pending, Store
from kit.table import Reaction, to
from tests.probe.facts import ThingHappened
from tests.probe.service import Probe
from tests.support.stack import Stack

SERVICES = [Probe]


class Leaf(Struct, frozen=True, kw_only=True):
    district: str
    name: str


def grow(known: Leaf | None, fact: ThingHappened, given: Given) -> Change[Leaf] | None:
    if known is not None or given.key == "nothing":
        return None
    if given.key.startswith("shared"):
        return Change(Leaf(district="north", name=given.cause), shared=True)
    return Change(Leaf(district="north", name=given.key[0]), (ThingHappened(key=given.key),))


LEAVES = Aggregate("leaves", Leaf, indexes=(Index("state.name", unique=True),))
REACTION: Reaction[Any, Any] = to(LEAVES, grow, at="key", fresh=True)


class Tree:
    """A machine of its own; ``told`` keeps what it hands to the relay, by aggregate."""

    def __init__(self, address: str) -> None:
        self.store = Store(address, [LEAVES], pool=2, mark_days=1)
        self.told: dict[str, list[Pending]] = {}
        self.machine = Machine("probe", self.store, self._tell)

    def _tell(self, _: Aggregate[Any], id: str, outbox: list[Pending]) -> None:
        assert id not in self.told
        self.told[id] = outbox

    def grow(self, *keys: str, cause: str = "e-1") -> set[str]:
        event = happened(cause)
        return self.machine.spread(REACTION, keys, Input(value=None, cause=cause, event=event))

    def kept(self) -> dict[str, Any]:
        return {leaf["_id"]: leaf for leaf in self.store.database.leaves.find()}


def happened(id: str) -> Envelope:
    return seal(
        ThingHappened(key="tree"),
        id=id,
        source="/tongxin/probe",
        subject="tree",
        time=utc_now(),
        district="north",
        version=1,
    )


@pytest.fixture
def tree(stack: Stack) -> Iterator[Tree]:
    stack.mongo("probe").leaves.delete_many({})
    made = Tree(stack.env("probe")["TONGXIN_MONGO_URL"])
    yield made
    made.store.close()


def test_each_is_kept_with_its_mark_and_its_own_event(tree: Tree) -> None:
    assert tree.grow("a", "b", "nothing") == {"done"}
    assert tree.kept().keys() == tree.told.keys() == {"a", "b"}
    for id, leaf in tree.kept().items():
        assert leaf["version"] == 1
        assert [mark["k"] for mark in leaf["marks"]] == ["e-1"]
        assert [entry["id"] for entry in leaf["outbox"]] == [one.id for one in tree.told[id]]


def test_a_repeat_makes_the_missing_one_and_tells_of_no_other(tree: Tree) -> None:
    tree.grow("a")
    first = tree.kept()["a"]
    assert tree.grow("a", "b") == {"done", "repeated"}
    assert tree.kept()["a"] == first
    assert tree.told.keys() == {"a", "b"}
    assert tree.grow("a", "b") == {"repeated"}


def test_nothing_to_make_asks_the_database_nothing(tree: Tree) -> None:
    assert tree.grow() == tree.grow("nothing") == set()
    assert tree.kept() == {}


def test_what_another_event_made_decides_by_what_is_there(tree: Tree) -> None:
    tree.grow("a")
    assert tree.grow("a", cause="e-2") == {"ignored"}


def test_a_unique_value_that_another_holds_is_refused_and_the_others_are_made(tree: Tree) -> None:
    with pytest.raises(Duplicate):
        tree.grow("a", "a-second", "b")
    assert tree.kept().keys() == {"a", "b"}


def test_what_is_shared_is_made_by_the_first_and_left_as_it_is_by_all_others(tree: Tree) -> None:
    assert tree.grow("a", "shared") == {"done"}
    assert tree.grow("b", "shared", cause="e-2") == {"done"}
    kept = tree.kept()
    assert kept.keys() == {"a", "b", "shared"}
    assert (kept["shared"]["version"], kept["shared"]["state"]["name"]) == (1, "e-1")
    assert tree.grow("b", "shared", cause="e-2") == {"repeated"}
    assert tree.kept() == kept
