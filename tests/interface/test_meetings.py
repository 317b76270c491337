"""Meetings and needs on a real broker and database: decisions and needs become tasks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts import tasks as facts
from contracts.orders import tasks as orders
from contracts.scoring import StandardPublished
from kit.topology import events
from tests.interface.test_tasks import (
    ELSEWHERE,
    LI,
    QIAN,
    SUN,
    TAP,
    WANG,
    YEAR,
    ZHAO,
    Office,
    appoint,
    caller,
    item,
)
from tests.support.calling import CallFailed, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
TODAY = datetime.now(UTC).date() - timedelta(days=1)
SOON = TODAY + timedelta(days=30)
MA = caller("ma", "unit", unit="garrison")
STANDARD = StandardPublished(version="v1", name="样表", items=(item("A01"),), sha256="0" * 64)


@pytest.fixture(scope="module")
def tasks(stack: Stack) -> Running:
    return stack.start(SERVICES[0], TONGXIN_DUE_SECONDS="0.2").wait_ready()


@pytest.fixture(scope="module")
def office(stack: Stack, tasks: Running) -> Iterator[Office]:
    """Two districts with a department, a school office and a garrison unit; people in one."""
    channel: Any = stack.amqp().channel()
    channel.queue_declare(TAP, durable=True, auto_delete=False)
    channel.queue_bind(TAP, events("tasks"), "#")
    office = Office(stack)
    for district in ("ganzhou", "linze"):
        office.give(orders.FoundDistrict(district=district, name=district), ZHAO)
        for unit, kind in (
            ("publicity", "department"),
            ("education", "department"),
            ("garrison", "garrison"),
        ):
            order = orders.RegisterUnit(district=district, unit=unit, name=f"区{unit}", kind=kind)  # type: ignore[arg-type]
            office.give(order, ZHAO)
    for account, unit in (("sun", "publicity"), ("li", "education"), ("ma", "garrison")):
        appoint(office, account, unit)
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(
        year=YEAR, name="创建", standard="v1", districts=("ganzhou", "linze")
    )
    eventually(lambda: office.give(campaign, ZHAO))
    yield office


def decision(number: int, **changes: Any) -> orders.Decision:
    usual: dict[str, Any] = {
        "number": number,
        "text": f"议定事项第{number}项",
        "lead": "publicity",
        "person": "sun",
        "due": SOON,
    }
    return orders.Decision(**usual | changes)


def meeting(*decisions: orders.Decision, **changes: Any) -> orders.RecordMeeting:
    usual: dict[str, Any] = {
        "district": "ganzhou",
        "campaign": "c-2026",
        "kind": "leading-group",
        "title": "领导小组会议",
        "on": TODAY,
        "agenda": ("研究双拥工作",),
        "decisions": decisions,
        "present": ("区publicity",),
    }
    return orders.RecordMeeting(**usual | changes)


def finished(office: Office, task: str) -> None:
    office.give(orders.Accept(task=task), SUN)
    office.give(orders.Submit(task=task, measures={}, note="已办结"), SUN)
    office.give(orders.Confirm(task=task), WANG)


def test_decisions_become_tasks_and_the_next_meeting_sees_what_became_of_them(
    office: Office,
) -> None:
    late = decision(2, text="补报上月情况", lead="education", person="li", due=TODAY)
    answer = office.give(meeting(decision(1), late, decision(3)), QIAN)
    first, second, third = answer["tasks"]
    told = eventually(lambda: office.facts(facts.TaskAssigned, first))
    assert (told[0].lead, told[0].person, told[0].item, told[0].origin) == (
        "publicity",
        "sun",
        "",
        "decision",
    )
    for task in (second, third):
        eventually(lambda task=task: office.task(task))
    finished(office, first)
    eventually(lambda: office.task(second)["overdue"])
    shown = office.ask(orders.MeetingOf(meeting=answer["id"]), QIAN)
    assert [(one["number"], one["fate"]) for one in shown["decisions"]] == [
        (1, "done"),
        (2, "overdue"),
        (3, "open"),
    ]
    following = office.give(meeting(follows=answer["id"], title="第二次会议"), QIAN)
    fates = [("done", 1), ("overdue", 2), ("open", 3)]
    assert [(one["fate"], one["number"]) for one in following["previous"]] == fates
    table = office.ask(orders.MeetingSheet(meeting=following["id"]), QIAN)["workbook"]
    assert [row[-1] for row in table["sheets"][1]["rows"][2:]] == [
        "已完成",
        "逾期未完成",
        "办理中",
    ]
    correction = orders.CorrectMeeting(meeting=answer["id"], reason="笔误", title="第一次会议")
    assert office.refused(correction, QIAN).code == "wrong-state"
    mine = office.ask(orders.MeetingOf(meeting=answer["id"]), LI)
    assert [one["number"] for one in mine["decisions"]] == [2]
    assert "present" not in mine
    assert office.hidden(orders.MeetingOf(meeting=answer["id"]), ELSEWHERE)
    assert office.hidden(orders.MeetingOf(meeting=answer["id"]), MA)


def test_a_correction_reaches_the_task_and_a_repeat_does_nothing_more(office: Office) -> None:
    answer = office.give(meeting(decision(1)), QIAN, key="meeting-once")
    assert office.give(meeting(decision(1)), QIAN, key="meeting-once") == answer
    task = answer["tasks"][0]
    eventually(lambda: office.task(task))
    worded = decision(1, text="议定事项改写后")
    correction = orders.CorrectMeeting(
        meeting=answer["id"], reason="文字有误", decisions=(worded, decision(2))
    )
    assert len(office.give(correction, QIAN)["tasks"]) == 2
    eventually(lambda: office.task(task)["title"] == "议定事项改写后")
    eventually(lambda: office.task(f"{answer['id']}.2"))


def test_faults_of_decisions_are_named_and_no_task_is_made(office: Office) -> None:
    no = office.refused(meeting(decision(1, person="nobody"), decision(1)), QIAN)
    assert (no.code, no.status) == ("faulty-rows", 422)
    assert [(f["row"], f["field"]) for f in no.extra["faults"]] == [(0, "person"), (1, "number")]


def test_a_citys_meeting_charges_districts_and_each_sees_its_own(office: Office) -> None:
    order = meeting(decision(1, district="ganzhou"), district="*", title="市领导小组会议")
    answer = office.give(order, ZHAO)
    eventually(lambda: office.task(answer["tasks"][0]))
    assert office.task(answer["tasks"][0])["district"] == "ganzhou"
    here = office.ask(orders.MeetingOf(meeting=answer["id"]), QIAN)["decisions"]
    there = office.ask(orders.MeetingOf(meeting=answer["id"]), ELSEWHERE)["decisions"]
    assert (len(here), there) == (1, [])
    assert office.refused(order, QIAN).code == "not-found"
    listed = office.ask(orders.Meetings(kind="leading-group"), SUN)["items"]
    assert answer["id"] in [one["id"] for one in listed]


def raised(office: Office, **changes: Any) -> str:
    usual: dict[str, Any] = {
        "district": "ganzhou",
        "campaign": "c-2026",
        "title": "营区门前道路照明",
        "toward": "publicity",
        "wanted_by": SOON,
    }
    return str(office.give(orders.RaiseNeed(**usual | changes), MA)["id"])


def test_a_need_is_confirmed_by_both_sides_answered_for_and_met(office: Office) -> None:
    need = raised(office)
    assert office.fact(facts.NeedRaised, need).side == "army"
    assert office.hidden(orders.NeedOf(need=need), LI)
    for by in (SUN, MA):
        office.give(orders.ConfirmNeed(need=need), by)
    answer = orders.AcceptNeed(need=need, lead="publicity", person="sun", due=SOON)
    office.give(answer, QIAN)
    task = f"{need}.1"
    eventually(lambda: office.task(task))
    assert office.task(task)["origin"] == "need"
    with pytest.raises(CallFailed) as no:
        office.give(orders.ConfirmMet(need=need), MA)
    assert no.value.code == "wrong-state"
    finished(office, task)
    for by in (MA, SUN):
        office.give(orders.ConfirmMet(need=need), by)
    assert office.fact(facts.NeedMet, need).task == task
    met = office.ask(orders.Needs(side="army", state="met", year=YEAR), QIAN)["items"]
    assert [one["id"] for one in met] == [need]
    table = office.ask(orders.NeedSheet(district="ganzhou", year=YEAR), QIAN)["workbook"]
    assert [sheet["name"] for sheet in table["sheets"]] == ["需求清单", "责任清单"]


def test_who_leads_the_task_now_says_that_the_need_is_met(office: Office) -> None:
    need = raised(office, title="随军家属就业")
    office.give(orders.ConfirmNeed(need=need), SUN)
    office.give(orders.AcceptNeed(need=need, lead="publicity", person="sun", due=SOON), QIAN)
    task = f"{need}.1"
    eventually(lambda: office.task(task))
    office.give(orders.Object(task=task, reason="属教育系统"), SUN)
    moved = orders.Rule(task=task, upheld=True, reason="情况属实", lead="education", person="li")
    office.give(moved, QIAN)
    eventually(lambda: office.ask(orders.NeedOf(need=need), QIAN)["lead"] == "education")
    assert need in [one["id"] for one in office.ask(orders.Needs(), LI)["items"]]
    office.give(orders.Accept(task=task), LI)
    office.give(orders.Submit(task=task, measures={}, note="已安排"), LI)
    for by in (MA, LI):
        office.give(orders.ConfirmMet(need=need), by)
    assert office.ask(orders.NeedOf(need=need), MA)["state"] == "met"


def test_a_meetings_decision_answers_a_need(office: Office) -> None:
    need = raised(office, title="军人子女入学")
    assert office.refused(meeting(decision(1, need=need)), QIAN).code == "faulty-rows"
    for by in (QIAN, MA):
        office.give(orders.ConfirmNeed(need=need), by)
    task = office.give(meeting(decision(1, need=need)), QIAN)["tasks"][0]
    shown = eventually(
        lambda: [
            one for one in [office.ask(orders.NeedOf(need=need), MA)] if one["state"] == "accepted"
        ]
    )
    assert (shown[0]["task"], shown[0]["lead"]) == (task, "publicity")
    assert office.fact(facts.NeedAccepted, need).task == task


def test_the_number_of_a_troop_is_refused_and_nothing_is_kept(office: Office) -> None:
    order = orders.RaiseNeed(district="ganzhou", campaign="c-2026", title="73123部队用水")
    no = office.refused(order, MA)
    assert (no.code, no.field) == ("invalid", "$.title")


def test_no_event_failed_or_was_parked(office: Office, tasks: Running) -> None:
    parked = [queue for queue in office.stack.api.queues() if queue.endswith(".parked")]
    assert parked and all(office.stack.api.depth(queue) == 0 for queue in parked)
    assert [line for line in tasks.log() if line.get("level") == "error"] == []
