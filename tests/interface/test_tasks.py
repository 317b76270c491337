"""The tasks service as a process, on a real broker and database: a campaign in two districts."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contracts import tasks as facts
from contracts.caller import Caller
from contracts.envelope import decode, open_fact
from contracts.evidence import EvidenceSealed
from contracts.measures import Measure, Quantity, Ratio
from contracts.orders import tasks as orders
from contracts.scoring import ItemSummary, StandardPublished
from kit.topology import events
from tests.support.calling import CallFailed, Calls, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
TAP = "tap"
YEAR = 2026
SOON = date(YEAR, 12, 31)
PAST = date(YEAR - 1, 12, 30)
BURST = 60
UNITS = ("publicity", "education", "transport")
numbers = itertools.count(1)


def caller(account: str, role: str, district: str = "ganzhou", unit: str = "") -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)  # type: ignore[arg-type]


ZHAO = caller("zhao", "city_office", "*")
QIAN = caller("qian", "district_office")
ELSEWHERE = caller("han", "district_office", "linze")
SUN = caller("sun", "unit", unit="publicity")
LI = caller("li", "unit", unit="education")
ZHOU = caller("zhou", "unit", unit="transport")
WU = caller("wu", "field", unit="publicity")
ZHENG = caller("zheng", "inspector")
WANG = caller("wang", "reviewer")
FENG = caller("feng", "reviewer", "*")


class Office:
    """Orders and questions to the running service, and the facts that it publishes."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._calls = Calls(stack, "tasks")
        self._heard: list[tuple[str, Any]] = []

    def give(self, order: Any, by: Caller, key: str = "") -> dict[str, Any]:
        return self._calls.command(order, key, caller=by)

    def ask(self, ask: Any, by: Caller) -> dict[str, Any]:
        return self._calls.ask(ask, caller=by)

    def refused(self, order: Any, by: Caller) -> CallFailed:
        with pytest.raises(CallFailed) as no:
            self.give(order, by)
        return no.value

    def hidden(self, ask: Any, by: Caller) -> bool:
        with pytest.raises(CallFailed) as no:
            self.ask(ask, by)
        return no.value.code == "not-found" and no.value.status == 404

    def facts(self, kind: type, subject: str) -> list[Any]:
        """The facts of this kind that were published of this aggregate so far."""
        for message in self.stack.api.take(TAP):
            envelope = decode(message["payload"])
            self._heard.append((envelope.subject, open_fact(envelope)))
        return [fact for of, fact in self._heard if of == subject and type(fact) is kind]

    def fact(self, kind: type, subject: str) -> Any:
        """Waits for the one fact of this kind."""
        found = eventually(lambda: self.facts(kind, subject))
        assert len(found) == 1
        return found[0]

    def task(self, id: str) -> dict[str, Any]:
        return self.ask(orders.TaskOf(task=id), QIAN)


def item(code: str, register: bool = False) -> ItemSummary:
    return ItemSummary(
        code=code,
        category="宣传教育",
        title=f"内容 {code}",
        points=2000,
        side="地",
        kind="硬",
        evidence=("PIC",),
        lead="宣传部",
        cooperating=(),
        register=register,
    )


STANDARD = StandardPublished(
    version="v1",
    name="样表",
    items=(
        item("A01"),
        item("A02"),
        item("A03"),
        item("A04"),
        item("B04", register=True),
        item("B05", register=True),
    ),
    sha256="0" * 64,
)


@pytest.fixture(scope="module")
def tasks(stack: Stack) -> Running:
    return stack.start(SERVICES[0], TONGXIN_DUE_SECONDS="0.2").wait_ready()


