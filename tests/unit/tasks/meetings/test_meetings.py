"""Meetings: each decision becomes a task, and the next meeting sees what became of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import CorrectMeeting, Decision, RecordMeeting
from contracts.tasks import DecisionCorrected, MeetingRecorded, TaskPlanned
from services.tasks.dates.workdays import Workdays
from services.tasks.life.charging import plan_task
from services.tasks.meetings.meeting import Assembly, Meeting, fate_of
from services.tasks.meetings.need import Need
from services.tasks.meetings.recording import correct_meeting, record_meeting
from services.tasks.meetings.sheet import Called, sheet_of_meeting
from services.tasks.meetings.wording import retitle
from services.tasks.task.task import Task
from tests.unit.tasks.cast import (
    CAMPAIGN,
    DIRECTORY,
    NOW,
    QIAN,
    ZHAO,
    assigned,
    confirmed,
    given,
    heard,
    refused,
)
from tests.unit.tasks.cast import WANG as REVIEWER

ID = "m-1"
ON = date(2026, 5, 6)
FIRST = Decision(
    number=1,
    text="八一前完成营区道路照明",
    lead="publicity",
    person="sun",
    cooperating=("transport",),
    due=date(2026, 7, 31),
)
SECOND = Decision(number=2, text="开展慰问", lead="education", person="li", days=7)
ORDER = RecordMeeting(
    district="ganzhou",
    campaign="c-2026",
    kind="leading-group",
    title="领导小组第一次会议",
    on=ON,
    agenda=("研究八一工作",),
    decisions=(FIRST, SECOND),
)


def assembly(**more: Any) -> Assembly:
    return Assembly(campaign=CAMPAIGN, directories={"ganzhou": DIRECTORY}, **more)


def recorded(order: RecordMeeting = ORDER, **found: Any) -> Any:
    return record_meeting(None, order, given(QIAN, assembly(**found), key=ID))


def decided(*decisions: Decision, **found: Any) -> Any:
    return recorded(replace(ORDER, decisions=decisions), **found)


def corrected(meeting: Meeting, *decisions: Decision, followed: bool = False, **said: Any) -> Any:
    order = CorrectMeeting(meeting=ID, reason="记录有误", decisions=decisions, **said)
    return correct_meeting(meeting, order, given(QIAN, assembly(followed=followed), key=ID))


def faults(*decisions: Decision, **found: Any) -> list[tuple[int, str]]:
    with refused("faulty-rows") as no:
        decided(*decisions, **found)
    return [(fault["row"], fault["field"]) for fault in no.value.extra["faults"]]


def test_each_decision_becomes_a_task_of_its_lead_unit() -> None:
    change = recorded()
    assert isinstance(change.events[0], MeetingRecorded)
    first = change.events[1]
    assert isinstance(first, TaskPlanned)
    assert (first.task, first.origin, first.source) == ("m-1.1", "decision", "m-1#1")
    assert (first.title, first.lead, first.person) == ("八一前完成营区道路照明", "publicity", "sun")
    assert (first.due, first.item, first.by) == (date(2026, 7, 31), "", "qian")
    assert change.answer == {"tasks": ["m-1.1", "m-1.2"], "previous": []}


def test_the_task_of_a_decision_is_never_scored() -> None:
    fact = recorded().events[1]
    change = plan_task(None, fact, heard(fact, key=fact.task))
    assert change
    assert (change.state.origin, change.state.scored, change.state.source) == (
        "decision",
        "",
        "m-1#1",
    )
    assert change.state.history[0].why == "2026年5月6日领导小组第一次会议议定事项第1项"


@pytest.mark.parametrize(
    ("term", "due", "words"),
    [
        ({"days": 7}, date(2026, 5, 13), "会后7日内"),
        # 9 May 2026 is a Saturday worked in place of a holiday.
        ({"working_days": 3}, date(2026, 5, 9), "会后3个工作日内"),
        ({"due": date(2026, 5, 20)}, date(2026, 5, 20), ""),
    ],
)
def test_a_term_runs_from_the_meetings_day(term: dict[str, Any], due: date, words: str) -> None:
    fact = decided(
        replace(FIRST, due=None, **term) if "due" not in term else replace(FIRST, **term)
    )
    assert (fact.events[1].due, fact.events[1].words) == (due, words)


def test_a_term_of_working_days_passes_over_the_national_holiday() -> None:
    order = replace(
        ORDER,
        on=date(2025, 9, 30),
        decisions=(replace(FIRST, due=None, working_days=1),),
    )
    assert recorded(order).events[1].due == date(2025, 10, 9)


def test_every_fault_of_every_decision_is_named_and_no_task_is_made() -> None:
    assert faults(
        replace(FIRST, lead="nobody"),
        replace(SECOND, number=1, person="sun"),
        replace(FIRST, number=3, due=None),
        replace(FIRST, number=4, days=3),
        replace(FIRST, number=5, due=date(2026, 5, 1)),
        replace(FIRST, number=6, district="linze"),
    ) == [
        (0, "lead"),
        (1, "number"),
        (1, "person"),
        (2, "due"),
        (3, "due"),
        (4, "due"),
        (5, "district"),
    ]


def test_a_citys_meeting_says_which_district_each_decision_is_for() -> None:
    city = replace(ORDER, district="*", decisions=(replace(FIRST, district="ganzhou"),))
    change = record_meeting(None, city, given(ZHAO, assembly(), key=ID))
    fact = change.events[1]
    assert isinstance(fact, TaskPlanned)
    assert (change.state.district, fact.district) == ("*", "ganzhou")
    task = plan_task(None, fact, heard(fact, district="*", key=fact.task))
    assert task and task.state.district == "ganzhou"
    with refused("faulty-rows", "decisions[0].district"):
        record_meeting(None, replace(city, decisions=(FIRST,)), given(ZHAO, assembly(), key=ID))


def test_a_meeting_that_is_still_to_come_has_no_record() -> None:
    with refused("invalid", "on"):
        recorded(replace(ORDER, on=date(2026, 5, 7)))


def test_the_next_meeting_shows_what_became_of_the_decisions_before() -> None:
    before = recorded(replace(ORDER, on=date(2026, 4, 1))).state
    done = confirmed(REVIEWER)
    late = replace(assigned(), overdue=True)
    found = {"before": before, "tasks": {"m-1.1": done, "m-1.2": late}}
    next_one = replace(ORDER, follows=ID, decisions=())
    change = record_meeting(None, next_one, given(QIAN, assembly(**found), key="m-2"))
    assert change.answer
    assert [(one["number"], one["fate"]) for one in change.answer["previous"]] == [
        (1, "done"),
        (2, "overdue"),
    ]
    assert change.state.units == ("ganzhou.publicity", "ganzhou.transport", "ganzhou.education")
    table = sheet_of_meeting(change.state, (), change.state.previous, {}, Called())
    assert [row[-2] for row in table.sheets[1].rows[2:]] == ["已完成", "逾期未完成"]


def test_a_meeting_has_one_follower_of_its_own_level_and_later() -> None:
    before = recorded(replace(ORDER, on=date(2026, 4, 1))).state
    again = replace(ORDER, follows=ID)
    with refused("wrong-state"):
        recorded(again, before=before, followed=True)
    with refused("not-found"):
        recorded(again, before=replace(before, district="*"))
    with refused("invalid", "follows"):
        recorded(again, before=replace(before, on=date(2026, 5, 7)))


def test_a_decision_left_out_is_added_and_becomes_a_task() -> None:
    meeting = decided(FIRST).state
    change = corrected(meeting, SECOND)
    assert [fact.task for fact in change.events] == ["m-1.2"]
    assert [one.number for one in change.state.decisions] == [1, 2]
    assert (change.state.history[-1].what, change.state.history[-1].why) == (
        "corrected",
        "记录有误",
    )


def test_a_decision_worded_anew_tells_its_task() -> None:
    meeting = recorded().state
    change = corrected(meeting, replace(FIRST, text="八一前完成营区道路亮化"))
    fact = change.events[0]
    assert isinstance(fact, DecisionCorrected)
    assert (fact.task, fact.title) == ("m-1.1", "八一前完成营区道路亮化")
    task: Task = assigned()
    told = retitle(task, fact, replace_found(fact, "八一前完成营区道路亮化"))
    assert told and told.state.title == "八一前完成营区道路亮化"
    assert retitle(told.state, fact, replace_found(fact, "八一前完成营区道路亮化")) is None


def replace_found(fact: DecisionCorrected, wording: str) -> Any:
    return given(event=heard(fact).event, found=wording)


def test_corrections_heard_in_the_wrong_order_end_with_the_wording_of_the_record() -> None:
    older = DecisionCorrected(
        task="m-1.1", meeting=ID, number=1, title="旧", reason="更正", by="qian"
    )
    told = retitle(assigned(), older, replace_found(older, "新"))
    assert told and told.state.title == "新"


def test_a_decision_worded_anew_keeps_its_day_though_days_off_were_told_since() -> None:
    term = replace(SECOND, days=None, working_days=3)
    meeting = decided(term).state
    off = frozenset(date(ON.year, ON.month, ON.day) + timedelta(days=n) for n in range(1, 8))
    told = Workdays(off=off, working=frozenset(), years=frozenset({ON.year}))
    order = CorrectMeeting(
        meeting=ID, reason="记录有误", decisions=(replace(term, text="开展八一慰问"),)
    )
    change = correct_meeting(meeting, order, given(QIAN, assembly(calendar=told), key=ID))
    assert change and change.state.decisions[0].text == "开展八一慰问"
    assert change.state.decisions[0].due == meeting.decisions[0].due
    assert decided(term, calendar=told).state.decisions[0].due != meeting.decisions[0].due


@pytest.mark.parametrize(
    "changes",
    [{"person": "li"}, {"lead": "education"}, {"due": date(2026, 8, 1)}, {"cooperating": ()}],
)
def test_another_lead_person_or_day_is_no_correction(changes: dict[str, Any]) -> None:
    with refused("invalid", "decisions"):
        corrected(recorded().state, replace(FIRST, **changes))


def test_a_record_that_the_next_meeting_follows_is_corrected_no_more() -> None:
    with refused("wrong-state"):
        corrected(recorded().state, title="第一次全体会议", followed=True)


def test_a_correction_that_says_the_same_changes_nothing() -> None:
    assert corrected(recorded().state, FIRST, title=ORDER.title) is None


def test_a_decision_may_answer_a_need_that_both_sides_confirmed_and_once() -> None:
    need = Need(
        district="ganzhou",
        campaign="c-2026",
        year=2026,
        standard="v1",
        side="army",
        unit="garrison",
        toward="",
        title="道路照明",
        description="",
        topic="",
        amount="",
        wanted_by=None,
        by="ma",
        at=NOW,
        units=("garrison",),
        state="confirmed",
    )
    answering = replace(FIRST, need="n-1")
    assert decided(answering, needs={"n-1": need}).events[1].need == "n-1"
    assert faults(answering) == [(0, "need")]
    assert faults(answering, needs={"n-1": replace(need, state="raised")}) == [(0, "need")]
    assert faults(answering, needs={"n-1": replace(need, district="linze")}) == [(0, "need")]
    twice = (answering, replace(answering, number=2))
    assert faults(*twice, needs={"n-1": need}) == [(1, "need")]


def test_what_became_of_a_decision_is_done_overdue_or_open() -> None:
    assert fate_of(None) == "open"
    assert fate_of(assigned()) == "open"
    assert fate_of(replace(assigned(), overdue=True)) == "overdue"
    assert fate_of(confirmed(REVIEWER)) == "done"


def test_a_record_holds_a_bounded_number_of_decisions_also_when_it_is_corrected() -> None:
    full = [replace(FIRST, number=n) for n in range(1, 61)]
    with refused("invalid", "decisions"):
        corrected(decided(*full).state, replace(FIRST, number=61))


def test_a_correction_is_as_sound_as_a_record() -> None:
    with refused("invalid", "decisions"):
        corrected(recorded().state, replace(FIRST, due=None))


def test_the_table_of_a_first_meeting_has_no_sheet_of_the_one_before() -> None:
    meeting = recorded().state
    table = sheet_of_meeting(meeting, meeting.decisions, (), {}, Called())
    assert [sheet.name for sheet in table.sheets] == ["议定事项"]
