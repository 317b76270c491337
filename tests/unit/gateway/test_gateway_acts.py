"""Forms that are data, and deadlines as people say them."""

from datetime import date

from contracts.orders.tasks import PlanInspection
from gateway.console.frame import forms
from gateway.console.frame.acts import Field, values
from gateway.console.frame.terms import Calendar, term

FIELDS = (
    Field("kind", "radio", "k", required=True),
    Field("title", "text", "t", required=True),
    Field("on", "day", "d", required=True),
    Field("announced", "tick", "a"),
    Field("inspectors", "ticks", "i", of="inspectors"),
    Field("agenda", "lines", "l"),
)
CALENDAR = Calendar(off=frozenset({date(2026, 10, 1)}), working=frozenset({date(2026, 10, 10)}))


def test_a_form_is_read_as_the_order_has_it_and_what_was_left_empty_is_left_out() -> None:
    typed = {
        **{"kind": "routine", "title": " 日常检查 ", "on": "", "announced": "1", "else": "x"},
        **{"inspectors.li-e": "1", "inspectors.wang": "1", "agenda": "一\r\n\r\n 二 \n"},
    }
    assert values(FIELDS, typed) == {
        **{"kind": "routine", "title": "日常检查", "announced": "true"},
        **{"inspectors": ["li-e", "wang"], "agenda": ["一", "二"]},
    }
    assert values(FIELDS, {}) == {}


def test_an_order_is_made_of_what_was_read() -> None:
    typed = {"title": "检查", "kind": "covert", "on": "2026-05-01", "inspectors.li-e": "1"}
    more = {"district": "ganzhou", "campaign": "c-2026"}
    order = forms.read_form(PlanInspection, {**values(FIELDS, typed), **more})
    assert (order.inspectors, order.announced, order.on) == (("li-e",), False, date(2026, 5, 1))


def test_a_deadline_is_told_with_the_working_days_that_are_left() -> None:
    friday = date(2026, 9, 25)

    def told(day: date, now: date = friday) -> str:
        return term(day, CALENDAR, "zh", now).text

    assert told(date(2026, 9, 28)) == "9月28日前，还有 1 个工作日"
    assert told(date(2026, 10, 10)).endswith("还有 10 个工作日"), "one off, a Saturday worked"
    assert told(friday) == "9月25日，今天到期"
    assert told(date(2027, 1, 4)).startswith("2027年1月4日前")
    late = term(friday, CALENDAR, "en", date(2026, 9, 29))
    assert (late.late, late.text, late.iso) == (
        True,
        "due 25 September, 2 working days over",
        "2026-09-25",
    )


def test_a_day_years_away_costs_no_more_to_tell() -> None:
    assert "个工作日" in term(date(2199, 1, 1), CALENDAR, "zh", date(2026, 1, 1)).text