@pytest.fixture(scope="module")
def office(stack: Stack, tasks: Running) -> Iterator[Office]:
    """Two districts with their people, a published standard, a campaign, a table of one item."""
    channel: Any = stack.amqp().channel()
    channel.queue_declare(TAP, durable=True, auto_delete=False)
    channel.queue_bind(TAP, events("tasks"), "#")
    office = Office(stack)
    for district, name in (("ganzhou", "甘州区"), ("linze", "临泽县")):
        office.give(orders.FoundDistrict(district=district, name=name), ZHAO)
        for unit in UNITS:
            office.give(
                orders.RegisterUnit(district=district, unit=unit, name=unit, kind="department"),
                ZHAO,
            )
    for account, unit in (("sun", "publicity"), ("li", "education"), ("zhou", "transport")):
        appoint(office, account, unit)
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(
        year=YEAR, name="创建", standard="v1", districts=("ganzhou", "linze")
    )
    eventually(lambda: office.give(campaign, ZHAO))
    yield office


def appoint(office: Office, account: str, unit: str) -> None:
    office.give(
        orders.AppointPerson(
            account=account, name=account, roles=("unit",), district="ganzhou", unit=unit
        ),
        QIAN,
    )


def duty(code: str, **changes: Any) -> orders.Duty:
    return orders.Duty(
        **{"item": code, "lead": "publicity", "person": "sun", "cooperating": ("transport",)}
        | changes
    )


def table(*duties: orders.Duty) -> orders.Decompose:
    return orders.Decompose(campaign="c-2026", district="ganzhou", due=SOON, duties=duties)


def assign(office: Office, due: date = SOON, **changes: Any) -> str:
    """A new task outside the table, led by publicity with transport; its id."""
    order: dict[str, Any] = {
        "district": "ganzhou",
        "campaign": "c-2026",
        "origin": "decision",
        "title": f"议定事项 {next(numbers)}",
        "lead": "publicity",
        "person": "sun",
        "cooperating": ("transport",),
        "due": due,
    }
    return str(office.give(orders.Assign(**order | changes), QIAN)["id"])


def accepted(office: Office, **changes: Any) -> str:
    task = assign(office, **changes)
    office.give(orders.Accept(task=task), SUN)
    return task


def seal(
    office: Office, *tasks: str, register: str = "", row: str = "", district: str = "ganzhou"
) -> str:
    """Publish that a photo is sealed; the evidence's id."""
    evidence = f"e-{next(numbers):04d}"
    fact = EvidenceSealed(
        evidence=evidence,
        by="wu",
        unit="publicity",
        tasks=tasks,
        items=(),
        sha256="0" * 64,
        size=1000,
        media_type="image/jpeg",
        mode="camera",
        captured_at=datetime.now(UTC),
        has_position=False,
        register=register,
        row=row,
        sealed_until=datetime.now(UTC) + timedelta(days=365),
    )
    publish(office.stack, fact, district=district, subject=evidence)
    return evidence


def sealed(office: Office, *tasks: str, **where: str) -> str:
    """A photo of which the service knows that it is sealed; the evidence's id."""
    evidence = seal(office, *tasks, **where)
    kept = office.stack.mongo("tasks").sealed
    eventually(lambda: kept.find_one({"_id": evidence}))
    return evidence


def submitted(office: Office, **changes: Any) -> str:
    task = accepted(office, **changes)
    office.give(orders.Submit(task=task, measures={"count": Quantity(value="3")}), SUN)
    return task


def test_a_table_becomes_tasks_that_their_lead_units_are_told_of(office: Office) -> None:
    answer = office.give(
        table(duty("A01"), duty("A02", lead="education", person="li", cooperating=())), QIAN
    )
    assert answer["tasks"] == ["t-2026-ganzhou-A01", "t-2026-ganzhou-A02"]
    told = office.fact(facts.TaskAssigned, "t-2026-ganzhou-A01")
    assert (told.lead, told.person, told.item, told.due) == ("publicity", "sun", "A01", SOON)
    office.fact(facts.TaskAssigned, "t-2026-ganzhou-A02")
    again = office.give(table(duty("A01")), QIAN)
    assert "tasks" not in again and again["id"] == "c-2026.ganzhou"
    mine = office.ask(orders.Tasks(item="A01"), SUN)["items"]
    assert [(task["id"], task["state"]) for task in mine] == [("t-2026-ganzhou-A01", "assigned")]


