"""Messages and choices as the console shows them, and what its form says."""

from typing import Any

import pytest

from contracts.orders.notify import ChooseNotices
from gateway.console.frame.forms import Misfilled, read_form
from gateway.console.frame.words import today
from gateway.console.inbox import views

YEAR = today().year
MESSAGE: dict[str, Any] = {
    "id": "e-1:zhang:inbox",
    "subject": "红色督办单 督〔2026〕3号：标识牌破损",
    "body": "请立即整改。\n",
    "created_at": f"{YEAR}-07-01T14:05:00Z",
    "delivered_at": "2026-07-01T14:05:01Z",
    "read_at": None,
    "severity": "urgent",
    "path": "/console/findings/f-1",
    "acknowledged_at": None,
}
FOUND: dict[str, Any] = {
    "known": True,
    "channels": {"mail": ["routine", "important", "urgent"], "sms": ["urgent"]},
    "usual": {"quiet_from": "20:00", "quiet_until": "07:30"},
    "next_digest": f"{YEAR}-07-01T23:30:00Z",
    "through": {"mail": ["urgent"]},
    "digest_at": ["08:30", "14:00"],
    "quiet_from": None,
    "quiet_until": None,
}


def test_an_urgent_message_waits_until_it_is_taken_note_of():
    (message,) = views.messages([MESSAGE], "zh")
    assert (message.at, message.shape, message.waits, message.read) == (
        "7月1日 22:05",
        "red",
        True,
        False,
    )
    at = f"{YEAR}-07-01T15:00:00Z"
    noted = MESSAGE | {"acknowledged_at": at, "read_at": at}
    (message,) = views.messages([noted], "zh")
    assert (message.noted, message.waits, message.read) == ("7月1日 23:00", False, True)


def test_all_is_read_until_the_newest_that_was_shown():
    later = MESSAGE | {"delivered_at": "2026-07-01T14:06:00Z"}
    assert views.newest([MESSAGE, later]) == "2026-07-01T14:06:00Z"
    assert views.newest([]) == ""


def test_what_was_not_chosen_is_shown_as_is_usual():
    shown = views.choosing(FOUND, "zh")
    assert shown.channels == {"mail": ["urgent"], "sms": ["urgent"]}
    assert shown.given == {
        "digest_at": "08:30，14:00",
        "quiet_from": "20:00",
        "quiet_until": "07:30",
    }
    assert shown.next == "7月2日 07:30"


@pytest.mark.parametrize("typed", ["8:30 14:00", "08：30、14：00", "8:30，14:00", "08:30,14:00;"])
def test_times_are_read_as_people_write_them(typed):
    form = {"mail.urgent": "1", "digest_at": typed, "quiet_from": "21:00", "quiet_until": "7:00"}
    order = read_form(ChooseNotices, views.order(form, FOUND["channels"]))
    assert order == ChooseNotices(
        through={"mail": ("urgent",), "sms": ()},
        digest_at=("08:30", "14:00"),
        quiet_from="21:00",
        quiet_until="07:00",
    )


@pytest.mark.parametrize(
    "typed", ["八点半", "25:00", "8:3", ":", "08:30:00", " ".join(["08:00"] * 7)]
)
def test_what_is_no_time_is_a_fault_of_its_field(typed):
    with pytest.raises(Misfilled) as refused:
        read_form(ChooseNotices, views.order({"digest_at": typed}, {}))
    assert set(refused.value.faults) == {"digest_at"}
