"""What no check could judge waits for a person, who lets it pass or rejects it."""

import pytest

from contracts.caller import Caller
from contracts.evidence import CheckBegun, EvidenceRejected, EvidenceSealed, QuarantineReleased
from contracts.orders.evidence import DecideQuarantined
from contracts.refusals import Refusal
from services.evidence.piece import schedule
from services.evidence.piece.verdict import (
    NOT_RELEASED,
    NOT_SCANNED,
    OK,
    RELEASED,
    UNSCANNED,
    Facts,
    Verdict,
    refused,
    unfinished,
    unscanned,
)
from services.evidence.sealing import checking, releasing
from services.evidence.sealing.checking import Checked
from services.evidence.sweeping.sweep import sweep
from tests.unit.evidence.support import given, later, stored, words

OFFICE = Caller(account="chief", name="市双拥办", roles=("city_office",), district="*")
UNSEEN = Verdict(code=OK, thumbnail=True, facts=Facts(malware=UNSCANNED + "no answer"))


def aside(**more):
    verdict = unfinished("检查两次中断")
    said = {"state": "QUARANTINED", "version_id": "v1", "failures": 3, "quarantines": 1}
    return stored().but(**said | {"verdict": verdict, "due": later(days=1)} | more)


def decide(state, release, by=OFFICE, reason="已当面核对原件"):
    order = DecideQuarantined(evidence="e-1", release=release, reason=reason)
    return releasing.decide(state, order, given("e-1", by=by))


def conclude(state, checked):
    begun = CheckBegun(evidence="e-1", attempt=state.attempt)
    change = checking.conclude(state, begun, given("e-1", by=None, found=checked))
    assert change is not None
    return change


def begun_anew(state):
    change = sweep(state, None, given("e-1", by=None, at=state.due))
    assert change is not None
    return change.state


def test_released_it_is_checked_once_more_and_sealed_with_who_let_it_pass():
    change = decide(aside(), True)
    told, begun = change.events
    assert (told, begun.attempt) == (
        QuarantineReleased(
            evidence="e-1", by="chief", unit="education-bureau", reason="已当面核对原件"
        ),
        change.state.attempt,
    )
    assert change.state.custody[-1].by == "chief"
    sealed = conclude(change.state, Checked(Verdict(code=RELEASED), later(days=30)))
    assert sealed.state.state == "SEALED"
    assert words(sealed.state)[-2:] == ["admitted", "sealed"]
    assert isinstance(sealed.events[0], EvidenceSealed)


def test_released_what_a_check_then_refuses_is_rejected_all_the_same():
    change = conclude(decide(aside(), True).state, Checked(refused("infected", "Eicar")))
    assert (change.state.state, change.events[0].code) == ("REJECTED", "infected")


def test_released_what_cannot_be_locked_waits_for_a_person_again_and_is_not_rejected():
    state = decide(aside(quarantines=schedule.MAX_QUARANTINES), True).state
    for _ in range(schedule.MAX_FAILURES):
        state = conclude(state, Checked(unfinished("NotLocked"))).state
        if state.state == "STORED":
            state = checking.attempt(state, given("e-1", by=None)).state
    assert (state.state, state.released) == ("QUARANTINED", None)


def test_rejected_it_says_who_and_why_and_goes_as_what_a_check_refused():
    change = decide(aside(), False, reason="原件与上传不符")
    (fact,) = change.events
    assert isinstance(fact, EvidenceRejected)
    assert (fact.code, "原件与上传不符" in fact.reason) == (NOT_RELEASED, True)
    last = change.state.custody[-1]
    assert (last.what, last.by, last.facts["code"]) == ("rejected", "chief", NOT_RELEASED)
    assert change.state.due == later() + schedule.REJECTED_KEPT


@pytest.mark.parametrize("state", ["STORED", "CHECKING", "SEALED", "REJECTED", "DISPOSED"])
def test_what_does_not_wait_is_not_decided(state):
    with pytest.raises(Refusal) as fault:
        decide(aside(state=state), True)
    assert fault.value.code == "not-quarantined"


def test_of_two_who_decide_the_second_changes_nothing_and_nobody_decides_on_his_own():
    with pytest.raises(Refusal) as fault:
        decide(decide(aside(), False).state, True)
    assert fault.value.code == "not-quarantined"
    with pytest.raises(Refusal) as fault:
        decide(aside(by="chief"), True)
    assert fault.value.code == "same-person"


def test_what_a_finding_may_keep_secret_is_not_there_for_the_office():
    with pytest.raises(Refusal) as fault:
        decide(aside(reserved=True), True)
    assert fault.value.status == 404


def test_what_was_only_not_scanned_is_told_three_times_waits_on_and_is_never_rejected():
    state, told = aside(quarantines=0, failures=2), 0
    for _ in range(schedule.MAX_QUARANTINES + 2):
        state = begun_anew(state)
        change = conclude(state, Checked(unscanned(UNSEEN)))
        state, told = change.state, told + len(change.events)
        assert state.state == "QUARANTINED"
        assert state.verdict.code == NOT_SCANNED
        assert "no answer" in state.verdict.reason
        assert not state.verdict.thumbnail
        assert state.due is not None
    assert told == schedule.MAX_QUARANTINES
    state = begun_anew(state)
    assert conclude(state, Checked(Verdict(code=OK), later(days=30))).state.state == "SEALED"
