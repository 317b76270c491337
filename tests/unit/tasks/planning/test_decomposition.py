"""The decomposition table: taken whole or not at all."""

from datetime import date
from typing import Any

from contracts.orders.tasks import Decompose, Duty
from contracts.scoring import ItemSummary
from contracts.tasks import TaskAssigned, TaskPlanned
from services.tasks.life.charging import plan_task
from services.tasks.planning.decomposition import MAX_DUTIES, Decomposition, decompose
from services.tasks.planning.plan import Plan
from services.tasks.planning.standard import Standard
from tests.unit.tasks.cast import (
    CAMPAIGN,
    DIRECTORY,
    DUE,
    DUE_ENDS,
    QIAN,
    given,
    heard,
    item,
    plan,
    refused,
)

A01 = Duty(item="A01", lead="publicity", person="sun", cooperating=("transport",))
A02 = Duty(item="A02", lead="education", person="li", due=date(2026, 9, 1))


def table(*duties: Duty, district: str = "ganzhou") -> Decompose:
    return Decompose(campaign="c-2026", district=district, due=DUE, duties=duties)


def done(*duties: Duty) -> Decomposition:
    change = decompose(None, table(*duties), given(QIAN, plan()))
    assert change
    return change.state


def faults(no: Any) -> list[tuple[int, str]]:
    return [(fault["row"], fault["field"]) for fault in no.value.extra["faults"]]


def test_each_duty_becomes_one_planned_task() -> None:
    change = decompose(None, table(A01, A02), given(QIAN, plan()))
    assert change
    first, second = change.events
    assert first == TaskPlanned(
        task="t-2026-ganzhou-A01",
        campaign="c-2026",
        year=2026,
        standard="v1",
        item="A01",
        title="内容 A01",
        lead="publicity",
        cooperating=("transport",),
        person="sun",
        due=DUE,
        by="qian",
    )
    assert isinstance(second, TaskPlanned) and second.due == date(2026, 9, 1)
    assert change.answer == {"tasks": ["t-2026-ganzhou-A01", "t-2026-ganzhou-A02"]}


def test_the_same_table_again_plans_nothing() -> None:
    assert decompose(done(A01, A02), table(A01, A02), given(QIAN, plan())) is None


def test_a_later_table_adds_only_its_new_rows() -> None:
    change = decompose(done(A01), table(A01, A02), given(QIAN, plan()))
    assert change and change.answer == {"tasks": ["t-2026-ganzhou-A02"]}
    assert [duty.item for duty in change.state.duties] == ["A01", "A02"]


def test_a_second_lead_for_an_item_is_refused() -> None:
    other = Duty(item="A01", lead="education", person="li")
    with refused("faulty-rows", "duties[0].item") as no:
        decompose(done(A01), table(other), given(QIAN, plan()))
    assert "publicity" in no.value.detail


def test_an_item_twice_in_one_table_is_refused() -> None:
    with refused("faulty-rows", "duties[1].item"):
        decompose(None, table(A01, A01), given(QIAN, plan()))


def test_an_item_that_was_assigned_singly_has_its_lead() -> None:
    with refused("faulty-rows", "duties[0].item"):
        decompose(None, table(A01), given(QIAN, plan(A01="transport")))


def test_every_fault_is_named_with_row_and_field_and_nothing_is_taken() -> None:
    rows = (
        Duty(item="Z99", lead="publicity", person="sun"),
        A01,
        Duty(item="A02", lead="nobody", person="li", cooperating=("ghosts",)),
        Duty(item="B04", lead="education", person="sun", due=date(2206, 1, 1)),
    )
    with refused("faulty-rows", "duties[0].item") as no:
        decompose(None, table(*rows), given(QIAN, plan()))
    assert faults(no) == [
        (0, "item"),
        (2, "cooperating"),
        (2, "lead"),
        (3, "due"),
        (3, "person"),
    ]


def test_the_named_person_is_known() -> None:
    with refused("faulty-rows", "duties[0].person"):
        decompose(
            None, table(Duty(item="A01", lead="publicity", person="ghost")), given(QIAN, plan())
        )


def test_the_named_person_is_of_the_lead_unit() -> None:
    with refused("faulty-rows", "duties[0].person"):
        decompose(None, table(Duty(item="A01", lead="publicity", person="li")), given(QIAN, plan()))


def test_the_lead_does_not_cooperate_with_itself_and_no_unit_twice() -> None:
    duty = Duty(
        item="A01",
        lead="publicity",
        person="sun",
        cooperating=("publicity", "transport", "transport"),
    )
    with refused("faulty-rows") as no:
        decompose(None, table(duty), given(QIAN, plan()))
    assert faults(no) == [(0, "cooperating"), (0, "cooperating")]


def test_a_district_outside_the_campaign_is_refused() -> None:
    with refused("district-not-in-campaign", "district"):
        decompose(None, table(A01, district="shandan"), given(QIAN, plan()))


def test_a_table_has_a_limit() -> None:
    codes = [f"A{n:03d}" for n in range(MAX_DUTIES + 1)]
    items: tuple[ItemSummary, ...] = tuple(item(code) for code in codes)
    wide = Plan(
        campaign=CAMPAIGN,
        standard=Standard(name="大表", items=items),
        directory=DIRECTORY,
        taken={},
    )
    duties = [Duty(item=code, lead="publicity", person="sun") for code in codes]
    full = decompose(None, table(*duties[:MAX_DUTIES]), given(QIAN, wide))
    assert full and len(full.events) == MAX_DUTIES
    with refused("limit-exceeded", "duties"):
        decompose(full.state, table(duties[-1]), given(QIAN, wide))


PLANNED = TaskPlanned(
    task="t-2026-ganzhou-A01",
    campaign="c-2026",
    year=2026,
    standard="v1",
    item="A01",
    title="内容 A01",
    lead="publicity",
    cooperating=("transport",),
    person="sun",
    due=DUE,
)


def test_a_planned_task_is_assigned_to_its_lead_and_named_person() -> None:
    change = plan_task(None, PLANNED, heard(PLANNED, key=PLANNED.task))
    assert change
    task = change.state
    assert (task.district, task.state, task.units) == (
        "ganzhou",
        "assigned",
        ("publicity", "transport"),
    )
    assert task.next_due() == DUE_ENDS
    assert [(e.what, e.why, e.unit) for e in task.history] == [
        ("assigned", "2026年任务分解表", "publicity")
    ]
    assert change.events == (
        TaskAssigned(
            task=PLANNED.task,
            year=2026,
            standard="v1",
            item="A01",
            title="内容 A01",
            lead="publicity",
            cooperating=("transport",),
            person="sun",
            due=DUE,
            about="A01",
        ),
    )


def test_a_plan_heard_again_leaves_the_task_as_it_is() -> None:
    change = plan_task(None, PLANNED, heard(PLANNED))
    assert change and plan_task(change.state, PLANNED, heard(PLANNED)) is None
