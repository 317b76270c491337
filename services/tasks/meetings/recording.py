"""A meeting is recorded, its decisions become tasks; it is corrected until the next one follows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

from contracts.clock import day_of, in_words, near
from contracts.envelope import Fact
from contracts.orders.tasks import CorrectMeeting, Decision, RecordMeeting
from contracts.refusals import Invalid, absent
from contracts.tasks import DecisionCorrected, MeetingRecorded, TaskPlanned
from contracts.words import CITY_WIDE
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.dates.workdays import Workdays
from services.tasks.history.entry import noted
from services.tasks.life.extending import DueDay, within, within_working_days
from services.tasks.meetings.meeting import (
    Assembly,
    Followed,
    Meeting,
    Ruled,
    decision_task,
    fate_of,
)
from services.tasks.organisation.duty import faults_of_charge, faults_of_due
from services.tasks.refusals import Fault, FaultyRows, WrongState

MAX_DECISIONS = 60


def record_meeting(
    meeting: Meeting | None, order: RecordMeeting, given: Knowing[Assembly]
) -> Change[Meeting]:
    """Each decision becomes a task of its lead unit.

    The answer lists the tasks, and what became of the decisions of the meeting before.
    Raises: DistrictNotInCampaign, Invalid, FaultyRows (every fault of every decision), WrongState
    (the meeting before has a follower).
    """
    assembly = given.found
    _must_be_sound(order, assembly, given)
    decisions = _ruled(order.decisions, order.district, order.on, assembly, given.key)
    before = assembly.before.decisions if assembly.before else ()
    previous = tuple(
        Followed(decision=one, fate=fate_of(assembly.tasks.get(one.task))) for one in before
    )
    new = alike(
        Meeting,
        order,
        **assembly.campaign.header(),
        decisions=decisions,
        follows=order.follows or "",
        previous=previous,
        units=_units(decisions, previous),
        history=noted((), given, "added"),
    )
    tasks = tuple(one.task for one in decisions)
    recorded = alike(MeetingRecorded, new, meeting=given.key, decisions=tasks)
    planned = (_planned(one, new, given) for one in decisions)
    return Change(new, (recorded, *planned), _answer(new))


def correct_meeting(
    meeting: Meeting, order: CorrectMeeting, given: Knowing[Assembly]
) -> Change[Meeting] | None:
    """Correct a record: what was left out is added, what was worded wrongly is worded anew.


    Raises: WrongState (the next meeting follows it), Invalid, FaultyRows.
    """
    assembly = given.found
    if assembly.followed:
        raise WrongState("下一次会议已据此记录，本次会议记录不能再更正。", "followed")
    held = {one.number: one for one in meeting.decisions}
    added = tuple(one for one in order.decisions if one.number not in held)
    if len(held) + len(added) > MAX_DECISIONS:
        raise Invalid(f"一次会议最多{MAX_DECISIONS}项议定事项。", field="decisions")
    worded = [
        _reworded(held[one.number], one, meeting, assembly)
        for one in order.decisions
        if one.number in held
    ]
    fresh = _ruled(added, meeting.district, meeting.on, assembly, given.key)
    again = {one.number: one for one in (*worded, *fresh)}
    decisions = tuple(sorted({**held, **again}.values(), key=lambda one: one.number))
    said = {
        name: getattr(order, name)
        for name in ("title", "agenda", "present", "absent")
        if getattr(order, name) is not None
    }
    new = replace(meeting, **said, decisions=decisions, units=_units(decisions, meeting.previous))
    if new == meeting:
        return None
    new = replace(new, history=noted(meeting.history, given, "corrected", why=order.reason))
    changed = (one for one in worded if one != held[one.number])
    facts: list[Fact] = [_corrected(one, order, given) for one in changed]
    facts += (_planned(one, new, given) for one in fresh)
    return Change(new, tuple(facts), _answer(new))


OF_TERM = ("due", "words", "provisional", "counted_from", "counted_days")


def _term(decision: Decision, on: date, calendar: Workdays) -> DueDay:
    """The day by which, after a meeting on the day ``on``.

    Raises: ValueError (no day or several; outside the calendar of working days).
    """
    given = [one for one in (decision.due, decision.days, decision.working_days) if one is not None]
    if len(given) != 1:
        raise ValueError("完成时限须写明且只写一种：日期、会后若干日或若干个工作日")
    if decision.due is not None:
        return DueDay(decision.due)
    if decision.days is not None:
        return within(decision.days, on, since="会后")
    return within_working_days(decision.working_days or 1, on, calendar, since="会后")


def _ruled(
    decisions: tuple[Decision, ...], district: str, on: date, assembly: Assembly, meeting: str
) -> tuple[Ruled, ...]:
    """Raises: FaultyRows naming every fault of every decision."""
    faults = [
        Fault(row, field, detail)
        for row, decision in enumerate(decisions)
        for field, detail in _faults(decision, district, on, assembly)
    ]
    numbers = [decision.number for decision in decisions]
    needs = [decision.need for decision in decisions]
    for row, one in enumerate(decisions):
        if one.number in numbers[:row]:
            faults.append(Fault(row, "number", f"序号 {one.number} 重复"))
        if one.need is not None and one.need in needs[:row]:
            faults.append(Fault(row, "need", "同一需求不能列为两项议定事项"))
    if faults:
        raise FaultyRows("decisions", sorted(faults))
    calendar = assembly.calendar
    return tuple(_one_ruled(one, district, on, meeting, calendar) for one in decisions)


def _one_ruled(
    decision: Decision, district: str, on: date, meeting: str, calendar: Workdays
) -> Ruled:
    term = _term(decision, on, calendar)
    return alike(
        Ruled,
        decision,
        district=decision.district or district,
        due=term.due,
        task=decision_task(meeting, decision.number),
        words=term.words,
        provisional=term.provisional,
        counted_from=term.counted_from,
        counted_days=term.counted_days,
        need=decision.need or "",
    )


def _faults(
    decision: Decision, district: str, on: date, assembly: Assembly
) -> Iterator[tuple[str, str]]:
    place = decision.district or district
    if district != CITY_WIDE and place != district:
        yield "district", "区级会议的议定事项只能交本区单位"
    elif place not in assembly.directories:
        yield "district", "市级会议的议定事项须写明由哪个区县办理，且在创建范围内"
    else:
        charge = (decision.lead, decision.person, decision.cooperating)
        yield from faults_of_charge(*charge, assembly.directories[place])
    yield from _faults_of_term(decision, on, assembly)
    if decision.need is not None:
        yield from _faults_of_need(decision.need, place, assembly)


def _faults_of_term(decision: Decision, on: date, assembly: Assembly) -> Iterator[tuple[str, str]]:
    try:
        due = _term(decision, on, assembly.calendar).due
    except ValueError as fault:
        yield "due", str(fault)
        return
    if due < on:
        yield "due", f"期限 {due} 早于会议日期 {on}"
    yield from faults_of_due(due, assembly.campaign.year)


def _faults_of_need(need: str, district: str, assembly: Assembly) -> Iterator[tuple[str, str]]:
    found = assembly.needs.get(need)
    if found is None or found.district != district:
        yield "need", f"没有编号为 {need} 的需求"
    elif found.state != "confirmed":
        yield "need", "该需求尚未由军地双方确认，或已有结果"


def _must_be_sound(order: RecordMeeting, assembly: Assembly, given: Given) -> None:
    campaign, before = assembly.campaign, assembly.before
    if order.district != CITY_WIDE:
        campaign.must_include(order.district)
    if order.on > day_of(given.now) or not near(order.on, campaign.year):
        raise Invalid(f"会议日期 {order.on} 还未到，或与{campaign.year}年度相差过远。", field="on")
    if before is None or order.follows is None:
        return
    if before.district != order.district:
        raise absent(order.follows)
    if before.on > order.on:
        raise Invalid("上次会议须是本级在此之前召开的会议。", field="follows")
    if assembly.followed:
        raise WrongState("上次会议之后已经记录了一次会议，请改选最近的一次。", "followed")


def _reworded(held: Ruled, decision: Decision, meeting: Meeting, assembly: Assembly) -> Ruled:
    """The same term is the same day, though days off were told since.

    Raises: Invalid (more than the wording is another).
    """
    try:
        again = _one_ruled(decision, meeting.district, meeting.on, "", assembly.calendar)
    except ValueError as fault:
        raise Invalid(f"{fault}。", field="decisions") from fault
    new = replace(held, text=decision.text)
    if again.words and again.words.partition("（")[0] == held.words.partition("（")[0]:
        again = replace(again, **{name: getattr(held, name) for name in OF_TERM})
    if replace(again, task=held.task) != new:
        raise Invalid(
            f"第{held.number}项已成为任务，更正只能改文字；换牵头单位、责任人请移交任务，改期限请调整任务期限。",
            field="decisions",
        )
    return new


def _units(decisions: tuple[Ruled, ...], previous: tuple[Followed, ...]) -> tuple[str, ...]:
    charged = (*decisions, *(one.decision for one in previous))
    return tuple(dict.fromkeys(unit for one in charged for unit in one.units))


def _planned(decision: Ruled, meeting: Meeting, given: Given) -> TaskPlanned:
    return alike(
        TaskPlanned,
        decision,
        meeting,
        item="",
        title=decision.text,
        by=given.by.account,
        origin="decision",
        source=f"{given.key}#{decision.number}",
        ground=f"{in_words(meeting.on)}{meeting.title}议定事项第{decision.number}项",
    )


def _corrected(decision: Ruled, order: CorrectMeeting, given: Given) -> DecisionCorrected:
    return DecisionCorrected(
        task=decision.task,
        meeting=given.key,
        number=decision.number,
        title=decision.text,
        reason=order.reason,
        by=given.by.account,
    )


def _answer(meeting: Meeting) -> dict[str, Any]:
    return {
        "tasks": [one.task for one in meeting.decisions],
        "previous": [
            {
                "number": one.decision.number,
                "text": one.decision.text,
                "task": one.decision.task,
                "fate": one.fate,
            }
            for one in meeting.previous
        ],
    }