def test_a_table_with_faults_names_each_and_plans_nothing(office: Office) -> None:
    no = office.refused(table(duty("A04"), duty("Z99"), duty("B04", person="li")), QIAN)
    assert (no.code, no.status, no.field) == ("faulty-rows", 422, "duties[1].item")
    assert [(f["row"], f["field"]) for f in no.extra["faults"]] == [(1, "item"), (2, "person")]
    assert office.ask(orders.Tasks(item="A04"), QIAN)["items"] == []


def test_a_second_lead_is_refused_however_it_is_asked_for(office: Office) -> None:
    office.give(table(duty("A01")), QIAN)
    eventually(lambda: office.task("t-2026-ganzhou-A01"))
    other = duty("A01", lead="education", person="li", cooperating=())
    assert office.refused(table(other), QIAN).code == "faulty-rows"
    order = orders.Assign(
        district="ganzhou",
        campaign="c-2026",
        origin="item",
        item="A01",
        title="再派一次",
        lead="education",
        person="li",
        due=SOON,
    )
    assert office.refused(order, QIAN).code == "second-lead"


def test_an_item_assigned_singly_is_not_decomposed_to_another_lead(office: Office) -> None:
    task = assign(office, origin="item", item="A03")
    assert task == "t-2026-ganzhou-A03"
    no = office.refused(table(duty("A03", lead="education", person="li", cooperating=())), QIAN)
    assert no.field == "duties[0].item"


def test_repeating_a_command_with_its_key_gives_the_first_answer(office: Office) -> None:
    task = assign(office)
    order = orders.Accept(task=task)
    first = office.give(order, SUN, key="once")
    assert office.give(order, SUN, key="once") == first
    assert office.task(task)["version"] == first["version"]


def test_a_result_goes_from_the_unit_through_district_and_city(office: Office) -> None:
    task = accepted(office, origin="item", item="B05")
    photo = sealed(office, task)
    office.give(
        orders.Submit(task=task, measures={"count": Quantity(value="3")}, evidence=(photo,)), SUN
    )
    handed_in = office.fact(facts.TaskSubmitted, task)
    assert (handed_in.item, handed_in.evidence) == ("B05", (photo,))
    assert office.refused(orders.Confirm(task=task), FENG).code == "level-out-of-turn"
    amended = orders.Confirm(
        task=task, measures={"count": Quantity(value="2")}, reason="一次无签到"
    )
    office.give(amended, WANG)
    office.give(orders.Confirm(task=task), FENG)
    marks = eventually(lambda: office.facts(facts.ResultConfirmed, task)[1:]) and office.facts(
        facts.ResultConfirmed, task
    )
    assert [(m.level, m.amended, m.measures["count"].value) for m in marks] == [
        ("district", True, "2"),
        ("city", True, "2"),
    ]
    shown = office.task(task)
    assert shown["state"] == "confirmed-city"
    assert [one["id"] for one in shown["sealed"]] == [photo]
    assert [m["reason"] for m in shown["marks"]] == ["一次无签到", ""]


def test_the_returned_task_shows_its_reason_and_is_handed_in_again(office: Office) -> None:
    task = submitted(office)
    office.give(orders.Return(task=task, reason="照片看不清"), WANG)
    assert office.fact(facts.TaskReturned, task).reason == "照片看不清"
    seen = office.ask(orders.TaskOf(task=task), SUN)
    assert (seen["state"], seen["history"][-1]["why"]) == ("returned", "照片看不清")
    office.give(orders.Submit(task=task, measures={"count": Quantity(value="3")}), SUN)
    office.give(orders.Confirm(task=task), WANG)
    assert office.task(task)["state"] == "confirmed-district"


def test_nobody_confirms_their_own(office: Office) -> None:
    task = submitted(office)
    for own in (caller("sun", "reviewer"), caller("hu", "reviewer", unit="transport")):
        no = office.refused(orders.Confirm(task=task), own)
        assert (no.code, no.status) == ("own-work", 403)


