"""From STORED to SEALED or REJECTED, whatever ends in the middle."""

from datetime import timedelta

import pytest

from contracts.evidence import (
    CheckBegun,
    EvidenceRejected,
    EvidenceReused,
    EvidenceSealed,
    EvidenceStored,
)
from contracts.orders.evidence import Position
from services.evidence.domain import checking, schedule
from services.evidence.domain.checking import Checked
from services.evidence.domain.sweeping import sweep
from services.evidence.domain.verdict import CHECK_FAILED, OK, REASONS, Facts, Verdict
from tests.unit.evidence.support import given, later, manifest_of, stored, words

UNTIL = later(days=30)
GOOD = Checked(Verdict(code=OK), UNTIL)
FAILED = Checked(Verdict(code=CHECK_FAILED, reason="the check ended with -9"))


def begun(order=None):
    change = checking.begin(stored(order), given("e-1", by=None))
    assert change is not None
    return change.state


def conclude(state, checked, attempt=1, at=None):
    fact = CheckBegun(evidence="e-1", attempt=attempt)
    return checking.conclude(state, fact, given("e-1", by=None, at=at or later(), found=checked))


def swept(state):
    return sweep(state, None, given("e-1", by=None, at=state.due))


def test_the_check_of_what_is_stored_is_claimed_once():
    change = checking.begin(stored(), given("e-1", by=None))
    assert change is not None
    assert change.events == (CheckBegun(evidence="e-1", attempt=1),)
    assert checking.begin(change.state, given("e-1", by=None)) is None


def test_a_good_file_is_sealed_as_long_as_the_store_says():
    order = manifest_of(position=Position(latitude=36, longitude=103), register="r-1", row="P01")
    change = conclude(begun(order), GOOD)
    (fact,) = change.events
    assert isinstance(fact, EvidenceSealed)
    assert (fact.sealed_until, fact.has_position) == (UNTIL, True)
    assert (fact.register, fact.row, fact.unit) == ("r-1", "P01", "education-bureau")
    assert (change.state.state, change.state.due) == ("SEALED", None)
    assert words(change.state) == ["declared", "opened", "stored", "sealed"]


def test_the_pictures_own_time_stands_in_where_the_phone_told_none():
    facts = Facts(taken_at=later(days=-20))
    change = conclude(begun(), Checked(Verdict(code=OK, facts=facts), UNTIL))
    assert change.events[0].captured_at == later(days=-20)
    assert change.events[0].has_position is False


def test_nothing_is_sealed_without_a_lock_read_back():
    with pytest.raises(KeyError):
        conclude(begun(), Checked(Verdict(code=OK)))


@pytest.mark.parametrize("code", REASONS)
def test_a_bad_file_is_rejected_with_its_code_and_a_sentence(code):
    change = conclude(begun(), Checked(Verdict(code=code, reason=REASONS[code])))
    (fact,) = change.events
    assert isinstance(fact, EvidenceRejected)
    assert (fact.code, fact.reason) == (code, REASONS[code])
    assert change.state.state == "REJECTED"


def test_rejected_bytes_are_deleted_after_a_week():
    state = conclude(begun(), Checked(Verdict(code="macro", reason="x"))).state
    assert state.due == later() + schedule.REJECTED_KEPT
    after = swept(state).state
    assert (after.state, after.due, words(after)[-1]) == ("REJECTED", None, "deleted")


class TestWhatEndsInTheMiddle:
    def test_a_stored_file_whose_announcement_was_lost_is_announced_again(self):
        state = stored()
        change = swept(state)
        assert isinstance(change.events[0], EvidenceStored)
        assert change.state.due == state.due + schedule.STORED_LEASE

    def test_a_check_whose_worker_died_is_begun_anew_after_its_lease(self):
        state = begun()
        change = swept(state)
        assert change.events == (CheckBegun(evidence="e-1", attempt=2),)
        assert change.state.due == state.due + 2 * schedule.CHECK_LEASE

    def test_the_lease_grows_but_not_for_ever(self):
        assert schedule.check_lease(30, later()) == later() + schedule.LONGEST_CHECK_LEASE

    def test_the_verdict_of_an_overtaken_claim_is_left_to_the_newer_one(self):
        assert conclude(swept(begun()).state, GOOD, attempt=1) is None

    def test_a_second_verdict_changes_nothing(self):
        assert conclude(conclude(begun(), GOOD).state, GOOD) is None

    def test_a_check_that_ended_badly_says_nothing_about_the_file_and_is_tried_again(self):
        state = conclude(begun(), FAILED).state
        assert (state.state, state.failures) == ("CHECKING", 1)
        assert state.due == later() + schedule.CHECK_AGAIN
        assert swept(state).events == (CheckBegun(evidence="e-1", attempt=2),)

    def quarantined(self, state):
        for _ in range(schedule.MAX_FAILURES):
            state = conclude(state, FAILED, attempt=state.attempt, at=state.due).state
            if state.state == "QUARANTINED":
                return state
            state = swept(state).state
        raise AssertionError("never set aside")

    def test_a_file_that_breaks_its_check_three_times_is_set_aside_for_a_day(self):
        state = self.quarantined(begun())
        assert words(state)[-1] == "quarantined"
        assert swept(state).state.state == "CHECKING"

    def test_a_mended_tool_seals_what_was_set_aside(self):
        state = swept(self.quarantined(begun())).state
        assert conclude(state, GOOD, attempt=state.attempt).state.state == "SEALED"

    def test_a_file_that_no_tool_can_check_is_rejected_in_the_end(self):
        state = begun()
        for _ in range(schedule.MAX_QUARANTINES):
            state = self.quarantined(state)
            change = swept(state)
            state = change.state
        assert state.state == "REJECTED"
        assert change.events[0].code == "unreadable"


class TestTheSameBytesTwice:
    def sealed(self, **more):
        return conclude(begun(manifest_of(**more)), GOOD).state

    def mark(self, state, first):
        return checking.is_copy(state, given("e-2", by=None, found=first))

    def test_a_copy_is_recorded_and_raised_and_stays_sealed(self):
        first = self.sealed(items=("B07",)).but(district="qilihe")
        change = self.mark(self.sealed(), ("e-1", first))
        (fact,) = change.events
        assert isinstance(fact, EvidenceReused)
        assert (fact.duplicate_of, fact.duplicate_district) == ("e-1", "qilihe")
        assert fact.duplicate_items == ("B07",)
        assert change.state.state == "SEALED"
        assert words(change.state)[-1] == "reused"

    def test_the_first_is_no_copy_of_itself(self):
        assert self.mark(self.sealed(), ("e-2", self.sealed())) is None
        assert self.mark(self.sealed(), None) is None

    def test_a_copy_is_raised_once(self):
        state = self.mark(self.sealed(), ("e-1", self.sealed())).state
        assert self.mark(state, ("e-1", self.sealed())) is None


def test_no_lease_is_shorter_than_the_longest_check():
    from services.evidence.examination import GRACE, SLOT_SECONDS
    from services.evidence.settings import CHECK_SECONDS

    with pytest.raises(ValueError, match="between"):
        CHECK_SECONDS.parse("281")
    longest = timedelta(seconds=280 + GRACE + SLOT_SECONDS)
    assert longest < schedule.CHECK_LEASE
