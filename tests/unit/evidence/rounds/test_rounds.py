"""Rounds: whose turn it is, where each goes on, and what each look decides."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.clock import CHINA
from contracts.evidence import EvidenceMissing, FaultOf, FaultsFound
from services.evidence.rounds import pieces
from services.evidence.rounds.rounds import (
    AGAIN,
    EVERY,
    NIGHT,
    Round,
    Rounds,
    Stretch,
    go_on,
    next_of,
    plant,
    the_rounds,
)
from tests.unit.evidence.support import NOW, an_id, given, later, stored, words

SEALED = stored().but(state="SEALED", due=None)


def planted() -> Rounds:
    change = plant(None, None, given())
    assert change is not None
    return change.state


def walked(state: Rounds, **stretch: Any) -> Round:
    stretch = {"of": "pieces"} | stretch
    change = go_on(state, None, given(found=Stretch(**stretch)))
    return change.state.rounds[stretch["of"]]


def test_all_rounds_are_planted_once_and_a_new_kind_joins_them() -> None:
    state = planted()
    assert set(state.rounds) == set(EVERY) and state.due == NOW
    assert plant(state, None, given()) is None
    fewer = Rounds(rounds={"pieces": Round(due=later(days=1), number=7)})
    change = plant(fewer, None, given())
    assert change is not None and change.state.rounds["pieces"].number == 7
    assert set(change.state.rounds) == set(EVERY)
    assert the_rounds(None, given(), None) == "rounds"


def test_the_one_whose_hour_came_first_has_its_turn() -> None:
    state = planted()
    late = replace(state.rounds["uploads"], due=later(hours=-1))
    assert next_of(Rounds(rounds=state.rounds | {"uploads": late})) == "uploads"


def test_a_round_goes_on_at_once_where_it_stopped() -> None:
    after = walked(planted(), cursor="here", mark=5)
    assert (after.due, after.cursor, after.number, after.mark) == (NOW, "here", 1, 5)


def test_a_round_that_ended_begins_anew_at_night() -> None:
    after = walked(planted(), mark=5)
    assert (after.cursor, after.number, after.finished, after.mark) == ("", 2, NOW, 5)
    assert after.due.astimezone(CHINA).hour == NIGHT
    assert timedelta(0) < after.due - NOW <= timedelta(days=1)
    assert walked(planted(), of="stamps").due == NOW + EVERY["stamps"]


def test_what_cannot_be_walked_waits_and_keeps_its_place() -> None:
    state = planted()
    there = replace(state.rounds["pieces"], cursor="here", number=3, mark=2)
    after = walked(Rounds(rounds=state.rounds | {"pieces": there}), fault="OSError")
    assert (after.due, after.cursor, after.number) == (NOW + AGAIN, "here", 3)
    assert (after.fault, after.mark) == ("OSError", 2)


def test_each_object_is_looked_for_once_a_week_and_hashed_once_in_a_hundred_nights() -> None:
    id = an_id()
    assert sum(pieces.is_looked_for(id, SEALED, night) for night in range(7)) == 1
    assert sum(pieces.is_hashed(id, night) for night in range(100)) == 1
    for night in range(7):
        assert pieces.is_looked_for(id, SEALED.but(fault="missing"), night)
        assert not pieces.is_looked_for(id, SEALED.but(state="REJECTED"), night)


def found(fault: str, state: Any = SEALED, id: str = "e-1") -> Any:
    fact = FaultsFound(faults=(FaultOf(evidence="e-1", fault=fault),))
    assert pieces.those_at_fault(fact, None, None) == ["e-1"]
    return pieces.fault_found(state, fact, given(id))


def test_what_is_missing_is_told_once_and_its_custody_says_so() -> None:
    change = found("missing")
    (fact,) = change.events
    assert isinstance(fact, EvidenceMissing) and fact.fault == "missing"
    assert (change.state.fault, words(change.state)[-1]) == ("missing", "looked")
    assert found("missing", change.state) is None


def test_what_is_as_it_was_again_is_written_down_and_not_told() -> None:
    change = found("", SEALED.but(fault="altered"))
    assert (change.state.fault, change.events) == ("", ())


@pytest.mark.parametrize("state", [SEALED.but(state="DISPOSED")])
def test_what_was_disposed_of_meanwhile_is_not_missing(state: Any) -> None:
    assert found("missing", state) is None
    assert found("missing", id="e-2") is None
