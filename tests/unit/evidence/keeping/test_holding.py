"""Legal hold: who places it, who lifts it, and that nothing goes past it."""

from typing import Any

import pytest

from contracts.caller import Caller
from contracts.evidence import EvidenceHeld, EvidenceReleased
from contracts.orders.evidence import HoldEvidence, LiftHold
from contracts.refusals import Forbidden, NotFound
from services.evidence.keeping.holding import MOST_HOLDS, hold, lift
from services.evidence.piece.piece import Piece
from services.evidence.refusals import NotHeld, NothingToHold, TooManyHolds
from services.evidence.sweeping.sweep import sweep
from tests.unit.evidence.support import MA, NOW, OFFICE, declared, given, kept, stored, words

CITY = Caller(account="city", name="市双拥办", roles=("city_office",), district="*")
SEALED = stored().but(state="SEALED", due=None)


def order(shape: Any, reference: str = "甘纪案〔2026〕3号") -> Any:
    return shape(evidence="e-1", reference=reference, reason="涉及信访")


def held(state: Piece = SEALED, reference: str = "甘纪案〔2026〕3号", by: Caller = OFFICE) -> Piece:
    return hold(state, order(HoldEvidence, reference), given("e-1", by=by)).state


def test_a_hold_says_for_which_matter_by_whom_and_why_and_stands_in_the_custody() -> None:
    change = hold(SEALED, order(HoldEvidence), given("e-1", by=OFFICE))
    (one,) = change.state.holds
    assert (one.reference, one.reason, one.by) == ("甘纪案〔2026〕3号", "涉及信访", "office")
    assert (one.at, one.of_city) == (NOW, False)
    last = change.state.custody[-1]
    assert (last.what, last.by, last.facts["reference"]) == ("held", "office", "甘纪案〔2026〕3号")
    (fact,) = change.events
    assert isinstance(fact, EvidenceHeld) and fact.reference == "甘纪案〔2026〕3号"
    assert kept(change.state) == change.state


def test_the_same_matter_holds_once_and_others_beside_it() -> None:
    once = held()
    assert hold(once, order(HoldEvidence), given("e-1", by=OFFICE)).events == ()
    assert [one.reference for one in held(once, "另案").holds] == ["甘纪案〔2026〕3号", "另案"]


def test_no_more_matters_hold_a_piece_than_may() -> None:
    state = SEALED
    for number in range(MOST_HOLDS):
        state = held(state, f"案{number}")
    with pytest.raises(TooManyHolds):
        held(state, "又一案")


@pytest.mark.parametrize(
    "state",
    [declared(), SEALED.but(state="DISPOSED"), SEALED.but(erasing=True), SEALED.but(version_id="")],
)
def test_what_has_no_bytes_or_is_going_is_not_held(state: Piece) -> None:
    with pytest.raises(NothingToHold):
        held(state)


def test_who_may_not_see_it_holds_nothing() -> None:
    with pytest.raises(NotFound):
        held(by=MA)


def test_a_hold_is_lifted_by_its_reference_with_a_reason() -> None:
    change = lift(held(held(), "另案"), order(LiftHold), given("e-1", by=OFFICE))
    assert [one.reference for one in change.state.holds] == ["另案"]
    assert words(change.state)[-1] == "released"
    (fact,) = change.events
    assert isinstance(fact, EvidenceReleased)
    with pytest.raises(NotHeld):
        lift(change.state, order(LiftHold), given("e-1", by=OFFICE))


def test_what_the_city_holds_the_city_alone_lifts() -> None:
    state = held(by=CITY)
    with pytest.raises(Forbidden):
        lift(state, order(LiftHold), given("e-1", by=OFFICE))
    assert lift(state, order(LiftHold), given("e-1", by=CITY)).state.holds == ()


def test_what_was_rejected_stays_while_it_is_held_and_goes_when_no_hold_stands() -> None:
    rejected = stored().but(state="REJECTED", due=NOW)
    waits = sweep(held(rejected), None, given("e-1"))
    assert waits is not None and (waits.state.due, waits.state.erasing) == (None, False)
    lifted = lift(waits.state, order(LiftHold), given("e-1", by=OFFICE)).state
    assert lifted.due == NOW
    goes = sweep(lifted, None, given("e-1"))
    assert goes is not None and goes.state.erasing
