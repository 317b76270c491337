"""A message is written once, tried with growing pauses, and read by its recipient only."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from contracts import tasks
from contracts.notify import DeliveryFailed
from contracts.orders.notify import MarkRead
from contracts.refusals import NotFound
from contracts.sight import Confidants
from services.notify.delivery import (
    MAX_REASON,
    Attempt,
    Told,
    attempted,
    delivery_key,
    mark_read,
    split_key,
    tell,
)
from services.notify.texts import text_of
from tests.unit.notify.cast import EVENT, NAMES, NOW, ZHANG, envelope, fact, given

DELAYS = (60, 300, 1800, 7200)
INBOX = delivery_key(EVENT, "zhang-min", "inbox")
MAIL = delivery_key(EVENT, "zhang-min", "mail")
RETURNED = fact(tasks.TaskReturned)


def told(key, known=None):
    found = Told(recipients={"zhang-min": ZHANG}, text=text_of(tasks.TaskReturned), names=NAMES)
    return tell(known, RETURNED, given(key, event=envelope(RETURNED), found=found))


def tried(state, attempt, now=NOW):
    return attempted(state, None, given(MAIL, found=attempt, now=now))


def test_the_key_says_whom_and_through_what():
    assert split_key(INBOX) == ("zhang-min", "inbox")
    assert split_key(MAIL) == ("zhang-min", "mail")
    assert len(delivery_key(EVENT, "a" * 40, "inbox")) <= 120


def test_the_inbox_has_the_message_at_once():
    message = told(INBOX).state
    assert (message.status, message.next_at, message.delivered_at) == ("delivered", None, NOW)
    assert message.recipient == "zhang-min"
    assert message.about == "t-1"
    assert "缺少照片" in message.body


def test_a_mail_waits_for_its_first_try():
    message = told(MAIL).state
    assert (message.status, message.next_at, message.delivered_at) == ("waiting", NOW, None)


def test_a_fact_heard_twice_is_told_once():
    assert told(MAIL, known=told(MAIL).state) is None


def test_a_delivered_mail_is_not_tried_again():
    change = tried(told(MAIL).state, Attempt(DELAYS))
    assert (change.state.status, change.state.next_at, change.state.tries) == ("delivered", None, 1)
    assert change.events == ()
    assert tried(change.state, Attempt(DELAYS)) is None


def test_the_pauses_grow_and_the_fifth_failure_is_the_last():
    state, pauses = told(MAIL).state, []
    for _ in DELAYS:
        change = tried(state, Attempt(DELAYS, "421 busy"))
        state = change.state
        assert change.events == ()
        pauses.append(state.next_at - NOW)
    assert pauses == [timedelta(seconds=s) for s in DELAYS]

    last = tried(state, Attempt(DELAYS, "421 busy"))
    assert (last.state.status, last.state.next_at, last.state.tries) == ("failed", None, 5)
    assert last.events == (
        DeliveryFailed(delivery=MAIL, recipient="zhang-min", channel="mail", reason="421 busy"),
    )


def test_a_mail_that_goes_through_at_last_forgets_the_earlier_fault():
    put_off = tried(told(MAIL).state, Attempt(DELAYS, "421 busy")).state
    assert put_off.fault == "421 busy"
    assert tried(put_off, Attempt(DELAYS)).state.fault == ""


def test_a_permanent_fault_fails_at_the_first_try():
    change = tried(told(MAIL).state, Attempt(DELAYS, "550 no such user", permanent=True))
    assert (change.state.status, change.state.tries) == ("failed", 1)
    assert isinstance(change.events[0], DeliveryFailed)


def test_a_talkative_mail_server_is_cut_short():
    change = tried(told(MAIL).state, Attempt(DELAYS, "5" * 5000, permanent=True))
    assert len(change.events[0].reason) == MAX_REASON


def test_the_recipient_marks_a_message_as_read_and_the_first_time_stays():
    order = MarkRead(delivery=INBOX)
    message = told(INBOX).state
    change = mark_read(message, order, given(INBOX, caller="zhang-min"))
    assert change
    read = change.state
    assert read.read_at == NOW
    later = given(INBOX, caller="zhang-min", now=NOW + timedelta(hours=1))
    assert mark_read(read, order, later) is None


@pytest.mark.parametrize(("key", "caller"), [(INBOX, "li-qiang"), (MAIL, "zhang-min")])
def test_what_is_not_in_the_callers_inbox_does_not_exist_for_them(key, caller):
    with pytest.raises(NotFound):
        mark_read(told(key).state, MarkRead(delivery=key), given(key, caller=caller))


def test_a_message_is_as_confidential_as_its_fact():
    message = told(INBOX).state
    assert message.confidants is None
    assert replace(message, known_to=("sun",)).confidants == Confidants(("sun",))
