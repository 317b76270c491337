"""A number as its cell shows it."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sheets.cells import decimal
from gateway.sheets.reading.formats import BUILT_IN, shown

DAY = 46233
"""2026-07-30."""
ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1, "000", "001"),
        (12345, "000", "12345"),
        (1, '"A"00', "A01"),
        (13, '"第"0"项"', "第13项"),
        (5, 'G/通用格式"分"', "5分"),
        (6207020010.0, "0000-000-000", "6207-020-010"),
        (12345, '0\\.0,"万"', "1.2万"),
        (0.6, "0%", "60%"),
        (0.605, "0.0%", "60.5%"),
        (95, '0"%"', "95%"),
        (1234567.5, "#,##0.00", "1234567.50"),
        (1234.5, "[$¥-804]#,##0.00", "1234.50"),
        (1234.5, '"¥"#,##0.00_);[红色]("¥"#,##0.00)', "1234.50"),
        (-1234.5, '"¥"#,##0.00_);[红色]("¥"#,##0.00)', "-1234.50"),
        (-5, "0;[红色]0", "-5"),
        (-5, '0;"负"0', "负5"),
        (-0.001, "0.00", "0.00"),
        (0, ACCOUNTS, "0"),
        (5, ACCOUNTS, "5.00"),
        (-5.25, ACCOUNTS, "-5.25"),
        (1.005, "0.00", "1.01"),
        (100 / 3, "0.00", "33.33"),
        (0.5, "#.##", "0.5"),
        (5, "#.##", "5"),
        (12.5, ".0", "12.5"),
        (0.5, "# ?/?", "1/2"),
        (1.5, "# ?/?", "1 1/2"),
        (620702001001, "0.00E+00", "620702001001"),
        (620702001001, "General", "620702001001"),
        (7, "@", "7"),
        (1, '"√";"×";"○"', "√"),
        (-1, '"√";"×";"○"', "×"),
        (0, "0;-0;;@", ""),
        (7, ";;;", "7"),
        (95, '[>=90]"优";[>=60]"良";"差"', "优"),
        (60, '[>=90]"优";[>=60]"良";"差"', "良"),
        (59, '[>=90]"优";[>=60]"良";"差"', "差"),
        (3, "[DBNum1]General", "3"),
    ],
)
def test_a_number_is_shown_in_its_format(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        *((DAY, code, "2026-07-30") for code in ("yyyy/m/d", "d-mmm-yy", 'yyyy"年"m"月"d"日"')),
        (DAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2026-07-30"),
        (DAY, "yyyy\\-mm\\-dd;@", "2026-07-30"),
        (DAY + 0.4, "yyyy/m/d h:mm", "2026-07-30"),
        *((DAY, code, "7月30日") for code in ('m"月"d"日"', "m/d", "d-mmm", "m/d;@", "mm-dd")),
        (DAY + 0.4, 'm"月"d"日" h:mm', "7月30日"),
        *((DAY, code, "2026年7月") for code in ('yyyy"年"m"月"', "mmm-yy", "yyyy.mm", "yyyy/m")),
        (DAY, "yyyy", "2026"),
        (DAY, 'yyyy"年"', "2026年"),
        (DAY, "[$-804]aaaa", "星期四"),
        (0.4, "h:mm", "9:36"),
        (0.4, "hh:mm:ss", "09:36:00"),
        (0.6, '上午/下午h"时"mm"分"', "下午2时24分"),
        (0.5, "h:mm AM/PM", "12:00 PM"),
        (1.25, "[h]:mm", "30:00"),
        (0, "yyyy/m/d", "1900-01-00"),
        (-1, "yyyy/m/d", "-1"),
        (3_000_000, "yyyy/m/d", "3000000"),
        (1, "yyyy/m/d", "1900-01-01"),
    ],
)
def test_a_day_is_shown_with_what_its_format_shows_of_it(
    value: float, code: str, text: str
) -> None:
    assert shown(value, code) == text


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.floats(0, 0.9999), st.booleans())
def test_a_whole_date_is_its_day_whatever_the_hour(day: date, hour: float, since: bool) -> None:
    first = date(1904, 1, 1) if since else date(1899, 12, 30)
    if day < first:
        return
    value = (day - first).days + round(hour * 86_399) / 86_400
    assert shown(value, "yyyy-mm-dd hh:mm:ss", since_1904=since) == day.isoformat()
    assert shown(value, 'm"月"d"日"', since_1904=since) == f"{day.month}月{day.day}日"


@given(st.integers(-(10**14), 10**14), st.integers(0, 6), st.integers(1, 12))
def test_places_are_filled_from_the_point_outwards(number: int, places: int, least: int) -> None:
    value = number / 10**places
    exact = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = shown(value, "0" * least + ("." + "0" * places if places else ""))
    assert Decimal(text) == exact
    assert len(text.lstrip("-").partition(".")[0]) >= least
    assert shown(value, "#,##0" + ("." + "0" * places if places else "")) == f"{exact + 0:f}"


@given(st.floats(-1e14, 1e14).map(lambda value: float(f"{value:.12g}") + 0.0))
def test_what_has_no_format_of_its_own_stands_as_it_is(value: float) -> None:
    for code in ("General", "@", "0.00E+00"):
        assert shown(value, code) == decimal(value)


@given(
    st.one_of(st.floats(-1e12, 1e12), st.integers(-(10**9), 10**9).map(float)),
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from([*'0#?.,%E+-/@;"_*\\[]ymdhs年月日', "General", "[>=9]", "[h]", '"x"']),
            max_size=20,
        ).map("".join),
        st.sampled_from(list(BUILT_IN.values())),
    ),
)
def test_whatever_a_format_says_a_number_is_shown_and_never_lost(value: float, code: str) -> None:
    text = shown(value, code)
    assert isinstance(text, str)
    assert text or value == 0 or decimal(value) == "0"
