"""One event on its way to one address."""

import json
from datetime import timedelta

import pytest
from msgspec.structs import replace

from contracts import tasks
from contracts.notify import FailedRecalled, HookAnswered
from contracts.orders.notify import Redeliver, TryHook
from contracts.refusals import NotFound
from services.notify.delivery import Told
from services.notify.hooks import push
from services.notify.hooks.push import Later, Removed, Tried, outcome
from services.notify.hooks.told import TRIED
from services.notify.posting import Subscriber
from services.notify.render import Names
from tests.unit.notify.cast import DISTRICT, EVENT, NOW, envelope, fact
from tests.unit.notify.hooks.cast import HOOK, HOUR, OFFICE, SENT, decided

DELAYS = (10, 20)
KEY = push.delivery_key(EVENT, "h-1")


def due(state, found, now=NOW):
    return decided(push.fell_due, state, None, key=KEY, found=found, now=now)


def tried(state=SENT, **about):
    return due(state, Tried(delays=DELAYS, **about))


def test_an_event_is_written_down_once_as_its_address_may_know_it():
    sample = fact(tasks.TaskAssigned)
    told = Told({}, "", Names(), hooks={KEY: Subscriber("h-1", DISTRICT, ("@district",))})
    about = {"key": KEY, "event": envelope(sample), "found": told, "now": NOW}
    made = decided(push.tell, None, sample, **about).state
    assert (made.hook, made.event, made.next_at, made.known_to) == (
        *("h-1", EVENT, NOW, ("@district",)),
    )
    assert "person" not in json.loads(made.body)["data"]
    assert decided(push.tell, made, sample, **about) is None
    assert made.confidants.include(OFFICE)


def test_what_is_taken_is_delivered_and_a_failing_address_hears_of_it():
    change = tried(code=204)
    assert (change.state.state, change.state.code, change.state.delivered_at) == (
        *("delivered", 204, NOW),
    )
    assert change.state.next_at is None and change.events == ()
    assert tried(code=204, failing=True).events == (HookAnswered(hook="h-1", outcome="taken"),)


def test_what_fails_is_tried_again_after_growing_pauses_and_fails_in_the_end():
    state, pauses = SENT, []
    for _ in DELAYS:
        state = tried(state, code=500, fault="HTTP 500").state
        pauses.append(state.next_at - NOW)
    assert timedelta(seconds=10) <= pauses[0] <= timedelta(seconds=12)
    assert timedelta(seconds=20) <= pauses[1] <= timedelta(seconds=24)
    end = tried(state, fault="x" * 999).state
    assert (end.state, end.next_at, end.tries, len(end.fault)) == ("failed", None, 3, 300)
    assert due(end, Tried(delays=DELAYS)) is None


def test_the_first_failure_is_told_to_the_address_and_the_others_are_not():
    first = tried(code=500, fault="HTTP 500")
    assert first.events == (HookAnswered(hook="h-1", outcome="failed", fault="HTTP 500"),)
    assert tried(code=500, fault="HTTP 500", failing=True).events == ()


def test_an_address_that_is_gone_is_asked_no_more():
    change = tried(code=410, fault="HTTP 410", gone=True, failing=True)
    assert change.state.state == "failed"
    assert change.events[0].outcome == "gone"


def test_outcomes_are_counted_by_what_becomes_of_it():
    assert outcome(SENT, Tried(delays=DELAYS)) == "delivered"
    assert outcome(SENT, Tried(delays=DELAYS, fault="x")) == "retried"
    assert outcome(SENT, Tried(delays=DELAYS, fault="x", gone=True)) == "failed"
    assert outcome(replace(SENT, tries=2), Tried(delays=DELAYS, fault="x")) == "failed"


def test_while_its_address_is_busy_it_waits_and_no_try_is_counted():
    waits = due(SENT, Later(7)).state
    assert (waits.next_at, waits.tries, waits.state) == (NOW + timedelta(seconds=7), 0, "waiting")


def test_at_a_paused_address_it_waits_so_long_and_no_longer():
    assert due(SENT, Later(7, HOUR)).state.state == "waiting"
    late = due(SENT, Later(7, HOUR), NOW + HOUR).state
    assert (late.state, late.fault) == ("failed", push.PAUSED)


def test_to_a_removed_address_it_goes_no_more():
    assert due(SENT, Removed()).state.fault == push.REMOVED


def test_a_trial_is_an_event_of_its_own():
    made = decided(push.try_hook, None, TryHook(hook="h-1"), key="e-9", by=OFFICE, found=HOOK)
    assert (made.state.type, made.state.event, made.state.is_trial) == (TRIED, "e-9", True)
    assert not SENT.is_trial


def test_one_is_sent_again_under_the_same_id_with_all_its_tries():
    done = replace(SENT, state="delivered", tries=3, next_at=None, delivered_at=NOW)
    order = Redeliver(hook="h-1", delivery=KEY)
    again = decided(push.redeliver, done, order, by=OFFICE, found=HOOK, now=NOW + HOUR).state
    assert (again.state, again.tries, again.next_at, again.event) == (
        *("waiting", 0, NOW + HOUR, EVENT),
    )
    with pytest.raises(NotFound):
        other = Redeliver(hook="h-2", delivery=KEY)
        decided(push.redeliver, done, other, by=OFFICE, found=HOOK)


def test_what_failed_is_recalled_and_the_rest_is_left():
    asked = FailedRecalled(hook="h-1", since=NOW)
    failed = replace(SENT, state="failed", next_at=None, fault="x")
    assert decided(push.recalled, failed, asked).state.state == "waiting"
    assert decided(push.recalled, SENT, asked) is None
