"""A decision on another version than the caller has seen does not stand."""

from typing import Any

import pytest
from msgspec import Struct

from contracts.refusals import Forbidden, NotFound, Refusal
from kit.errors import ChangedSince
from kit.since import must_be_unchanged
from kit.store import Loaded


class Thing(Struct):
    history: tuple[dict[str, str], ...] = ()


STEPS = tuple({"what": f"step {n}"} for n in range(1, 6))
LOADED = Loaded("t-1", version=5, state=Thing(STEPS))


def decided(expected: int | None, refusal: Refusal | None = None) -> Any:
    with must_be_unchanged(LOADED, expected):
        if refusal:
            raise refusal


@pytest.mark.parametrize("expected", [None, 5])
def test_what_the_caller_has_seen_stands(expected: int | None) -> None:
    decided(expected)


def test_the_steps_since_then_are_told() -> None:
    with pytest.raises(ChangedSince) as told:
        decided(3)
    assert told.value.extra == {"version": 5, "changed": list(STEPS[3:])}


def test_a_refusal_that_follows_from_another_version_says_so_first() -> None:
    with pytest.raises(ChangedSince):
        decided(3, Refusal("wrong state"))
    with pytest.raises(Refusal, match="wrong state"):
        decided(5, Refusal("wrong state"))


@pytest.mark.parametrize("refusal", [NotFound("no such thing"), Forbidden("not yours")])
def test_who_may_not_know_of_a_thing_learns_nothing_of_its_changes(refusal: Refusal) -> None:
    with pytest.raises(type(refusal)):
        decided(3, refusal)
