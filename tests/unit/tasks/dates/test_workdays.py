"""Working days follow the yearly holiday notice; named days the lunar year."""

from datetime import date

import pytest

from services.tasks.dates.workdays import (
    LAST_YEAR,
    after_working_days,
    dragon_boat,
    is_working_day,
    lunar_new_year,
    mid_autumn,
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


def test_outside_the_calendar_the_sentence_names_its_years() -> None:
    with pytest.raises(ValueError, match=f"{LAST_YEAR}年"):
        after_working_days(date(LAST_YEAR, 12, 31), 5)
    with pytest.raises(ValueError, match="2003年"):
        is_working_day(date(2003, 12, 31))


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
