"""Urging (催办), priority, and where a task comes from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.orders.tasks import Object, Prioritise, Urge
from contracts.tasks import TaskAssigned, TaskPlanned, TaskPrioritised, TaskUrged
from services.tasks.life.charging import assign, object_, plan_task
from services.tasks.life.review import fall_overdue
from services.tasks.life.urging import prioritise, urge
from services.tasks.task.store import TASKS
from services.tasks.task.task import Task
from tests.unit.tasks.cast import (
    CHEN,
    DUE,
    FENG,
    NOW,
    QIAN,
    SUN,
    WANG,
    ZHAO,
    accepted,
    assigned,
    confirmed,
    given,
    heard,
    order,
    plan,
    refused,
    returned,
    submitted,
)

NEW_FIELDS = (
    "parent",
    "period",
    "standing",
    "priority",
    "words",
    "source",
    "urged",
    "extensions",
    "former",
    "inherited",
)

LATE = Urge(task="t-1", reason="离期限只有三天")
URGENT = Prioritise(task="t-1", priority="urgent", reason="省级抽查提前")


def test_an_urging_with_its_reason_is_told_and_remembered() -> None:
    change = urge(accepted(), LATE, given(QIAN))
    assert change.events == (
        TaskUrged(
            task="t-1",
            year=2026,
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            person="sun",
            due=DUE,
            reason="离期限只有三天",
            by="qian",
        ),
    )
    last = change.state.history[-1]
    assert (last.what, last.by, last.why, last.unit) == (
        "urged",
        "qian",
        "离期限只有三天",
        "publicity",
    )
    assert change.state.state == "accepted"


def test_a_second_urging_on_one_day_is_refused_and_says_who_urged_and_when() -> None:
    task = urge(accepted(), LATE, given(QIAN)).state
    with refused("urged-today") as no:
        urge(task, LATE, given(ZHAO, now=NOW + timedelta(hours=3)))
    assert "qian 今天 09:02" in no.value.detail
    assert no.value.extra == {"by": "qian", "at": "2026-05-06T01:02:03Z"}


def test_the_day_of_an_urging_is_that_of_shanghai() -> None:
    before = datetime(2026, 5, 6, 15, 59, tzinfo=UTC)
    task = urge(accepted(), LATE, given(QIAN, now=before)).state
    again = urge(task, LATE, given(QIAN, now=before + timedelta(minutes=1))).state
    assert [entry.what for entry in again.history[-2:]] == ["urged", "urged"]


def test_only_what_waits_for_its_unit_is_urged() -> None:
    for task in (assigned(), accepted(), returned()):
        assert urge(task, LATE, given(QIAN)).events
    disputed = object_(assigned(), Object(task="t-1", reason="不归我们"), given(SUN)).state
    for task in (submitted(), confirmed(WANG), disputed):
        with refused("wrong-state"):
            urge(task, LATE, given(QIAN))


def test_a_priority_changes_with_a_reason_and_both_are_remembered() -> None:
    change = prioritise(accepted(), URGENT, given(QIAN))
    assert change is not None and change.state.priority == "urgent"
    fact = change.events[0]
    assert isinstance(fact, TaskPrioritised)
    assert (fact.previous, fact.priority, fact.reason) == ("ordinary", "urgent", "省级抽查提前")
    last = change.state.history[-1]
    assert (last.what, last.was, last.became) == ("prioritised", "ordinary", "urgent")
    assert prioritise(change.state, URGENT, given(QIAN)) is None


def test_what_is_settled_has_no_priority_any_more() -> None:
    with refused("wrong-state"):
        prioritise(confirmed(WANG, FENG, CHEN), URGENT, given(QIAN))


def test_priorities_sort_from_the_urgent_to_the_low_as_text() -> None:
    assert sorted(("low", "urgent", "ordinary"), reverse=True) == ["urgent", "ordinary", "low"]


def test_a_task_of_a_finding_names_one_that_stands() -> None:
    of_finding = order(origin="finding", item=None, source="f-1")
    with refused("invalid", "source"):
        assign(None, order(origin="finding", item=None), given(QIAN, plan()))
    with refused("invalid", "source"):
        assign(None, of_finding, given(QIAN, plan()))
    task = assign(None, of_finding, given(QIAN, replace(plan(), source_stands=True))).state
    assert (task.source, task.history[0].why) == ("f-1", "督查问题 f-1")


@pytest.mark.parametrize(
    ("origin", "source"),
    [("decision", "领导小组第3次会议 议定事项2"), ("instruction", "甘区办批〔2026〕12号")],
)
def test_a_task_keeps_the_decision_or_the_document_that_it_comes_from(
    origin: str, source: str
) -> None:
    change = assign(None, order(origin=origin, item=None, source=source), given(QIAN, plan()))
    assert change.state.source == source
    fact = change.events[0]
    assert isinstance(fact, TaskAssigned) and (fact.origin, fact.item) == (origin, "")


def test_a_standing_task_never_falls_overdue() -> None:
    task = assign(None, order(standing=True), given(QIAN, plan())).state
    assert task.next_due() is None
    assert fall_overdue(task, None, given(now=NOW + timedelta(days=4000))) is None


def planned(**changes: object) -> TaskPlanned:
    usual: dict[str, object] = {
        "task": "t-1.3",
        "campaign": "c-2026",
        "year": 2026,
        "standard": "v1",
        "item": "A01",
        "title": "每季度通报",
        "lead": "publicity",
        "cooperating": (),
        "person": "sun",
        "due": DUE,
    }
    return TaskPlanned(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_part_keeps_its_whole_its_period_and_its_words_and_is_never_scored() -> None:
    fact = planned(parent="t-1", period="2026-Q2", words="每季度", by="qian")
    change = plan_task(None, fact, heard(fact, key="t-1.3"))
    assert change is not None
    task = change.state
    assert (task.parent, task.period, task.words) == ("t-1", "2026-Q2", "每季度")
    assert (task.item, task.scored) == ("A01", "")
    assert task.history[0].by == "qian"
    told = change.events[0]
    assert isinstance(told, TaskAssigned)
    assert (told.parent, told.item, told.standing) == ("t-1", "", False)


def test_a_standing_row_of_the_table_becomes_a_task_without_an_end() -> None:
    fact = planned(standing=True, words="长期坚持")
    change = plan_task(None, fact, heard(fact))
    assert change is not None
    assert (change.state.next_due(), change.state.scored) == (None, "A01")


def test_a_meetings_decision_is_planned_with_its_source() -> None:
    fact = planned(origin="decision", source="第3次会议 议定事项2")
    change = plan_task(None, fact, heard(fact))
    assert change is not None
    assert (change.state.origin, change.state.source) == ("decision", "第3次会议 议定事项2")
    assert change.state.history[0].why == "会议议定事项"


def test_a_task_stored_before_these_fields_still_loads() -> None:
    document = TASKS.dump(submitted())
    for name in NEW_FIELDS:
        document.pop(name)
    for entry in document["history"]:
        for name in ("was", "became", "pieces", "late"):
            entry.pop(name)
    task: Task = TASKS.load(document)
    assert (task.priority, task.scored, task.final) == ("ordinary", "A01", False)
