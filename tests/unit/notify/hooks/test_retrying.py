"""When an event is tried again."""

from datetime import timedelta

import pytest

from services.notify import settings
from services.notify.hooks.retrying import MOST_ASKED, asked_for, pause
from tests.unit.notify.cast import NOW


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("99999999999999999999", MOST_ASKED),
        ("Wed, 01 Jul 2026 02:01:00 GMT", 60),
        ("Wed, 01 Jul 2026 01:00:00 GMT", 0),
        ("Wed, 01 Jul 2027 01:00:00 GMT", MOST_ASKED),
        ("Wed, 01 Jul 2026 02:01:00 -0000", 0),
        *((odd, 0) for odd in ("", "soon", "-5", "1.5", "١٢", "Wed, 99 Foo 2026", "\x00")),
    ],
)
def test_a_receiver_is_left_alone_as_long_as_it_asks_up_to_a_day(header, seconds):
    assert asked_for(header, NOW) == seconds


def test_a_pause_is_a_fifth_longer_at_most_and_differs_from_event_to_event():
    pauses = [pause(100, 0, f"e-{n}", 0) for n in range(50)]
    assert all(timedelta(seconds=100) <= one <= timedelta(seconds=120) for one in pauses)
    assert len(set(pauses)) > 40
    assert pause(100, 0, "e-1", 0) == pauses[1] != pause(100, 0, "e-1", 1)


def test_what_the_receiver_asked_for_is_never_cut_short():
    assert pause(5, 300, "e", 0) >= timedelta(seconds=300)


def test_all_tries_lie_within_three_days_and_grow():
    delays = settings.HOOK_RETRY_DELAYS()
    assert sorted(delays) == list(delays)
    assert 60 * 3600 < sum(delays) <= 72 * 3600
