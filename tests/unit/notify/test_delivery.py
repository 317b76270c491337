"""A message is written once, tried with growing pauses, and read by its recipient only."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from contracts import tasks
from contracts.notify import DeliveryFailed, MessageUnacknowledged
from contracts.orders.notify import Acknowledge, MarkRead
from contracts.refusals import NotFound
from contracts.sight import Confidants
from services.notify.delivery import (
    MAX_REASON,
    Attempt,
    Collected,
    Told,
    Unanswered,
    acknowledge,
    fell_due,
    mark_read,
    tell,
)
from services.notify.digest import Entry
from services.notify.posting import Post, delivery_key, digest_key
from services.notify.render import version
from services.notify.texts import text_of
from tests.unit.notify.cast import EVENT, NAMES, NOW, envelope, fact, given

DELAYS = (60, 300, 1800, 7200)
INBOX = delivery_key(EVENT, "zhang-min", "inbox")
MAIL = delivery_key(EVENT, "zhang-min", "mail")
RETURNED = fact(tasks.TaskReturned)


DAY = NOW + timedelta(hours=1)
DIGEST = digest_key(DAY, "zhang-min", "mail")
POSTS = {
    INBOX: Post("zhang-min", "anning", "inbox", None),
    MAIL: Post("zhang-min", "anning", "mail", NOW),
    DIGEST: Post("zhang-min", "anning", "mail", DAY, digest=True),
}
ENTRIES = tuple(
    Entry(
        f"e-{n}:zhang-min:inbox",
        "routine",
        f"新任务：第{n}项",
        "请办理。\n",
        f"/console/tasks/t-{n}",
    )
    for n in (1, 2)
)


def told(key, known=None, posts=POSTS, severity="routine"):
    found = Told(
        posts=posts,
        text=text_of(tasks.TaskReturned),
        names=NAMES,
        severity=severity,
        path="/console/tasks/t-1",
    )
    return tell(known, RETURNED, given(key, event=envelope(RETURNED), found=found))


def tried(state, attempt, now=NOW):
    return fell_due(state, None, given(MAIL, found=attempt, now=now))


def collected(*entries, base=""):
    change = fell_due(
        told(DIGEST).state, None, given(DIGEST, found=Collected(entries, base), now=DAY)
    )
    assert change
    return change.state


def test_where_there_is_room_for_little_a_shorter_title_is_said():
    short = {MAIL: Post("zhang-min", "anning", "sms", NOW, brief=True), INBOX: POSTS[INBOX]}
    subjects = {}
    for brief in ("", "退回：{{ fact.item }}"):
        found = Told(posts=short, text=text_of(tasks.TaskReturned), brief=brief, names=NAMES)
        for key in short:
            event = given(key, event=envelope(RETURNED), found=found)
            change = tell(None, RETURNED, event)
            assert change
            subjects[key, brief] = change.state
    whole = subjects[INBOX, ""].subject
    assert [one.subject for one in subjects.values()] == [whole, whole, "退回：A01", whole]
    assert len({one.text for one in subjects.values()}) == 2


def test_keys_can_be_addresses():
    assert len(delivery_key(EVENT, "a" * 40, "inbox")) <= 120
    assert DIGEST == "digest.20260701T030000Z:zhang-min:mail"


def test_a_digest_is_begun_once_by_whoever_comes_first_and_waits_for_its_time():
    begun = told(DIGEST)
    assert begun.shared and begun.events == ()
    assert (begun.state.status, begun.state.next_at, begun.state.carries) == ("waiting", DAY, ())
    assert not told(INBOX).shared and not told(MAIL).shared


def test_what_goes_in_a_digest_is_settled_before_it_is_tried_and_the_same_at_each_try():
    state = collected(*ENTRIES, base="https://tongxin.example.gov.cn")
    assert state.carries == tuple(entry.id for entry in ENTRIES)
    assert (state.status, state.next_at) == ("waiting", DAY)
    again = tried(state, Attempt(DELAYS, "421 busy"), now=DAY).state
    assert (again.subject, again.body, again.carries) == (state.subject, state.body, state.carries)
    sent = tried(again, Attempt(DELAYS), now=DAY + timedelta(minutes=1)).state
    assert (sent.status, sent.next_at, sent.carries) == ("delivered", None, state.carries)


def test_a_digest_that_nothing_is_left_for_ends_without_a_letter():
    state = collected()
    assert (state.status, state.next_at) == ("empty", None)


def urgent():
    posts = {INBOX: Post("zhang-min", "anning", "inbox", DAY)}
    return told(INBOX, posts=posts, severity="urgent").state


def test_an_urgent_message_that_nobody_took_note_of_is_told_to_the_office_once():
    change = fell_due(urgent(), None, given(INBOX, found=Unanswered("education"), now=DAY))
    assert change
    (fact,) = change.events
    assert fact == MessageUnacknowledged(
        message=INBOX,
        title="任务被退回：校园国防教育",
        person="zhang-min",
        unit="education",
        path="/console/tasks/t-1",
    )
    assert (change.state.next_at, change.state.escalated_at) == (None, DAY)


def test_who_takes_note_has_read_it_and_stops_the_escalation():
    change = acknowledge(urgent(), Acknowledge(delivery=INBOX), given(INBOX, caller="zhang-min"))
    assert change
    noted = change.state
    assert (noted.acknowledged_at, noted.read_at, noted.next_at) == (NOW, NOW, None)
    again = given(INBOX, caller="zhang-min")
    assert acknowledge(noted, Acknowledge(delivery=INBOX), again) is None


def test_reading_alone_does_not_stop_the_escalation():
    read = mark_read(urgent(), MarkRead(delivery=INBOX), given(INBOX, caller="zhang-min"))
    assert read and read.state.next_at == DAY


def test_another_persons_message_cannot_be_acknowledged():
    with pytest.raises(NotFound):
        acknowledge(urgent(), Acknowledge(delivery=INBOX), given(INBOX, caller="li-qiang"))


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


def test_a_message_keeps_which_text_it_was_written_with():
    change = told(INBOX)
    assert change and change.state.text == version(text_of(tasks.TaskReturned))
