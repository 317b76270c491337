"""One task through its whole life on the real service, with the facts that it publishes; parts of

a task; and hand-over of all that a person has open.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contracts import tasks as facts
from contracts.caller import Caller
from contracts.clock import day_of
from contracts.envelope import decode, open_fact
from contracts.evidence import EvidenceSealed
from contracts.measures import Quantity
from contracts.orders import tasks as orders
from contracts.scoring import ItemSummary, StandardPublished
from kit.topology import events
from tests.support.calling import CallFailed, Calls, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICE = "services.tasks.service:Tasks"
TAP = "tap-life"
TODAY = day_of(datetime.now(UTC))
YEAR = TODAY.year
UNITS = {
    "publicity": "宣传部",
    "education": "教育局",
    "township": "碱滩镇",
    "village-a": "一村",
    "village-b": "二村",
}
PEOPLE = {
    "sun": ("孙明", "unit", "publicity"),
    "li": ("李强", "unit", "education"),
    "he": ("何静", "unit", "education"),
    "ding": ("丁山", "unit", "township"),
    "an": ("安宁", "unit", "village-a"),
    "bai": ("白雪", "unit", "village-b"),
}
numbers = itertools.count(1)


def caller(account: str, role: str, district: str = "ganzhou", unit: str = "") -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)  # type: ignore[arg-type]


ZHAO = caller("zhao", "city_office", "*")
QIAN = caller("qian", "district_office")
SUN, LI, HE, DING, AN, BAI = (
    caller(account, role, unit=unit) for account, (_, role, unit) in PEOPLE.items()
)
WU = caller("wu", "field", unit="education")
ZHENG = caller("zheng", "inspector")
WANG = caller("wang", "reviewer")
FENG = caller("feng", "reviewer", "*")
CHEN = caller("chen", "province_reviewer", "*")


class Office:
    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._calls = Calls(stack, "tasks")
        self._heard: list[tuple[str, Any]] = []

    def give(self, order: Any, by: Caller) -> dict[str, Any]:
        return self._calls.command(order, caller=by)

    def ask(self, ask: Any, by: Caller = QIAN) -> dict[str, Any]:
        return self._calls.ask(ask, caller=by)

    def refused(self, order: Any, by: Caller) -> CallFailed:
        with pytest.raises(CallFailed) as no:
            self.give(order, by)
        return no.value

    def hidden(self, ask: Any, by: Caller) -> bool:
        with pytest.raises(CallFailed) as no:
            self.ask(ask, by)
        return no.value.code == "not-found"

    def task(self, id: str, by: Caller = QIAN) -> dict[str, Any]:
        return self.ask(orders.TaskOf(task=id), by)

    def facts(self, subject: str) -> list[Any]:
        """The facts that were published of this aggregate so far, in order."""
        for message in self.stack.api.take(TAP):
            envelope = decode(message["payload"])
            self._heard.append((envelope.subject, open_fact(envelope)))
        return [fact for of, fact in self._heard if of == subject]


@pytest.fixture(scope="module")
def office(stack: Stack) -> Iterator[Office]:
    tasks = stack.start(SERVICE, TONGXIN_DUE_SECONDS="0.2").wait_ready()
    channel: Any = stack.amqp().channel()
    channel.queue_declare(TAP, durable=True, auto_delete=False)
    channel.queue_bind(TAP, events("tasks"), "#")
    office = Office(stack)
    office.give(orders.FoundDistrict(district="ganzhou", name="甘州区"), ZHAO)
    for unit, name in UNITS.items():
        parent = "township" if unit.startswith("village") else None
        kind = "community" if parent else "department"
        office.give(
            orders.RegisterUnit(
                district="ganzhou",
                unit=unit,
                name=name,
                kind=kind,  # type: ignore[arg-type]
                parent=parent,
            ),
            ZHAO,
        )
    for account, (name, role, unit) in PEOPLE.items():
        appoint(office, account, name, role, unit)
    appoint(office, "qian", "钱进", "district_office")
    appoint(office, "wang", "王霞", "reviewer")
    publish(office.stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(year=YEAR, name="创建", standard="v1", districts=("ganzhou",))
    eventually(lambda: office.give(campaign, ZHAO))
    yield office
    assert [line for line in tasks.log() if line.get("level") == "error"] == []


def appoint(office: Office, account: str, name: str, role: str, unit: str | None = None) -> None:
    office.give(
        orders.AppointPerson(
            account=account,
            name=name,
            roles=(role,),  # type: ignore[arg-type]
            district="ganzhou",
            unit=unit,
        ),
        ZHAO,
    )


STANDARD = StandardPublished(
    version="v1",
    name="样表",
    items=(
        ItemSummary(
            code="A01",
            category="宣传教育",
            title="内容 A01",
            points=2000,
            side="地",
            kind="硬",
            evidence=("DOC",),
            lead="宣传部",
            cooperating=(),
            register=False,
        ),
    ),
    sha256="0" * 64,
)


def assign(office: Office, **changes: Any) -> str:
    order: dict[str, Any] = {
        "district": "ganzhou",
        "campaign": f"c-{YEAR}",
        "origin": "decision",
        "title": f"议定事项 {next(numbers)}",
        "lead": "education",
        "person": "li",
        "within": orders.Within(days=15),
    }
    return str(office.give(orders.Assign(**order | changes), QIAN)["id"])


def accepted(office: Office, **changes: Any) -> str:
    task = assign(office, **changes)
    office.give(orders.Accept(task=task), LI)
    return task


def sealed(office: Office, *tasks: str, unit: str = "education") -> str:
    evidence = f"life-{next(numbers):04d}"
    fact = EvidenceSealed(
        evidence=evidence,
        by="wu",
        unit=unit,
        tasks=tasks,
        items=(),
        sha256="0" * 64,
        size=1000,
        media_type="image/jpeg",
        mode="camera",
        captured_at=datetime.now(UTC),
        has_position=False,
        register="",
        row="",
        sealed_until=datetime.now(UTC) + timedelta(days=365),
    )
    publish(office.stack, fact, district="ganzhou", subject=evidence)
    kept = office.stack.mongo("tasks").sealed
    eventually(lambda: kept.find_one({"_id": evidence}))
    return evidence


def count(n: int) -> dict[str, Any]:
    return {"count": Quantity(value=str(n))}


def test_a_task_through_its_whole_life(office: Office) -> None:
    task, due = _moved_to_another_lead(office)
    _urged_once(office, task)
    later = _extended(office, task, due)
    _handed_over_half_done(office, task)
    _returned_and_confirmed(office, task)
    _told_in_order(office, task)
    _marked(office, task)
    _reads(office, task, due, later)


def _moved_to_another_lead(office: Office) -> tuple[str, date]:
    task = assign(
        office,
        origin="item",
        item="A01",
        lead="publicity",
        person="sun",
        within=orders.Within(days=10, working=False),
    )
    due = TODAY + timedelta(days=10)
    assert (office.task(task)["due"], office.task(task)["words"]) == (str(due), "10日内")

    office.give(orders.Object(task=task, reason="属教育系统"), SUN)
    office.give(
        orders.Rule(task=task, upheld=True, reason="成立", lead="education", person="li"), QIAN
    )
    office.give(orders.Accept(task=task), LI)
    return task, due


def _urged_once(office: Office, task: str) -> None:
    office.give(orders.Urge(task=task, reason="请抓紧"), QIAN)
    no = office.refused(orders.Urge(task=task, reason="再催一次"), ZHENG)
    assert (no.code, no.status, no.extra["by"]) == ("urged-today", 409, "qian")
    office.give(orders.Prioritise(task=task, priority="urgent", reason="抽查提前"), QIAN)


def _extended(office: Office, task: str, due: date) -> date:
    later = due + timedelta(days=10)
    office.give(orders.RequestExtension(task=task, until=later, reason="停工", progress="过半"), LI)
    assert (
        office.refused(
            orders.DecideExtension(task=task, granted=True, reason="同意"),
            caller("li", "district_office"),
        ).code
        == "own-work"
    )
    office.give(orders.DecideExtension(task=task, granted=True, reason="同意"), QIAN)
    assert office.task(task)["due"] == str(later)
    return later


def _handed_over_half_done(office: Office, task: str) -> None:
    office.give(orders.SaveDraft(task=task, measures=count(1), note="初稿"), WU)
    assert office.task(task, LI)["draft"]["note"] == "初稿"
    office.give(orders.HandOver(task=task, person="he", reason="李强调离"), LI)
    assert office.task(task, HE)["draft"]["measures"]["count"]["value"] == "1"
    for other in (QIAN, ZHENG, WANG):
        assert office.task(task, other)["draft"] is None


def _returned_and_confirmed(office: Office, task: str) -> None:
    first = sealed(office, task)
    office.give(orders.Submit(task=task, measures=count(3), evidence=(first,)), HE)
    assert office.task(task, HE)["draft"] is None
    office.give(orders.Return(task=task, reason="照片看不清"), WANG)
    second = sealed(office, task)
    office.give(orders.Submit(task=task, measures=count(3), evidence=(second,)), HE)
    assert office.refused(orders.Confirm(task=task), caller("li", "reviewer")).code == "own-work"
    office.give(orders.Confirm(task=task, measures=count(2), reason="一次无签到"), WANG)
    office.give(orders.Confirm(task=task), FENG)
    office.give(orders.Confirm(task=task), CHEN)


def _told_in_order(office: Office, task: str) -> None:
    told = [type(fact) for fact in _settled(office, task, facts.ResultConfirmed, 3)]
    assert told == [
        facts.TaskAssigned,
        facts.TaskObjected,
        facts.ObjectionRuled,
        facts.TaskAccepted,
        facts.TaskUrged,
        facts.TaskPrioritised,
        facts.ExtensionRequested,
        facts.TaskRescheduled,
        facts.TaskHandedOver,
        facts.TaskSubmitted,
        facts.TaskReturned,
        facts.TaskSubmitted,
        facts.ResultConfirmed,
        facts.ResultConfirmed,
        facts.ResultConfirmed,
    ]


def _marked(office: Office, task: str) -> None:
    shown = office.task(task)
    assert (shown["state"], shown["submission"]["late"]) == ("confirmed-province", False)
    assert [
        (m["level"], m["by"], m["measures"]["count"]["value"], m["amended"], m["reason"])
        for m in shown["marks"]
    ] == [
        ("district", "wang", "2", True, "一次无签到"),
        ("city", "feng", "2", True, ""),
        ("province", "chen", "2", True, ""),
    ]
    assert all(mark["at"] for mark in shown["marks"])
    assert [(o["reason"], o["ruling"]) for o in shown["objections"]] == [("属教育系统", "成立")]


def _settled(office: Office, subject: str, kind: type, times: int) -> list[Any]:
    def all_there() -> list[Any]:
        found = office.facts(subject)
        return found if sum(type(fact) is kind for fact in found) == times else []

    return eventually(all_there)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _reads(office: Office, task: str, due: date, later: date) -> None:
    """The history of that task, by name, in both languages; not to a unit that it left."""
    lines = office.ask(orders.TaskHistoryOf(task=task), HE)["sentences"]
    acts = [line["text"].partition("，")[2] for line in lines]
    assert acts == [
        "双拥办 钱进交办任务，由宣传部牵头。",
        "宣传部 孙明提出异议：属教育系统。",
        "双拥办 钱进裁定异议成立，任务由宣传部改由教育局牵头：成立。",
        "教育局 李强接受任务。",
        "双拥办 钱进催办教育局：请抓紧。",
        "双拥办 钱进将优先级由普通改为特急：抽查提前。",
        f"教育局 李强申请延期，由{_day(due)}延至{_day(later)}：停工（进展：过半）。",
        f"双拥办 钱进同意延期，期限由{_day(due)}改为{_day(later)}：同意。",
        "教育局 李强将任务由李强移交何静：李强调离。",
        "教育局 何静提交结果，佐证1件，数量 3。",
        "审核组 王霞在区级审核中退回结果：照片看不清。",
        "教育局 何静提交结果，佐证1件，数量 3。",
        "审核组 王霞在区级审核中将数据由“数量 3”核定为“数量 2”：一次无签到。",
        "feng在市级审核中确认结果。",
        "chen在省级审核中确认结果。",
    ]
    assert all(line["text"].startswith(f"{YEAR}年") for line in lines)
    english = office.ask(orders.TaskHistoryOf(task=task, lang="en"), QIAN)["sentences"]
    assert "王霞 (review) amended the figures from “count 3” to “count 2”" in english[12]["text"]
    assert office.hidden(orders.TaskHistoryOf(task=task), SUN)


def test_a_refused_extension_leaves_the_day(office: Office) -> None:
    task = accepted(office)
    until = TODAY + timedelta(days=40)
    office.give(orders.RequestExtension(task=task, until=until, reason="停工", progress=""), LI)
    office.give(orders.DecideExtension(task=task, granted=False, reason="日期已定"), QIAN)
    fact = _settled(office, task, facts.ExtensionRefused, 1)[-1]
    assert (fact.due, fact.until) == (TODAY + timedelta(days=15), until)
    assert office.task(task)["due"] == str(TODAY + timedelta(days=15))


def test_an_extension_after_the_due_day_is_refused(office: Office) -> None:
    task = accepted(office, within=None, due=TODAY - timedelta(days=1))
    ask = orders.RequestExtension(
        task=task, until=TODAY + timedelta(days=9), reason="停工", progress=""
    )
    assert office.refused(ask, LI).code == "extension-too-late"


def test_an_assignment_without_a_term_is_told_the_usual_ones(office: Office) -> None:
    order = orders.Assign(
        district="ganzhou",
        campaign=f"c-{YEAR}",
        origin="instruction",
        title="批示件",
        lead="education",
        person="li",
        source="甘区办批〔2026〕12号",
    )
    no = office.refused(order, QIAN)
    assert (no.code, no.status, no.field) == ("invalid", 422, "due")
    assert "常用期限" in str(no)


def test_tasks_are_listed_by_priority_and_by_where_they_come_from(office: Office) -> None:
    source = f"领导小组第{next(numbers)}次会议 议定事项1"
    made = {p: assign(office, source=source, priority=p) for p in ("low", "urgent", "ordinary")}
    old = office.stack.mongo("tasks").tasks
    old.update_one({"_id": made["ordinary"]}, {"$unset": {"state.priority": ""}})
    seen: list[str] = []
    cursor = ""
    for _ in range(4):
        page = office.ask(orders.Tasks(source=source, by="priority", limit=1, cursor=cursor))
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"] or ""
        if not cursor:
            break
    assert sorted(seen) == sorted(made.values()) and seen[0] == made["urgent"]
    for priority, task in made.items():
        found = office.ask(orders.Tasks(source=source, priority=priority))["items"]  # type: ignore[arg-type]
        assert [one["id"] for one in found] == [task]
        assert found[0]["working_days_left"] == office.task(task)["working_days_left"] > 0
    assert office.ask(orders.Tasks(source=source, origin="need"))["items"] == []


def test_a_standing_task_is_not_overdue_when_its_day_has_passed(office: Office) -> None:
    past = TODAY - timedelta(days=3)
    standing = assign(office, within=None, due=past, standing=True)
    late = assign(office, within=None, due=past)
    eventually(lambda: office.task(late)["overdue"])
    assert office.task(late)["working_days_left"] is None
    assert office.task(standing)["overdue"] is False


def test_all_open_tasks_of_a_person_pass_to_a_colleague(office: Office) -> None:
    before = [assign(office, person="he"), assign(office, person="he")]
    order = orders.HandOverAll(
        district="ganzhou", from_person="he", to_person="li", reason="何静调离"
    )
    foreign = office.refused(order, SUN)
    assert (foreign.code, foreign.field) == ("invalid", "to_person")
    answer = office.give(order, QIAN)
    assert set(before) <= set(answer["tasks"])
    for task in before:
        eventually(lambda task=task: office.task(task)["person"] == "li")
        assert _settled(office, task, facts.TaskHandedOver, 1)[-1].from_person == "he"
    assert office.refused(order, QIAN).field == "from_person"


def planned(office: Office, whole: str, village: str, person: str) -> str:
    part = f"{whole}.{village}"
    fact = facts.TaskPlanned(
        task=part,
        campaign=f"c-{YEAR}",
        year=YEAR,
        standard="v1",
        item="A01",
        title="村级慰问",
        lead=village,
        cooperating=(),
        person=person,
        due=TODAY + timedelta(days=5),
        parent=whole,
        by="qian",
    )
    publish(office.stack, fact, district="ganzhou", subject=whole)
    eventually(lambda: office.stack.mongo("tasks").tasks.find_one({"_id": part}))
    return part


def test_villages_parts_roll_up_into_their_townships_task(office: Office) -> None:
    whole = assign(office, lead="township", person="ding")
    office.give(orders.Accept(task=whole), DING)
    a = planned(office, whole, "village-a", "an")
    b = planned(office, whole, "village-b", "bai")

    # Seen by its village, by who leads the whole, and by offices; by no other village.
    for by in (AN, DING, QIAN):
        assert office.task(a, by)["id"] == a
    assert office.hidden(orders.TaskOf(task=a), BAI)
    assert office.hidden(orders.TaskHistoryOf(task=a), BAI)
    assert office.hidden(orders.TaskOf(task=whole), AN)
    assert office.hidden(orders.TaskOf(task=a), LI)
    seen = office.ask(orders.Tasks(parent=whole), DING)["items"]
    assert {one["id"] for one in seen} == {a, b}
    assert [one["id"] for one in office.ask(orders.Tasks(parent=whole), AN)["items"]] == [a]

    office.give(orders.Accept(task=a), AN)
    foreign = orders.Submit(task=a, measures=count(3), evidence=(sealed(office, a),))
    assert office.refused(foreign, AN).code == "evidence-not-sealed"
    photo = sealed(office, a, unit="village-a")
    office.give(orders.Submit(task=a, measures=count(3), evidence=(photo,)), AN)
    handed_in = _settled(office, a, facts.TaskSubmitted, 1)[-1]
    assert (handed_in.parent_lead, handed_in.item) == ("township", "")
    assert office.refused(orders.Confirm(task=a), AN).code == "own-work"
    assert office.refused(orders.Confirm(task=a), BAI).code == "not-found"
    assert office.refused(orders.Confirm(task=a), FENG).code == "level-out-of-turn"
    office.give(orders.Confirm(task=a), DING)
    mark = _settled(office, a, facts.ResultConfirmed, 1)[-1]
    assert (mark.level, mark.final) == ("self", True)

    shown = office.task(whole, DING)
    assert shown["parts"] == {"total": 2, "done": 1, "overdue": 0}
    assert [(c["id"], c["lead"], c["state"], c["done"]) for c in shown["children"]] == [
        (a, "village-a", "confirmed-self", True),
        (b, "village-b", "assigned", False),
    ]
    answer = office.give(orders.Submit(task=whole, measures={}, evidence=(photo,)), DING)
    assert answer["unconfirmed"] == [b]
    assert office.task(whole)["state"] == "submitted"


def test_the_history_of_a_finding_reads_as_sentences(office: Office) -> None:
    plan = orders.PlanInspection(
        district="ganzhou",
        campaign=f"c-{YEAR}",
        kind="routine",
        title="日常检查",
        on=TODAY,
    )
    inspection = str(office.give(plan, ZHENG)["id"])
    fault = orders.RaiseFinding(
        inspection=inspection, item="A01", unit="education", kind="found", fault="记录缺失"
    )
    finding = str(office.give(fault, ZHENG)["id"])
    office.give(orders.Appeal(finding=finding, reason="另有记录"), LI)
    lines = office.ask(orders.FindingHistoryOf(finding=finding), LI)["sentences"]
    assert lines[0]["text"].partition("，")[2].startswith("zheng登记问题，责任单位教育局")
    assert lines[-1]["text"].endswith("教育局 李强提出申诉：另有记录。")
    assert office.hidden(orders.FindingHistoryOf(finding=finding), SUN)


def test_a_task_may_come_of_a_finding_that_stands(office: Office) -> None:
    order = {"origin": "finding", "item": None, "source": "f-none"}
    with pytest.raises(CallFailed) as no:
        assign(office, **order)
    assert (no.value.code, no.value.field) == ("invalid", "source")


def waiting(office: Office, by: Caller) -> list[str]:
    return [one["id"] for one in office.ask(orders.Reviews(), by)["items"]]


def test_a_result_waits_for_the_level_whose_turn_it_is(office: Office) -> None:
    task, levels = accepted(office), (WANG, FENG, CHEN)
    assert not any(task in waiting(office, by) for by in levels)
    office.give(orders.Submit(task=task, measures={}, note="已办"), LI)
    for turn in levels:
        assert [by.account for by in levels if task in waiting(office, by)] == [turn.account]
        office.give(orders.Confirm(task=task), turn)
    assert not any(task in waiting(office, by) for by in levels)


def test_a_part_waits_for_who_leads_the_whole_and_for_the_district(office: Office) -> None:
    whole = assign(office, lead="township", person="ding")
    part = f"{whole}.village-a"
    share = orders.Share(unit="village-a", person="an")
    office.give(orders.DivideTask(task=whole, due=TODAY, shares=(share,)), DING)
    eventually(lambda: office.ask(orders.Tasks(parent=whole))["items"])
    office.give(orders.Accept(task=part), AN)
    office.give(orders.Submit(task=part, measures={}, note="已办"), AN)
    for by, sees in ((DING, True), (WANG, True), (AN, False), (LI, False), (FENG, False)):
        assert (part in waiting(office, by)) is sees, by.account
    office.give(orders.Confirm(task=part), DING)
    for by in (DING, WANG, FENG, CHEN):
        assert part not in waiting(office, by), by.account
