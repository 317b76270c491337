"""From STORED to SEALED or REJECTED, whatever ends in the middle."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from contracts.evidence import (
    CheckBegun,
    EvidenceRejected,
    EvidenceSealed,
)
from contracts.orders.evidence import MAX_SIZE
from contracts.places import Position
from kit.config import HANDLER_SECONDS
from services.evidence.checks.confine import look_seconds
from services.evidence.piece import schedule
from services.evidence.piece.verdict import (
    EXHAUSTED,
    OK,
    REASONS,
    Facts,
    Verdict,
    believed,
    unfinished,
)
from services.evidence.sealing import checking, examination, looks
from services.evidence.sealing.busy import Busy, has_turn, next_turn
from services.evidence.sealing.checking import Checked
from services.evidence.sweeping.sweep import sweep
from tests.unit.evidence.support import given, later, manifest_of, stored, words

UNTIL = later(days=30)
GOOD = Checked(Verdict(code=OK), UNTIL)
FAILED = Checked(unfinished("the object is gone"))
SPENT = Checked(Verdict(code=EXHAUSTED))


def busy(**more):
    """Checks under way; nobody's, where nothing is said."""
    told = {"account": 0, "unit": 0, "account_slow": 0, "slow": 0, "waiting": 0}
    return Busy(**told | {"per_account": 2, "per_unit": 4} | more)


IDLE = busy()


def begun(order=None):
    change = checking.begin(stored(order), None, given("e-1", by=None, found=IDLE))
    assert change is not None
    return change.state


def conclude(state, checked, attempt=1, at=None):
    fact = CheckBegun(evidence="e-1", attempt=attempt)
    return checking.conclude(state, fact, given("e-1", by=None, at=at or later(), found=checked))


def swept(state, found=IDLE):
    return sweep(state, None, given("e-1", by=None, at=state.due, found=found))


def test_what_is_sealed_has_no_hour_and_nothing_to_be_swept():
    sealed = stored().but(state="SEALED", due=None)
    assert sweep(sealed, None, given("e-1", by=None, at=later(), found=None)) is None


def test_the_check_of_what_is_stored_is_claimed_once():
    change = checking.begin(stored(), None, given("e-1", by=None, found=IDLE))
    assert change is not None
    assert change.events == (CheckBegun(evidence="e-1", attempt=1),)
    assert checking.begin(change.state, None, given("e-1", by=None, found=IDLE)) is None


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
    said = swept(state).state
    assert (said.erasing, words(said)[-1]) == (True, "deleted")
    after = swept(said).state
    assert (after.state, after.due, after.version_id) == ("REJECTED", None, "")
    assert words(after) == words(said)


class TestWhatEndsInTheMiddle:
    def test_a_stored_file_whose_announcement_was_lost_is_checked_all_the_same(self):
        change = swept(stored())
        assert change.events == (CheckBegun(evidence="e-1", attempt=1),)

    def test_a_check_whose_worker_died_is_begun_anew_after_its_lease(self):
        state = swept(begun()).state
        assert (state.state, state.failures) == ("STORED", 1)
        change = swept(state)
        assert change.events == (CheckBegun(evidence="e-1", attempt=2),)
        assert change.state.due == state.due + 2 * schedule.CHECK_LEASE

    def test_the_lease_grows_but_not_for_ever(self):
        assert schedule.check_lease(30, later()) == later() + schedule.LONGEST_CHECK_LEASE

    def test_the_verdict_of_an_overtaken_claim_is_left_to_the_newer_one(self):
        assert conclude(swept(swept(begun()).state).state, GOOD, attempt=1) is None

    def test_a_second_verdict_changes_nothing(self):
        assert conclude(conclude(begun(), GOOD).state, GOOD) is None

    def test_a_check_that_could_not_be_done_says_nothing_about_the_file_and_is_tried_again(self):
        state = conclude(begun(), FAILED).state
        assert (state.state, state.failures) == ("STORED", 1)
        assert state.due == later() + schedule.CHECK_AGAIN[0]
        assert state.verdict is not None and "稍后会再试" in state.verdict.reason
        assert swept(state).events == (CheckBegun(evidence="e-1", attempt=2),)

    def quarantined(self, state, end):
        """Set aside after its failures, each ended by ``end``."""
        for _ in range(schedule.MAX_FAILURES):
            state = end(state).state
            if state.state != "STORED":
                return state
            state = swept(state).state
        raise AssertionError("never set aside")

    @pytest.mark.parametrize(
        "end",
        [
            lambda state: conclude(state, FAILED, attempt=state.attempt, at=state.due),
            swept,
        ],
        ids=["failed", "lease ended"],
    )
    def test_what_can_never_be_checked_is_set_aside_and_rejected_in_the_end(self, end):
        state = self.quarantined(begun(), end)
        seen = 0
        while state.state == "QUARANTINED":
            seen += 1
            assert words(state)[-1] == "quarantined"
            assert state.verdict.reason
            change = end(swept(state).state)
            state = change.state
        assert seen == schedule.MAX_QUARANTINES
        (fact,) = change.events
        assert (state.state, fact.code) == ("REJECTED", "unreadable")
        assert fact.reason == checking.NEVER_CHECKED

    def test_what_was_mended_seals_what_was_set_aside(self):
        state = self.quarantined(begun(), swept)
        state = swept(state).state
        assert conclude(state, GOOD, attempt=state.attempt).state.state == "SEALED"


