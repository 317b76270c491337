"""Registers by table, the calendar of duties and report once, on a real broker and database."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts import tasks as facts
from contracts.clock import CHINA
from contracts.evidence import EvidenceSealed
from contracts.measures import Measure, Quantity, Ratio
from contracts.orders import tasks as orders
from contracts.scoring import StandardPublished
from contracts.sheets import Sheet, Workbook
from kit.topology import events
from tests.interface.test_tasks import (
    ELSEWHERE,
    LI,
    QIAN,
    SUN,
    TAP,
    UNITS,
    YEAR,
    ZHAO,
    ZHENG,
    ZHOU,
    Office,
    appoint,
    duty,
    item,
)
from tests.support.calling import CallFailed, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
numbers = itertools.count(1)
HEAD = ("编号", "名称", "责任单位", "地点", "姓名")
STANDARD = StandardPublished(
    version="v1",
    name="样表",
    items=(
        replace(item("B04", register=True), measure="ratio", evidence=("SIGN 照片",)),
        replace(item("B06", register=True), measure="count", evidence=("LED 台账",)),
        replace(item("F01"), occasions=("元旦", "春节", "八一")),
        replace(item("A08"), yearly=4),
    ),
    sha256="0" * 64,
)


@pytest.fixture(scope="module")
def tasks(stack: Stack) -> Running:
    return stack.start(SERVICES[0], TONGXIN_DUE_SECONDS="0.2").wait_ready()


@pytest.fixture(scope="module")
def office(stack: Stack, tasks: Running) -> Iterator[Office]:
    """A district with its people, a standard with registers and recurring duties, its tasks."""
    channel: Any = stack.amqp().channel()
    channel.queue_declare(TAP, durable=True, auto_delete=False)
    channel.queue_bind(TAP, events("tasks"), "#")
    office = Office(stack)
    office.give(orders.FoundDistrict(district="ganzhou", name="甘州区"), ZHAO)
    for unit in UNITS:
        office.give(
            orders.RegisterUnit(
                district="ganzhou", unit=unit, name=f"区{unit}局", kind="department"
            ),
            ZHAO,
        )
    for account, unit in (("sun", "publicity"), ("li", "education"), ("zhou", "transport")):
        appoint(office, account, unit)
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(year=YEAR, name="创建", standard="v1", districts=("ganzhou",))
    eventually(lambda: office.give(campaign, ZHAO))
    duties = tuple(duty(code) for code in ("B04", "B06", "F01", "A08"))
    office.give(
        orders.Decompose(
            campaign="c-2026", district="ganzhou", due=date(YEAR, 12, 31), duties=duties
        ),
        QIAN,
    )
    for one in duties:
        eventually(lambda one=one: office.task(f"t-2026-ganzhou-{one.item}"))
        office.give(orders.Accept(task=f"t-2026-ganzhou-{one.item}"), SUN)
    yield office


def seal(office: Office, task: str, **changes: Any) -> str:
    evidence = f"e-{next(numbers):04d}"
    usual: dict[str, Any] = {
        "evidence": evidence,
        "by": "wu",
        "unit": "publicity",
        "tasks": (task,),
        "items": (),
        "sha256": "0" * 64,
        "size": 1000,
        "media_type": "image/jpeg",
        "mode": "camera",
        "captured_at": datetime.now(UTC),
        "has_position": False,
        "register": "",
        "row": "",
        "sealed_until": datetime.now(UTC) + timedelta(days=365),
    }
    publish(office.stack, EvidenceSealed(**usual | changes), district="ganzhou", subject=evidence)
    kept = office.stack.mongo("tasks").sealed
    eventually(lambda: kept.find_one({"_id": evidence}))
    return evidence


def book(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Workbook:
    return Workbook(filename="台账.xlsx", sheets=(Sheet(name="台账", rows=(head, *rows)),))


def opened(office: Office, item: str) -> str:
    order = orders.OpenRegister(district="ganzhou", campaign="c-2026", item=item, title="台账")
    return str(office.give(order, QIAN)["id"])


def imported(office: Office, register: str, *rows: tuple[str, ...], **how: Any) -> Any:
    return office.give(orders.ImportRows(register=register, workbook=book(*rows), **how), QIAN)


def test_a_table_is_imported_proved_by_photos_and_counted(office: Office) -> None:
    register = opened(office, "B04")
    rows = (("p-1", "东街", "区publicity局", "东街"), ("p-2", "西街", "区transport局", "西街"))
    bad = (*rows, ("p-1", "电话13912345678", "无"))
    with pytest.raises(CallFailed) as no:
        imported(office, register, *bad)
    assert (no.value.code, no.value.status, no.value.field) == ("sheet-faulty", 422, "$.workbook")
    named = [(f["row"], f["column"]) for f in no.value.extra["faults"]]
    assert named == [(4, "B"), (4, "A")]  # whose "无" is, is asked once these are mended
    assert office.ask(orders.RegisterOf(register=register), QIAN)["rows"] == []
    told = office.ask(orders.PreviewRows(register=register, workbook=book(*rows)), QIAN)
    assert [row["key"] for row in told["added"]] == ["p-1", "p-2"]
    assert imported(office, register, *rows)["added"] == 2
    assert "added" not in imported(office, register, *rows)
    missing = office.ask(orders.MissingOf(register=register), QIAN)
    assert (missing["rows"], missing["missing"]) == (2, 2)
    seal(office, "t-2026-ganzhou-B04", register=register, row="p-1")
    counted = eventually(
        lambda: [f for f in office.facts(facts.RegisterCounted, register) if f.done == 1]
    )
    assert counted[0].rows == 2
    mine = office.ask(orders.MissingOf(district="ganzhou", item="B04", year=YEAR), ZHOU)
    assert [(u["unit"], u["name"], u["missing"]) for u in mine["units"]] == [
        ("transport", "区transport局", 1)
    ]
    listed = office.ask(orders.Registers(district="ganzhou", item="B04"), QIAN)["items"]
    assert [(one["id"], one["done"], one["total"]) for one in listed] == [(register, 1, 2)]
    assert office.ask(orders.Registers(), LI)["items"] == []
    assert office.hidden(orders.RegisterSheet(register=register), ELSEWHERE)


def test_the_items_that_want_a_register_are_offered_with_what_is_there(office: Office) -> None:
    ask = orders.ItemsWithRegister(campaign="c-2026", district="ganzhou")
    offered = {one["item"]: one for one in office.ask(ask, QIAN)["items"]}
    assert offered["B04"]["title"] and offered["B04"]["register"] == "r-2026-ganzhou-B04"
    assert not all(one["register"] for one in offered.values())
    other = next(code for code in ("A01", "A02", "B01") if code not in offered)
    with pytest.raises(CallFailed) as no:
        opened(office, other)
    assert {one["value"] for one in no.value.extra["options"]} == offered.keys()


def test_an_export_imported_again_changes_nothing_and_an_amended_row_is_a_fault_unless_asked(
    office: Office,
) -> None:
    register = "r-2026-ganzhou-B04"
    table = office.ask(orders.RegisterSheet(register=register), QIAN)["workbook"]
    sheet = Sheet(name="台账", rows=tuple(tuple(row) for row in table["sheets"][0]["rows"]))
    again = Workbook(filename="again.xlsx", sheets=(sheet,))
    order = orders.ImportRows(register=register, workbook=again, amend=True)
    assert "changed" not in office.give(order, QIAN)
    moved = ("p-1", "东街", "区publicity局", "南门")
    with pytest.raises(CallFailed):
        imported(office, register, moved)
    assert imported(office, register, moved, amend=True)["changed"] == 1
    withdrawn = orders.WithdrawRow(register=register, key="p-2", reason="已拆除")
    office.give(withdrawn, QIAN)
    shown = office.ask(orders.RegisterOf(register=register), QIAN)
    assert (shown["done"], shown["total"]) == (1, 1)
    assert [(row["state"], row["place"]) for row in shown["rows"]] == [
        ("done", "南门"),
        ("withdrawn", "西街"),
    ]


def test_a_count_items_register_gives_its_count_and_keeps_persons_masked(office: Office) -> None:
    register = opened(office, "B06")
    imported(office, register, ("v-1", "走访", "区publicity局", "", "张三"))
    seal(
        office,
        "t-2026-ganzhou-B06",
        register=register,
        row="v-1",
        mode="file",
        media_type="application/pdf",
    )
    eventually(lambda: office.ask(orders.RegisterOf(register=register), QIAN)["done"] == 1)
    assert office.ask(orders.RegisterOf(register=register), QIAN)["rows"][0]["who"] == "张*"
    task = "t-2026-ganzhou-B06"
    typed: dict[str, Measure] = {"count": Quantity(value="9")}
    with pytest.raises(CallFailed) as no:
        office.give(orders.Submit(task=task, measures=typed), SUN)
    assert no.value.code == "count-from-register"
    office.give(orders.Submit(task=task, measures={}, note="见台账"), SUN)
    assert office.fact(facts.TaskSubmitted, task).measures == {"count": Quantity(value="1")}
    office.give(orders.Submit(task="t-2026-ganzhou-B04", measures={}, note="见台账"), SUN)
    assert office.fact(facts.TaskSubmitted, "t-2026-ganzhou-B04").measures == {
        "ratio": Ratio(numerator=1, denominator=1)
    }


def test_the_calendar_plans_what_recurs_once_and_lists_it_by_month(office: Office) -> None:
    order = orders.PlanCalendar(campaign="c-2026", district="ganzhou")
    answer = office.give(order, QIAN)
    # Days that have passed when the test runs are named, not planned.
    assert len(answer["tasks"]) + len(answer["passed"]) == 7
    assert "tasks" not in office.give(order, QIAN)
    for task in answer["tasks"]:
        eventually(lambda task=task: office.task(task))
    listed = office.ask(orders.CalendarOf(district="ganzhou", year=YEAR), QIAN)["items"]
    assert [one["task"] for one in listed] == sorted(
        answer["tasks"], key=lambda id: office.task(id)["due"]
    )
    december = orders.CalendarOf(district="ganzhou", year=YEAR, month=12)
    if answer["tasks"]:
        last = office.ask(december, SUN)["items"]
        assert [(one["period"], one["due"]) for one in last] == [("2026-Q4", "2026-12-31")]
    assert office.ask(december, LI)["items"] == []
    assert office.hidden(december, ELSEWHERE)


def demand(unit: str, item: str, **changes: Any) -> orders.DemandMaterial:
    soon = datetime.now(UTC).date() + timedelta(days=10)
    usual: dict[str, Any] = {
        "district": "ganzhou",
        "year": YEAR,
        "unit": unit,
        "item": item,
        "what": "照片",
        "reason": "迎接检查",
        "due": soon,
    }
    return orders.DemandMaterial(**usual | changes)


def test_what_is_held_is_not_demanded_again_and_the_burden_is_counted(office: Office) -> None:
    held = seal(office, "t-2026-ganzhou-F01")
    stopped = office.give(demand("publicity", "F01"), ZHENG)
    assert (stopped["stopped"], stopped["code"]) == (True, "already-held")
    assert [one["path"] for one in stopped["held"]] == [f"/api/v1/evidence/{held}"]
    made = office.give(demand("education", "A08"), QIAN)
    assert made["stopped"] is False
    fact = office.fact(facts.MaterialDemanded, "b-2026-ganzhou-education")
    assert (fact.demand, fact.repeated) == (made["demand"], False)
    assert office.give(demand("education", "A08"), QIAN)["code"] == "already-demanded"
    asked = orders.BurdenOf(district="ganzhou", year=YEAR, unit="education")
    assert office.ask(asked, LI)["units"][0]["open"][0]["what"] == "照片"
    assert office.ask(asked, SUN)["units"] == []
    seal(office, "t-2026-ganzhou-A08", unit="education")
    eventually(lambda: office.ask(asked, QIAN)["units"][0]["met"] == 1)
    insisted = office.give(demand("education", "A08", insist=True), QIAN)
    assert insisted["stopped"] is False
    told = office.ask(orders.BurdenOf(district="ganzhou", year=YEAR), QIAN)["units"]
    counts = {
        one["unit"]: (one["made"], one["met"], one["avoided"], one["repeated"]) for one in told
    }
    assert counts == {"education": (2, 1, 1, 1), "publicity": (0, 0, 1, 0)}
    assert not {"by", "person", "account"} & {name for one in told for name in one}
    today = datetime.now(CHINA).date()
    by_month = orders.BurdenOf(district="ganzhou", year=today.year, month=today.month)
    shown = office.ask(by_month, QIAN)
    assert shown["months"][today.month - 1]["now"] == {"made": 2, "met": 1, "repeated": 1}
    assert [one["repeated"] for one in shown["listed"]] == [True, False]
    assert not {"by", "person", "account"} & {name for one in shown["listed"] for name in one}
    assert office.ask(by_month, SUN)["listed"] == []


def test_no_event_failed_or_was_parked(office: Office, tasks: Running) -> None:
    parked = [queue for queue in office.stack.api.queues() if queue.endswith(".parked")]
    assert parked and all(office.stack.api.depth(queue) == 0 for queue in parked)
    assert [line for line in tasks.log() if line.get("level") == "error"] == []


def test_another_units_worker_marks_no_row_and_proves_no_task(office: Office) -> None:
    register, task = "r-2026-ganzhou-B04", "t-2026-ganzhou-B04"
    row = orders.Row(key="p-77", label="东门", unit="publicity")
    office.give(orders.AddRows(register=register, rows=(row,)), QIAN)
    foreign = seal(office, task, register=register, row="p-77", by="li", unit="education")
    visit = seal(office, task, register=register, row="p-77", by="zheng", unit="")
    own = seal(office, task, register=register, row="p-77")

    def marked() -> Any:
        shown = office.ask(orders.RegisterOf(register=register), QIAN)["rows"]
        return next(one["evidence"] for one in shown if one["key"] == "p-77")

    eventually(marked)
    assert marked() == [own]
    (stored,) = office.stack.mongo("tasks").registers.find({"_id": register})
    kept = repr(stored["state"])
    assert foreign not in kept and visit not in kept
    sealed = {one["id"] for one in office.ask(orders.TaskOf(task=task), SUN)["sealed"]}
    assert own in sealed and sealed.isdisjoint({foreign, visit})
