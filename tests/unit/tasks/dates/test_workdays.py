"""Working days follow the yearly holiday notice; named days the lunar year."""

from datetime import date, timedelta

import pytest

from services.tasks.dates.workdays import (
    LAST_YEAR,
    after_working_days,
    dragon_boat,
    is_provisional,
    is_working_day,
    lunar_new_year,
    mid_autumn,
    statutory_holidays,
    working_days_left,
)


def test_a_saturday_worked_in_place_of_a_holiday_is_a_working_day() -> None:
    assert is_working_day(date(2026, 10, 10))
    assert not is_working_day(date(2026, 10, 1))


def test_working_days_pass_over_weekends_and_holidays() -> None:
    assert after_working_days(date(2026, 5, 8), 1) == date(2026, 5, 9), "worked for 1 May"
    assert after_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert after_working_days(date(2026, 9, 30), 5) == date(2026, 10, 13)


def test_the_day_of_receipt_does_not_count() -> None:
    assert after_working_days(date(2026, 6, 1), 5) == date(2026, 6, 8)


def test_before_the_calendar_the_sentence_names_its_first_year() -> None:
    with pytest.raises(ValueError, match="2004年以后"):
        is_working_day(date(2003, 12, 31))
    with pytest.raises(ValueError, match="2100年"):
        is_working_day(date(2100, 1, 4))


def test_years_whose_days_off_are_not_told_yet_know_the_statutory_holidays() -> None:
    year = LAST_YEAR + 1
    spring = lunar_new_year(year)
    for off in (date(year, 1, 1), spring, spring - timedelta(days=1), date(year, 10, 2)):
        assert is_provisional(off) and not is_working_day(off)
    saturday = next(
        day for n in range(7) if (day := date(year, 7, 1) + timedelta(days=n)).weekday() == 5
    )
    assert not is_working_day(saturday) and is_working_day(saturday + timedelta(days=2))
    assert not is_provisional(date(LAST_YEAR, 12, 31))


def test_a_term_goes_on_over_the_end_of_the_calendar() -> None:
    assert after_working_days(date(LAST_YEAR, 12, 30), 5) > date(LAST_YEAR + 1, 1, 5)


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_statutory_holiday_is_off_in_the_years_that_are_told(year: int) -> None:
    """Source: State Council decree 795, against the notices of these years."""
    assert not any(is_working_day(day) for day in statutory_holidays(year))


@pytest.mark.parametrize("n", [0, -1, 367])
def test_a_number_of_working_days_has_bounds(n: int) -> None:
    with pytest.raises(ValueError, match="工作日数"):
        after_working_days(date(2026, 6, 1), n)


def test_lunar_days_fall_where_the_almanac_says() -> None:
    assert [lunar_new_year(year) for year in (2023, 2024, 2025, 2026)] == [
        date(2023, 1, 22),
        date(2024, 2, 10),
        date(2025, 1, 29),
        date(2026, 2, 17),
    ]
    assert dragon_boat(2026) == date(2026, 6, 19)
    assert mid_autumn(2026) == date(2026, 9, 25)


def test_a_lunar_year_outside_the_almanac_is_refused() -> None:
    with pytest.raises(ValueError):
        lunar_new_year(2150)


def test_the_working_days_left_count_the_day_itself_and_end_with_it() -> None:
    monday = date(2026, 11, 30)
    assert working_days_left(monday, date(2026, 12, 8)) == 6, "a weekend lies between"
    assert working_days_left(monday, monday) == 0
    assert working_days_left(date(2026, 9, 30), date(2026, 10, 8)) == 1, "holidays lie between"
    assert working_days_left(monday, date(2026, 11, 29)) is None
    assert working_days_left(monday, date(2028, 1, 1)) is None
