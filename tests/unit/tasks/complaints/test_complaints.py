"""Complaints: written down, numbered once, answered by another than who is complained of."""

from datetime import date
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.orders.tasks import AnswerComplaint, Complain, PressComplaint
from contracts.refusals import Forbidden, Invalid
from contracts.tasks import (
    ComplaintAnswered,
    ComplaintNumbered,
    ComplaintPressed,
    ComplaintReceived,
    ComplaintRegistered,
)
from services.tasks.complaints.book import number_complaint
from services.tasks.complaints.complaint import (
    NOBODY,
    Complaint,
    Desk,
    answer_complaint,
    complain,
    press_complaint,
    take_number,
)
from services.tasks.dates.workdays import BUILT_IN
from services.tasks.refusals import WrongState
from tests.unit.tasks.cast import CHEN, LI, QIAN, SUN, ZHAO, ZHENG, caller, given, heard

SAID: dict[str, Any] = {
    "district": "ganzhou",
    "kind": "complaint",
    "target": "unit",
    "unit": "publicity",
    "text": "多次要同样的材料",
}
DESK = Desk(unit_exists=True, calendar=BUILT_IN)
PUBLIC = Caller(account=NOBODY, name="群众", roles=(), district="ganzhou")


def said(by: Caller = LI, **about: Any) -> Complaint:
    change = complain(None, Complain(**SAID | about), given(by, DESK))
    assert change.events == (ComplaintReceived(complaint="t-1", year=2026),)
    return change.state


def answered(state: Complaint, by: Caller = QIAN) -> Complaint:
    order = AnswerComplaint(complaint="c-1", text="已经撤回重复要求")
    return answer_complaint(state, order, given(by)).state


def pressed(state: Complaint, by: Caller = LI) -> Complaint:
    order = PressComplaint(complaint="c-1", text="仍在重复要材料")
    return press_complaint(state, order, given(by, BUILT_IN)).state


def test_a_complaint_is_to_be_answered_within_fifteen_working_days() -> None:
    state = said()
    assert (state.state, state.due, state.by) == ("open", date(2026, 5, 26), "li")


def test_who_brings_something_without_an_account_is_written_down_as_nobody() -> None:
    assert said(PUBLIC).by == ""


@pytest.mark.parametrize("about", [{"unit": None}, {"target": "city_office"}, {"target": "system"}])
def test_a_unit_is_named_where_it_is_complained_of_and_nowhere_else(about: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        said(**about)
    assert refused.value.field == "unit"


def test_a_unit_that_is_not_there_is_refused() -> None:
    absent = Desk(unit_exists=False, calendar=BUILT_IN)
    with pytest.raises(Invalid, match="没有这个单位"):
        complain(None, Complain(**SAID), given(LI, absent))


def test_the_book_gives_each_number_once_and_the_office_hears_of_it_with_its_day() -> None:
    one, two = (ComplaintReceived(complaint=f"c-{n}", year=2026) for n in (1, 2))
    first = number_complaint(None, one, heard(one, found="甘州"))
    second = number_complaint(first.state, two, heard(two, found="甘州"))
    assert [getattr(fact, "number", "") for fact in (*first.events, *second.events)] == [
        "甘州投〔2026〕1号",
        "甘州投〔2026〕2号",
    ]
    numbered = ComplaintNumbered(complaint="c-1", number="投〔2026〕1号")
    change = take_number(said(), numbered, heard(numbered))
    (told,) = change.events
    assert isinstance(told, ComplaintRegistered)
    assert (told.number, told.due, told.unit) == ("投〔2026〕1号", date(2026, 5, 26), "publicity")


def test_an_answer_is_told_and_given_once() -> None:
    order = AnswerComplaint(complaint="c-1", text="已经撤回重复要求")
    change = answer_complaint(said(), order, given(QIAN))
    assert (change.state.state, change.state.due) == ("answered", None)
    assert isinstance(change.events[0], ComplaintAnswered)
    with pytest.raises(WrongState):
        answered(change.state)


@pytest.mark.parametrize(
    ("about", "by"),
    [
        ({}, caller("mei", "inspector", unit="publicity")),
        ({"target": "district_office", "unit": None}, QIAN),
        ({"target": "city_office", "unit": None}, ZHAO),
    ],
)
def test_nobody_judges_in_the_own_cause(about: dict[str, Any], by: Caller) -> None:
    with pytest.raises(Forbidden):
        answered(said(**about), by)
    assert answered(said(**about), CHEN).state == "answered"


def test_who_is_not_content_has_the_city_look_again_once() -> None:
    order = PressComplaint(complaint="c-1", text="仍在重复要材料")
    change = press_complaint(answered(said()), order, given(LI, BUILT_IN))
    assert isinstance(change.events[0], ComplaintPressed)
    with pytest.raises(Forbidden, match="区双拥办不能答复"):
        answered(change.state)
    settled = answered(change.state, ZHAO)
    assert [answer.by for answer in settled.answers] == ["qian", "zhao"]
    with pytest.raises(Forbidden, match="办结"):
        pressed(settled)


def test_who_answered_before_does_not_judge_that_answer() -> None:
    again = pressed(answered(said(), ZHENG))
    with pytest.raises(Forbidden, match="另一名"):
        answered(again, ZHENG)


def test_only_who_brought_it_presses_it_and_only_after_an_answer() -> None:
    with pytest.raises(WrongState):
        pressed(said())
    with pytest.raises(Forbidden):
        pressed(answered(said()), SUN)
    assert pressed(answered(said(PUBLIC)), PUBLIC).state == "pressed"