class TestACostlyFile:
    def test_it_waits_for_the_slow_lane_then_for_a_person_and_is_at_last_refused_by_name(self):
        state = conclude(begun(), SPENT).state
        assert (state.state, state.exhausted) == ("STORED", 1)
        assert state.due == later() + schedule.SLOW_AFTER
        for _ in range(schedule.MAX_QUARANTINES):
            state = swept(state).state
            state = conclude(state, SPENT, attempt=state.attempt, at=state.due).state
            assert (state.state, words(state)[-1]) == ("QUARANTINED", "quarantined")
            assert state.verdict and checking.GAVE_UP in state.verdict.reason
        state = swept(state).state
        change = conclude(state, SPENT, attempt=state.attempt, at=state.due)
        (fact,) = change.events
        assert (change.state.state, fact.code) == ("REJECTED", "too-costly")
        assert fact.reason == REASONS["too-costly"]

    def test_the_slow_lane_may_find_it_good(self):
        state = swept(conclude(begun(), SPENT).state).state
        assert conclude(state, GOOD, attempt=2).state.state == "SEALED"

    def test_its_budget_is_seconds_and_grows_with_its_size_and_the_lane(self):
        seconds = [
            schedule.processor_seconds(size, 6, 0.25, slow=slow)
            for size in (5_000, 20 * 2**20, 2 * 2**30)
            for slow in (False, True)
        ]
        assert seconds == [6, 18, 11, 33, 20, 60]


class TestTurns:
    def test_an_account_or_a_unit_with_its_share_under_way_waits(self):
        assert has_turn(stored(), IDLE)
        assert not has_turn(stored(), busy(account=2))
        assert not has_turn(stored(), busy(unit=4))
        change = checking.begin(
            stored(), None, given("e-1", by=None, found=busy(account=2, waiting=9))
        )
        assert change and (change.state.state, change.events) == ("STORED", ())
        assert change.state.due and change.state.due > later()

    def test_a_slow_file_waits_for_slow_ones_only(self):
        slow = stored().but(exhausted=1)
        assert has_turn(slow, busy(account=2, unit=4))
        assert not has_turn(slow, busy(account_slow=1))
        assert not has_turn(slow, busy(slow=4))
        assert has_turn(stored(), busy(account_slow=1, slow=4))

    def test_however_many_wait_an_account_asks_twice_a_second(self):
        for waiting in (2, 40, 500):
            pause = next_turn(busy(waiting=waiting), later()) - later()
            assert waiting / pause.total_seconds() == 2
        assert next_turn(busy(waiting=10**6), later()) - later() == timedelta(minutes=5)


class TestAVerdictIsForeignData:
    @pytest.mark.parametrize(
        "at",
        [
            datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8))),
            datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-8))),
            datetime(2101, 1, 1, tzinfo=UTC),
            datetime(1969, 12, 31, tzinfo=UTC),
            datetime(2026, 1, 1),
        ],
    )
    def test_a_time_that_is_none_is_left_out(self, at):
        assert believed(Verdict(code=OK, facts=Facts(taken_at=at))).facts.taken_at is None

    def test_texts_are_short_and_printable_numbers_finite_and_codes_known(self):
        facts = Facts(
            camera="x\0\n" * 9999,
            width=2**70,
            pages=-1,
            position=Position(latitude=float("nan"), longitude=1e300),
        )
        tools = {f"t{n}" * 999: "v" * 9999 for n in range(99)}
        told = believed(Verdict(code=OK, reason="r" * 9999, facts=facts, tools=tools))
        assert (len(told.facts.camera), told.facts.width, told.facts.pages) == (80, None, None)
        assert (told.facts.position, len(told.reason), len(told.tools)) == (None, 300, 8)
        assert all(len(name) <= 60 and len(said) <= 60 for name, said in told.tools.items())
        assert believed(Verdict(code="sealed")).code == "unreadable"

    @pytest.mark.parametrize(
        ("said", "kept"), [(83.44, 83.4), (-1, None), (1e300, None), (float("nan"), None)]
    )
    def test_a_film_lasts_a_likely_time_or_says_nothing(self, said, kept):
        told = believed(Verdict(code=OK, facts=Facts(seconds=said))).facts.seconds
        assert told == kept

    def test_a_verdict_that_no_document_can_hold_is_a_refusal(self):
        bad = Facts(taken_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8))))
        fact = CheckBegun(evidence="e-1", attempt=1)
        checked = Checked(Verdict(code=OK, facts=bad), UNTIL)
        found = looks.keepable(checked, begun(), fact, given("e-1", by=None))
        change = checking.conclude(begun(), fact, given("e-1", by=None, found=found))
        assert change and change.state.state == "REJECTED"
        (told,) = change.events
        assert isinstance(told, EvidenceRejected) and told.code == "unreadable"


def test_no_lease_is_shorter_than_the_longest_check_nor_is_a_handler():
    size, most = MAX_SIZE, schedule.MOST_SECONDS
    seconds = schedule.processor_seconds(size, most, 5, slow=True)
    wall = examination.FETCH_SECONDS + size // examination.FETCH_RATE + look_seconds(seconds)
    longest = wall + examination.GRACE + examination.PLACE_SECONDS
    assert longest < HANDLER_SECONDS.parse(str(HANDLER_SECONDS.default))
    assert timedelta(seconds=longest) < schedule.CHECK_LEASE
