"""How a task comes to a unit: assigned, accepted, objected to, ruled."""

from datetime import date

from contracts.orders.tasks import Accept, Object, Rule
from contracts.tasks import ObjectionRuled, TaskAssigned, TaskObjected
from services.tasks.life.charging import MAX_OBJECTIONS, accept, assign, object_, rule
from services.tasks.task.task import Task
from tests.unit.tasks.cast import (
    DIRECTORY,
    DUE,
    DUE_ENDS,
    LI,
    NOW,
    QIAN,
    SUN,
    ZHAO,
    ZHOU,
    accepted,
    assigned,
    caller,
    given,
    order,
    plan,
    refused,
)

NOT_OURS = Object(task="t-1", reason="应由教育局负责")
MOVE = Rule(task="t-1", upheld=True, reason="属教育系统", lead="education", person="li")
BACK = Rule(task="t-1", upheld=False, reason="分工文件已明确")


def objected() -> Task:
    return object_(assigned(), NOT_OURS, given(SUN)).state


def ruled(what: Rule) -> Task:
    return rule(objected(), what, given(QIAN, DIRECTORY)).state


def test_a_single_task_is_assigned_to_one_lead_and_a_named_person() -> None:
    change = assign(None, order(), given(QIAN, plan()))
    assert change.events == (
        TaskAssigned(
            task="t-1",
            year=2026,
            standard="v1",
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            cooperating=("transport",),
            person="sun",
            due=DUE,
            about="A01",
        ),
    )
    assert [(e.what, e.by, e.unit) for e in change.state.history] == [
        ("assigned", "qian", "publicity")
    ]


def test_a_task_is_due_at_the_end_of_its_day_in_china() -> None:
    assert assigned().next_due() == DUE_ENDS


def test_a_second_lead_for_an_item_is_refused() -> None:
    with refused("second-lead", "item") as no:
        assign(None, order(), given(QIAN, plan(A01="education")))
    assert no.value.extra == {"lead": "education"}
    with refused("second-lead", "item"):
        assign(assigned(), order(), given(QIAN, plan()))


def test_an_instruction_may_name_an_item_but_does_not_settle_its_figures() -> None:
    change = assign(None, order(origin="instruction"), given(QIAN, plan(A01="education")))
    assert change.state.item == "A01"
    fact = change.events[0]
    assert isinstance(fact, TaskAssigned) and fact.item == ""


def test_an_item_task_names_its_item() -> None:
    with refused("invalid", "item"):
        assign(None, order(item=None), given(QIAN, plan()))


def test_a_task_of_another_origin_needs_no_item() -> None:
    change = assign(None, order(origin="decision", item=None), given(QIAN, plan()))
    assert change.state.item == ""


def test_every_fault_of_an_assignment_is_named() -> None:
    bad = order(item="Z99", lead="nobody", cooperating=("ghosts",), due=date(2206, 1, 1))
    with refused("invalid", "item") as no:
        assign(None, bad, given(QIAN, plan()))
    fields = [fault["field"] for fault in no.value.extra["faults"]]
    assert fields == ["item", "lead", "cooperating", "due"]


def test_a_task_outside_the_campaign_is_refused() -> None:
    with refused("district-not-in-campaign"):
        assign(None, order(district="shandan"), given(ZHAO, plan()))


def test_the_lead_unit_accepts_its_task() -> None:
    task = accepted()
    assert task.state == "accepted"
    assert (task.history[-1].what, task.history[-1].by) == ("accepted", "sun")


def test_a_cooperating_unit_does_not_accept_for_the_lead() -> None:
    with refused("not-the-lead"):
        accept(assigned(), Accept(task="t-1"), given(ZHOU))


def test_another_units_task_does_not_exist_for_a_unit() -> None:
    for outsider in (LI, caller("lost", "unit")):
        with refused("not-found"):
            accept(assigned(), Accept(task="t-1"), given(outsider))
        with refused("not-found"):
            object_(assigned(), NOT_OURS, given(outsider))


def test_a_task_is_accepted_once() -> None:
    with refused("wrong-state") as no:
        accept(accepted(), Accept(task="t-1"), given(SUN))
    assert no.value.extra == {"state": "accepted"}


def test_a_unit_objects_in_writing() -> None:
    change = object_(assigned(), NOT_OURS, given(SUN))
    assert change.state.state == "objected"
    assert change.events == (
        TaskObjected(
            task="t-1",
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            by="sun",
            reason="应由教育局负责",
        ),
    )


def test_an_objection_names_an_item_only_where_its_task_settles_it() -> None:
    task = assigned(origin="decision", source="会议纪要3号")
    (fact,) = object_(task, NOT_OURS, given(SUN)).events
    assert isinstance(fact, TaskObjected)
    assert (task.item, fact.item) == ("A01", "")


