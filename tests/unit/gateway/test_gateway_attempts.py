"""Who may try to sign in, decided from counts alone."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.attempts import FIRST_WAIT, HALF_LIFE, Key, Limits, Tally, keys_of, must_wait
from gateway.visitors import Visitor

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMITS = Limits(pair=5, source=30, name=20, longest=timedelta(minutes=15))
SECOND = timedelta(seconds=1)
MOMENT = timedelta(milliseconds=50)


def tries(count: int, now: datetime = NOW) -> Tally:
    """As many wrong tries, one right after the other, the last of them now."""
    tally = Tally(1, now - (count - 1) * MOMENT)
    for left in range(count - 2, -1, -1):
        tally = tally.more(now - left * MOMENT)
    return tally


def waits(**counts: int) -> tuple[str, float] | None:
    tallies = {Key(kind, kind): tries(count) for kind, count in counts.items()}  # type: ignore[arg-type]
    found = must_wait(tallies, LIMITS, NOW)
    return (found[0], (found[1] - NOW).total_seconds()) if found else None


def test_the_first_wrong_tries_cost_nothing_then_each_doubles_the_wait() -> None:
    assert waits() is None
    assert waits(pair=4) is None
    assert [waits(pair=count) for count in (5, 6, 7)] == [("pair", 15), ("pair", 30), ("pair", 60)]
    assert waits(pair=40) == ("pair", 900)
    assert waits(pair=5000) == ("pair", 900)


def test_forty_names_from_one_source_are_the_sources_affair() -> None:
    assert waits(pair=1, source=29, name=1) is None
    assert waits(pair=1, source=30, name=1) == ("source", 15)


def test_a_name_guessed_from_many_sources_is_slowed_first_for_those_that_failed_at_it() -> None:
    assert waits(pair=1, source=1, name=19) is None
    assert waits(pair=1, source=1, name=20) == ("name", 15)
    assert waits(source=1, name=20) is None
    assert waits(name=59) is None
    assert waits(name=60) == ("name", 15)


def test_a_wrong_try_is_half_forgotten_after_the_half_life() -> None:
    tally = tries(8)
    assert round(tally.worn(NOW + HALF_LIFE)) == 4
    assert round(tally.more(NOW + HALF_LIFE).level) == 5
    assert round(tally.worn(tally.forgotten_at() + SECOND)) == 0
    assert tally.worn(NOW - HALF_LIFE) == tally.level, "a clock that is behind forgives nothing"


def test_one_who_guesses_for_a_day_gets_few_guesses() -> None:
    """From one source at one name, each guess made as soon as it is let through."""
    now, tally, made = NOW, Tally(1, NOW), 1
    while now < NOW + timedelta(days=1):
        now = max(now + SECOND, tally.free_at(LIMITS.pair, LIMITS.longest))
        tally, made = tally.more(now), made + 1
    assert made < 600


def test_an_office_that_mistypes_once_a_minute_all_day_is_never_limited() -> None:
    now, tally = NOW, Tally(1, NOW)
    for _ in range(8 * 60):
        now += timedelta(minutes=1)
        assert tally.free_at(LIMITS.source, LIMITS.longest) <= now
        tally = tally.more(now)


def test_a_known_device_is_counted_apart_from_everybody_else() -> None:
    elsewhere = keys_of("lifang", Visitor("192.0.2.7"))
    known = keys_of("lifang", Visitor("192.0.2.7", "d1"))
    assert {key.kind for key in elsewhere} == {"pair", "source", "name"}
    assert [key.kind for key in known] == ["device"]
    assert not set(elsewhere) & set(known)
    assert waits(device=5) == ("device", 15)
    assert timedelta(seconds=15) == FIRST_WAIT


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", "elsewhere"),
        ("unknown", "elsewhere"),
        ("1.2.3.4.5", "elsewhere"),
        ("０.0.0.1", "elsewhere"),
    ],
)
def test_an_ipv6_customer_and_whoever_has_no_address_are_one_source(
    address: str, source: str
) -> None:
    assert Visitor(address).source == source
