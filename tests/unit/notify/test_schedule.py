"""Quiet hours and digests by the clock of China."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.clock import CHINA
from services.notify.schedule import Hours, hours, next_digest, quiet_end

NIGHT = hours("20:00", "07:30")
NEVER = hours("00:00", "00:00")
HALF_HOUR = timedelta(minutes=30)


def at(day: int, clock: str) -> datetime:
    return datetime.combine(datetime(2026, 7, day), time.fromisoformat(clock), CHINA)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ((1, "19:59"), None),
        ((1, "20:00"), (2, "07:30")),
        ((1, "23:59"), (2, "07:30")),
        ((2, "00:00"), (2, "07:30")),
        ((2, "07:29"), (2, "07:30")),
        ((2, "07:30"), None),
    ],
)
def test_the_night_is_quiet_until_the_morning(now, end):
    assert quiet_end(NIGHT, at(*now)) == (at(*end) if end else None)


def test_quiet_hours_may_lie_within_one_day():
    noon = hours("12:00", "14:00")
    assert quiet_end(noon, at(1, "13:00")) == at(1, "14:00")
    assert quiet_end(noon, at(1, "14:00")) is None
    assert quiet_end(noon, at(1, "11:59")) is None


def test_equal_times_are_never_quiet():
    assert quiet_end(NEVER, at(1, "00:00")) is None
    assert quiet_end(Hours(time(9), time(9)), at(1, "09:00")) is None


@pytest.mark.parametrize(
    ("times", "earliest", "digest"),
    [
        ((), (1, "10:05"), (1, "10:30")),
        ((), (1, "10:30"), (1, "10:30")),
        ((), (1, "19:45"), (2, "07:30")),
        ((), (1, "06:19"), (1, "07:30")),
        ((time(15), time(9)), (1, "08:00"), (1, "09:00")),
        ((time(15), time(9)), (1, "09:01"), (1, "15:00")),
        ((time(15), time(9)), (1, "15:01"), (2, "09:00")),
        ((time(22),), (1, "15:01"), (2, "07:30")),
    ],
)
def test_routine_messages_wait_for_the_next_digest(times, earliest, digest):
    assert next_digest(times, HALF_HOUR, NIGHT, at(*earliest)) == at(*digest)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
    st.lists(st.times(), max_size=6),
    st.times(),
    st.times(),
)
def test_a_digest_is_never_early_never_in_quiet_hours_and_within_two_days(now, times, start, end):
    earliest, quiet = now.replace(tzinfo=UTC), Hours(start, end)
    found = next_digest(tuple(times), HALF_HOUR, quiet, earliest)
    assert earliest <= found <= earliest + timedelta(days=2)
    assert quiet_end(quiet, found) is None
    assert found.utcoffset() == timedelta(0)
