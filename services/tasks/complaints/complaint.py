"""A complaint or proposal from its coming to its answer. Source: the State Council's letter on
reducing the burden of forms and apps, which demands a way to complain in each; 信访工作条例 on who
may not judge in the own cause."""

from datetime import date, datetime
from typing import TypedDict

from msgspec import Struct
from msgspec.structs import replace

from contracts.clock import day_of
from contracts.orders.tasks import AnswerComplaint, Complain, PressComplaint
from contracts.orders.tasks.complaints import DAYS
from contracts.refusals import Forbidden, Invalid
from contracts.tasks import (
    ComplaintAnswered,
    ComplaintNumbered,
    ComplaintPressed,
    ComplaintReceived,
    ComplaintRegistered,
)
from contracts.words import COMPLAINT_STATE_NAMES, ComplaintKind, ComplaintState, Target
from kit.change import Change, Given, Knowing
from services.tasks.dates.workdays import Workdays, after_working_days
from services.tasks.refusals import WrongState

NOBODY = "public"
"""The account of who brings something without an account."""


class Answering(Struct, frozen=True, kw_only=True):
    """An answer, or what was said against it."""

    text: str
    by: str
    at: datetime


class ComplaintHeader(TypedDict):
    """As in ``contracts.tasks.OfComplaint``."""

    complaint: str
    year: int
    kind: ComplaintKind
    target: Target
    unit: str
    by: str


class Complaint(Struct, frozen=True, kw_only=True):
    """``answers``: the first, and after ``pressed`` the second. ``due``: the day until which an
    answer is owed; None where none is."""

    district: str
    year: int
    kind: ComplaintKind
    target: Target
    unit: str
    text: str
    by: str
    at: datetime
    due: date | None
    number: str = ""
    state: ComplaintState = "open"
    answers: tuple[Answering, ...] = ()
    pressed: Answering | None = None

    def header(self, given: Given) -> ComplaintHeader:
        return {
            "complaint": given.key,
            "year": self.year,
            "kind": self.kind,
            "target": self.target,
            "unit": self.unit,
            "by": self.by,
        }

    def must_be(self, *states: ComplaintState, act: str) -> None:
        """Raises: WrongState."""
        if self.state not in states:
            name = COMPLAINT_STATE_NAMES[self.state]
            raise WrongState(f"该件现为“{name}”，不能{act}。", self.state)


class Desk(Struct, frozen=True, kw_only=True):
    """What a complaint that comes in is written down with: whether the unit exists, and the
    calendar."""

    unit_exists: bool
    calendar: Workdays


def complain(state: Complaint | None, order: Complain, given: Knowing[Desk]) -> Change[Complaint]:
    """Raises: Invalid (a complaint of a unit without the unit, or of one that is not there)."""
    if (order.target == "unit") != bool(order.unit):
        raise Invalid("投诉单位的，请选定单位；其他不必填单位。", field="unit")
    if order.unit and not given.found.unit_exists:
        raise Invalid("本区县没有这个单位。", field="unit")
    today = day_of(given.now)
    by = "" if given.by.account == NOBODY else given.by.account
    new = Complaint(
        district=order.district,
        year=today.year,
        kind=order.kind,
        target=order.target,
        unit=order.unit or "",
        text=order.text,
        by=by,
        at=given.now,
        due=after_working_days(today, DAYS, given.found.calendar),
    )
    return Change(new, (ComplaintReceived(complaint=given.key, year=new.year),))


def take_number(state: Complaint, fact: ComplaintNumbered, given: Given) -> Change[Complaint]:
    new = replace(state, number=fact.number)
    due = state.due or day_of(given.now)
    told = ComplaintRegistered(**state.header(given), number=new.number, due=due)
    return Change(new, (told,))


def answer_complaint(state: Complaint, order: AnswerComplaint, given: Given) -> Change[Complaint]:
    """Raises: WrongState, Forbidden (by the one complained of; pressed, by the district or by who
    answered before)."""
    state.must_be("open", "pressed", act="答复")
    _must_not_judge_the_own_cause(state, given)
    answer = Answering(text=order.text, by=given.by.account, at=given.now)
    new = replace(state, state="answered", due=None, answers=(*state.answers, answer))
    told = ComplaintAnswered(**state.header(given), number=state.number, answered_by=answer.by)
    return Change(new, (told,))


def press_complaint(
    state: Complaint, order: PressComplaint, given: Knowing[Workdays]
) -> Change[Complaint]:
    """Raises: WrongState, Forbidden (another's; a second time)."""
    state.must_be("answered", act="申请复核")
    if state.by and state.by != given.by.account:
        raise Forbidden("只有提出的人可以申请复核。")
    if state.pressed is not None:
        raise Forbidden("已经复核过一次，本件办结。")
    pressed = Answering(text=order.text, by=state.by, at=given.now)
    due = after_working_days(day_of(given.now), DAYS, given.found)
    new = replace(state, state="pressed", pressed=pressed, due=due)
    told = ComplaintPressed(**state.header(given), number=state.number, due=due)
    return Change(new, (told,))


def _must_not_judge_the_own_cause(state: Complaint, given: Given) -> None:
    """Raises: Forbidden."""
    by = given.by
    if state.target == "unit" and by.unit and by.unit == state.unit:
        raise Forbidden("被投诉的单位不能答复本件。")
    if state.target == "district_office" and by.has("district_office"):
        raise Forbidden("投诉区双拥办的，由市双拥办答复。")
    if state.target == "city_office" and by.has("city_office"):
        raise Forbidden("投诉市双拥办的，由省级审核人员答复。")
    if state.state == "pressed" and by.has("district_office"):
        raise Forbidden("复核由上级办理，区双拥办不能答复。")
    if any(answer.by == by.account for answer in state.answers):
        raise Forbidden("复核须由另一名人员办理。")
