"""Places for dear work: bounded, in turn, and never all for one account."""

import eventlet
import pytest
from eventlet.event import Event

from kit import places
from kit.places import Busy, Places


class Work:
    """A call that holds its place until it is let go."""

    def __init__(self, of: Places, account: str) -> None:
        self.said = "waits"
        self._go = Event()
        self._thread = eventlet.spawn(self._run, of, account)
        eventlet.sleep(0)

    def _run(self, of: Places, account: str) -> None:
        try:
            with of.place(account):
                self.said = "works"
                self._go.wait()
            self.said = "done"
        except Busy:
            self.said = "busy"

    def finish(self) -> None:
        self._go.send()
        settle()

    def kill(self) -> None:
        self._thread.kill()
        settle()


def settle() -> None:
    for _ in range(5):
        eventlet.sleep(0)


def test_an_account_has_one_place_and_waits_for_its_second() -> None:
    of = Places(at_once=2, admitted=16)
    first, second, other = Work(of, "a"), Work(of, "a"), Work(of, "b")
    assert (first.said, second.said, other.said) == ("works", "waits", "works")
    first.finish()
    assert second.said == "works"


def test_who_came_later_goes_before_an_accounts_second() -> None:
    of = Places(at_once=2, admitted=16)
    first, beside = Work(of, "a"), Work(of, "b")
    second, later = Work(of, "a"), Work(of, "c")
    beside.finish()
    assert (second.said, later.said) == ("waits", "works")
    first.finish()
    assert second.said == "works"


def test_a_share_of_the_line_is_the_most_for_one_account() -> None:
    of = Places(at_once=2, admitted=16)
    calls = [Work(of, "a") for _ in range(6)]
    assert [one.said for one in calls] == ["works", "waits", "waits", "waits", "busy", "busy"]


def test_the_line_is_bounded() -> None:
    of = Places(at_once=2, admitted=8)
    calls = [Work(of, f"account-{n}") for n in range(10)]
    assert [one.said for one in calls].count("busy") == 2


def test_who_goes_away_while_waiting_or_working_leaves_no_place_taken() -> None:
    of = Places(at_once=1, admitted=8)
    works, waits, last = Work(of, "a"), Work(of, "b"), Work(of, "c")
    waits.kill()
    works.kill()
    assert last.said == "works"
    last.finish()
    assert Work(of, "d").said == "works"


def test_who_waits_too_long_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "WAIT_SECONDS", 0.01)
    of = Places(at_once=1, admitted=8)
    _, waits = Work(of, "a"), Work(of, "b")
    while waits.said == "waits":
        eventlet.sleep(0.01)
    assert waits.said == "busy"
    assert Busy().extra["retry_after"] > 0