def test_evidence_counts_only_once_it_is_sealed_for_the_task(office: Office) -> None:
    task, other = accepted(office), accepted(office)
    photo, foreign = sealed(office, other), sealed(office, task, district="linze")
    order = orders.Submit(task=task, measures={}, evidence=(photo, foreign, "e-none"))
    no = office.refused(order, SUN)
    assert (no.code, no.status, no.field) == ("evidence-not-sealed", 409, "evidence")
    assert no.extra["evidence"] == [photo, foreign, "e-none"]


def test_an_upheld_objection_moves_the_task_to_another_lead(office: Office) -> None:
    task = assign(office)
    office.give(orders.Object(task=task, reason="属教育系统"), SUN)
    assert office.fact(facts.TaskObjected, task).reason == "属教育系统"
    move = orders.Rule(task=task, upheld=True, reason="成立", lead="education", person="li")
    office.give(move, QIAN)
    ruled = office.fact(facts.ObjectionRuled, task)
    assert (ruled.objector, ruled.lead, ruled.person) == ("publicity", "education", "li")
    assert office.hidden(orders.TaskOf(task=task), SUN)
    assert office.ask(orders.TaskOf(task=task), LI)["state"] == "assigned"


def test_a_task_past_its_day_falls_overdue_once(office: Office) -> None:
    task = assign(office, due=PAST)
    assert office.fact(facts.TaskOverdue, task).due == PAST
    late = office.ask(orders.Tasks(overdue=True, limit=200), QIAN)["items"]
    assert task in [one["id"] for one in late]
    office.give(orders.Accept(task=task), SUN)
    office.give(orders.Submit(task=task, measures={"count": Quantity(value="1")}), SUN)
    shown = office.task(task)
    assert (shown["overdue"], shown["submission"]["late"]) == (False, True)
    assert len(office.facts(facts.TaskOverdue, task)) == 1


def test_sealed_photos_count_a_registers_rows_and_give_the_item_its_ratio(office: Office) -> None:
    office.give(table(duty("B04")), QIAN)
    task = "t-2026-ganzhou-B04"
    eventually(lambda: office.task(task))
    open_it = orders.OpenRegister(
        district="ganzhou", campaign="c-2026", item="B04", title="标语点位"
    )
    register = office.give(open_it, QIAN)["id"]
    rows = tuple(
        orders.Row(key=f"p-{n}", label=f"点位{n}", unit="publicity" if n < 3 else "transport")
        for n in range(1, 5)
    )
    bad = (*rows, orders.Row(key="p-1", label="重复", unit="nobody"))
    no = office.refused(orders.AddRows(register=register, rows=bad), QIAN)
    assert [(f["row"], f["field"]) for f in no.extra["faults"]] == [(4, "key"), (4, "unit")]
    office.give(orders.AddRows(register=register, rows=rows), QIAN)
    for key in ("p-1", "p-3", "p-4"):
        sealed(office, task, register=register, row=key)
    counted = eventually(
        lambda: [f for f in office.facts(facts.RegisterCounted, register) if f.done == 3]
    )
    assert (counted[0].item, counted[0].rows) == ("B04", 4)
    typed: dict[str, Measure] = {"ratio": Ratio(numerator=4, denominator=4)}
    office.give(orders.Accept(task=task), SUN)
    assert office.refused(orders.Submit(task=task, measures=typed), SUN).code == (
        "ratio-from-register"
    )
    office.give(orders.Submit(task=task, measures={}, note="见点位表"), SUN)
    assert office.fact(facts.TaskSubmitted, task).measures == {
        "ratio": Ratio(numerator=3, denominator=4)
    }
    assert office.ask(orders.TaskOf(task=task), QIAN)["register"] == register
    seen = office.ask(orders.RegisterOf(register=register), ZHOU)
    assert (seen["done"], seen["total"]) == (3, 4)
    assert [(row["key"], row["done"]) for row in seen["rows"]] == [("p-3", True), ("p-4", True)]
    lead = office.ask(orders.RegisterOf(register=register), WU)
    assert [row["done"] for row in lead["rows"]] == [True, False, True, True]