def test_an_accepted_task_is_no_longer_objected_to() -> None:
    with refused("wrong-state"):
        object_(accepted(), NOT_OURS, given(SUN))


def test_an_upheld_objection_moves_the_task_and_both_reasons_stay() -> None:
    change = rule(objected(), MOVE, given(QIAN, DIRECTORY))
    task = change.state
    assert (task.state, task.lead, task.person) == ("assigned", "education", "li")
    assert task.units == ("education", "transport")
    assert [e.why for e in task.history[-2:]] == ["应由教育局负责", "属教育系统"]
    assert change.events == (
        ObjectionRuled(
            task="t-1",
            item="A01",
            title="双拥纳入规划",
            upheld=True,
            reason="属教育系统",
            objector="publicity",
            lead="education",
            person="li",
            year=2026,
            standard="v1",
            due=DUE,
        ),
    )


def test_a_cooperating_unit_that_becomes_lead_cooperates_no_longer() -> None:
    to_transport = Rule(task="t-1", upheld=True, reason="归交通", lead="transport", person="zhou")
    task = ruled(to_transport)
    assert (task.lead, task.cooperating, task.units) == ("transport", (), ("transport",))


def test_a_dismissed_objection_sends_the_task_back_and_both_reasons_stay() -> None:
    task = ruled(BACK)
    assert (task.state, task.lead, task.person) == ("assigned", "publicity", "sun")
    assert [e.what for e in task.history[-2:]] == ["objected", "dismissed"]
    assert [e.why for e in task.history[-2:]] == ["应由教育局负责", "分工文件已明确"]
    assert task.next_due() == DUE_ENDS


def test_a_dismissed_objection_is_not_raised_again_by_the_same_unit() -> None:
    with refused("objection-settled"):
        object_(ruled(BACK), NOT_OURS, given(SUN))


def test_the_new_lead_may_object_in_its_turn() -> None:
    assert object_(ruled(MOVE), NOT_OURS, given(LI)).state.state == "objected"


def test_only_an_objection_is_ruled() -> None:
    with refused("wrong-state"):
        rule(assigned(), BACK, given(QIAN, DIRECTORY))


def test_nobody_rules_on_their_own_objection() -> None:
    for own in (
        caller("sun", "district_office"),
        caller("hu", "district_office", unit="publicity"),
    ):
        with refused("own-work"):
            rule(objected(), BACK, given(own, DIRECTORY))


def test_upholding_needs_another_lead_and_its_named_person() -> None:
    for field, lead, person, says in (
        ("lead", None, "li", "须指定另一个牵头单位"),
        ("lead", "publicity", "sun", "须指定另一个牵头单位"),
        ("person", "education", None, "须指定新牵头单位的责任人"),
        ("lead", "nobody", "li", "nobody 不是本区单位"),
        ("person", "education", "sun", "不是牵头单位 education 的人员"),
        ("person", "education", "ghost", "ghost 未任命"),
    ):
        order = Rule(task="t-1", upheld=True, reason="成立", lead=lead, person=person)
        with refused("invalid", field) as no:
            rule(objected(), order, given(QIAN, DIRECTORY))
        assert says in no.value.detail


def test_dismissing_names_neither_a_new_lead_nor_a_new_person() -> None:
    for lead, person in (("education", None), (None, "li")):
        order = Rule(task="t-1", upheld=False, reason="不成立", lead=lead, person=person)
        with refused("invalid", "lead"):
            rule(objected(), order, given(QIAN, DIRECTORY))


def test_a_task_that_is_passed_on_and_on_keeps_a_bounded_number_of_objections() -> None:
    task = assigned()
    for _ in range(MAX_OBJECTIONS):
        for by, lead, person in ((SUN, "education", "li"), (LI, "publicity", "sun")):
            task = object_(task, NOT_OURS, given(by)).state
            move = Rule(task="t-1", upheld=True, reason="成立", lead=lead, person=person)
            task = rule(task, move, given(QIAN, DIRECTORY)).state
    assert len(task.objections) == MAX_OBJECTIONS
    assert task.objections[-1].unit == "education"


def test_the_history_says_who_what_and_for_which_unit() -> None:
    moved = rule(objected(), MOVE, given(QIAN, DIRECTORY)).state
    task = accept(moved, Accept(task="t-1"), given(LI)).state
    assert [(e.what, e.by, e.unit, e.at) for e in task.history] == [
        ("assigned", "qian", "publicity", NOW),
        ("objected", "sun", "publicity", NOW),
        ("upheld", "qian", "education", NOW),
        ("accepted", "li", "education", NOW),
    ]
