"""How often an account may ask."""

from datetime import timedelta

from services.evidence.reuse.pace import MOST, MOST_ACCOUNTS, WITHIN, Pace
from tests.unit.evidence.support import NOW


def test_beyond_the_most_of_a_minute_it_waits_and_others_do_not() -> None:
    pace = Pace()
    assert all(pace.allows("lin", NOW + timedelta(milliseconds=n)) for n in range(MOST))
    assert not pace.allows("lin", NOW + timedelta(seconds=1))
    assert pace.allows("ma", NOW + timedelta(seconds=1))
    assert pace.allows("lin", NOW + WITHIN)
    assert not pace.allows("lin", NOW + WITHIN), "the second of that minute came later"


def test_its_books_do_not_grow_without_end() -> None:
    pace = Pace()
    for n in range(MOST_ACCOUNTS + 2):
        assert pace.allows(f"a{n}", NOW)
    assert pace.allows("a0", NOW)