def test_a_burst_of_photos_of_one_register_loses_none(office: Office, tasks: Running) -> None:
    open_it = orders.OpenRegister(district="linze", campaign="c-2026", item="B04", title="标语点位")
    register = office.give(open_it, ZHAO)["id"]
    rows = tuple(orders.Row(key=f"p-{n}", label="点位", unit="publicity") for n in range(BURST))
    office.give(orders.AddRows(register=register, rows=rows), ZHAO)
    tasks.freeze()
    for row in rows:
        seal(office, register=register, row=row.key, district="linze")
    tasks.resume()
    shown = orders.RegisterOf(register=register)
    eventually(lambda: office.ask(shown, ZHAO)["done"] == BURST, within=60)
    last = eventually(
        lambda: [f for f in office.facts(facts.RegisterCounted, register) if f.done == BURST]
    )
    assert last[0].rows == BURST


def inspection(office: Office) -> str:
    plan = orders.PlanInspection(
        district="ganzhou", campaign="c-2026", kind="routine", title="检查", on=date(YEAR, 1, 5)
    )
    return str(office.give(plan, ZHENG)["id"])


def found(office: Office, rectify_by: date | None = SOON) -> str:
    fault = orders.RaiseFinding(
        inspection=inspection(office),
        item="B04",
        unit="publicity",
        kind="found",
        fault="标语破损",
        evidence=(sealed(office),),
        rectify_by=rectify_by,
    )
    return str(office.give(fault, ZHENG)["id"])


def test_a_finding_deducts_and_its_rectification_is_closed_in_time(office: Office) -> None:
    finding = found(office)
    assert office.fact(facts.FindingRaised, finding).kind == "found"
    assert office.fact(facts.RectificationOrdered, finding).due == SOON
    reply = orders.Rectify(finding=finding, note="已更换", evidence=("e-none",))
    assert office.refused(reply, SUN).code == "evidence-not-sealed"
    proof = sealed(office)
    office.give(orders.Rectify(finding=finding, note="已更换", evidence=(proof,)), SUN)
    office.give(orders.CloseRectification(finding=finding, accepted=True), ZHENG)
    assert office.fact(facts.RectificationClosed, finding).in_time is True
    assert office.ask(orders.FindingOf(finding=finding), SUN)["state"] == "closed"


def test_an_order_past_its_day_falls_overdue_once(office: Office) -> None:
    finding = found(office, rectify_by=date(YEAR, 1, 6))
    assert office.fact(facts.RectificationOverdue, finding).due == date(YEAR, 1, 6)


def test_an_upheld_appeal_withdraws_the_finding_and_its_history_stays(office: Office) -> None:
    finding = found(office)
    office.give(orders.Appeal(finding=finding, reason="不属我单位"), SUN)
    office.give(orders.RuleAppeal(finding=finding, upheld=True, reason="属实"), QIAN)
    assert office.fact(facts.AppealRuled, finding).upheld is True
    shown = office.ask(orders.FindingOf(finding=finding), QIAN)
    assert shown["state"] == "withdrawn"
    assert {entry["what"] for entry in shown["history"]} >= {"raised", "appealed", "upheld"}


def test_another_districts_things_do_not_exist(office: Office) -> None:
    task, finding = submitted(office), found(office)
    there = caller("he", "reviewer", "linze")
    assert office.hidden(orders.TaskOf(task=task), ELSEWHERE)
    assert office.hidden(orders.FindingOf(finding=finding), ELSEWHERE)
    assert office.refused(orders.Confirm(task=task), there).code == "not-found"
    assert office.ask(orders.Tasks(), ELSEWHERE)["items"] == []
    assert office.ask(orders.Tasks(district="ganzhou"), ELSEWHERE)["items"] == []
    assert office.ask(orders.Findings(), ELSEWHERE)["items"] == []
    fault = orders.RaiseFinding(
        inspection=inspection(office), item="B04", unit="publicity", kind="found", fault="破损"
    )
    assert office.refused(fault, caller("jin", "inspector", "linze")).code == "not-found"
    assert [one["id"] for one in office.ask(orders.Districts(), ELSEWHERE)["items"]] == ["linze"]
    assert {u["district"] for u in office.ask(orders.Units(), ELSEWHERE)["items"]} == {"linze"}


def test_a_unit_sees_what_concerns_it_and_nothing_of_others(office: Office) -> None:
    task, finding = assign(office), found(office)
    for concerned in (SUN, WU, ZHOU):
        assert office.ask(orders.TaskOf(task=task), concerned)["id"] == task
    assert office.hidden(orders.TaskOf(task=task), LI)
    assert office.hidden(orders.FindingOf(finding=finding), LI)
    assert office.ask(orders.Tasks(unit="publicity"), LI)["items"] == []
    assert office.ask(orders.Findings(unit="publicity"), LI)["items"] == []
    both = office.ask(orders.Tasks(unit="publicity", limit=200), ZHOU)["items"]
    assert task in [one["id"] for one in both]
    assert office.ask(orders.Findings(), SUN)["items"][0]["unit"] == "publicity"
    lost = caller("lost", "field")
    assert office.ask(orders.Tasks(), lost)["items"] == []


def test_each_order_is_for_its_roles(office: Office) -> None:
    task, finding = submitted(office), found(office)
    for order, by in (
        (orders.FoundDistrict(district="shandan", name="山丹县"), QIAN),
        (table(duty("A01")), SUN),
        (orders.Submit(task=task, measures={}, note="代报"), WU),
        (orders.Confirm(task=task), QIAN),
        (orders.Return(task=task, reason="退回"), ZHENG),
        (orders.RuleAppeal(finding=finding, upheld=True, reason="成立"), ZHENG),
        (orders.CloseRectification(finding=finding, accepted=True), WANG),
        (
            orders.PlanInspection(
                district="ganzhou", campaign="c-2026", kind="routine", title="查", on=SOON
            ),
            SUN,
        ),
    ):
        no = office.refused(order, by)
        assert (no.code, no.status) == ("forbidden", 403), order


def test_tasks_come_in_pages_by_their_day(office: Office) -> None:
    for day in (3, 1, 2):
        assign(office, due=date(2027, 3, day))
    seen: list[Any] = []
    cursor = ""
    for _ in range(100):
        page = office.ask(orders.Tasks(limit=2, cursor=cursor), QIAN)
        seen += page["items"]
        cursor = page["next"] or ""
        if not cursor:
            break
    dues = [task["due"] for task in seen]
    assert dues == sorted(dues) and dues[-3:] == ["2027-03-01", "2027-03-02", "2027-03-03"]
    assert len({task["id"] for task in seen}) == len(seen)


def test_a_state_that_does_not_exist_is_named(office: Office) -> None:
    with pytest.raises(CallFailed) as no:
        office.ask(orders.Tasks(state="gone"), QIAN)
    assert (no.value.code, no.value.field) == ("invalid", "state")
    confirmed = office.ask(orders.Tasks(state="confirmed"), QIAN)["items"]
    assert {task["state"] for task in confirmed} <= {"confirmed-district", "confirmed-city"}


def test_no_event_failed_or_was_parked(office: Office, tasks: Running) -> None:
    parked = [queue for queue in office.stack.api.queues() if queue.endswith(".parked")]
    assert parked and all(office.stack.api.depth(queue) == 0 for queue in parked)
    put_off = [line["fault"] for line in tasks.log() if line.get("event") == "put off"]
    assert [fault for fault in put_off if not fault.startswith("Conflict")] == []
    assert [line for line in tasks.log() if line.get("level") == "error"] == []
