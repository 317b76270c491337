"""Whatever people do in whatever order: nobody confirms what they had a hand in, levels come in

turn, a part takes one mark, a day moves only with a reason, and the history says all of it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace as with_
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.clock import day_of, end_of_day
from contracts.measures import Measures, Quantity
from contracts.orders.tasks import (
    Accept,
    Confirm,
    DecideExtension,
    HandOver,
    Object,
    Prioritise,
    RequestExtension,
    Return,
    Rule,
    Submit,
    Urge,
)
from contracts.refusals import Refusal
from contracts.tasks import (
    HandoverOrdered,
    ResultConfirmed,
    TaskHandedOver,
    TaskRescheduled,
    TaskUrged,
    UnitSucceeded,
)
from kit.change import Change
from services.tasks.history.sentences import Names, told
from services.tasks.life.charging import accept, object_, rule
from services.tasks.life.extending import decide_extension, request_extension
from services.tasks.life.handing import follow_order, hand_over, pass_to_successor
from services.tasks.life.review import Handing, Reviewing, confirm, fall_overdue, give_back, submit
from services.tasks.life.urging import prioritise, urge
from services.tasks.task.task import CHAIN, Task
from tests.unit.tasks.cast import DIRECTORY, NOW, assigned, caller, given, heard

WHOLE_LEAD = "township"
STAFF = with_(DIRECTORY, persons={**DIRECTORY.persons, "yang": "publicity", "he": "education"})
PEOPLE = (
    caller("sun", "unit", unit="publicity"),
    caller("yang", "unit", unit="publicity"),
    caller("li", "unit", unit="education"),
    caller("zhou", "unit", unit="transport"),
    caller("ding", "unit", unit=WHOLE_LEAD),
    caller("sun", "reviewer"),
    caller("yang", "district_office"),
    caller("li", "province_reviewer", "*"),
    caller("wang", "reviewer"),
    caller("feng", "reviewer", "*"),
    caller("chen", "province_reviewer", "*"),
    caller("qian", "district_office"),
)
ORDERED = HandoverOrdered(
    handover="h-1",
    unit="publicity",
    from_person="sun",
    to_person="yang",
    reason="调离",
    by="qian",
    tasks=("t-1",),
)
MERGED = UnitSucceeded(
    unit="publicity",
    name="宣传部",
    kind="department",
    successor="education",
    successor_name="教育局",
    person="he",
    on=date(2026, 5, 1),
    document="5号",
    reason="改革",
    by="zhao",
)

Step = Callable[[Task, Caller, Any, int], Change[Task] | None]


def figure(n: int) -> Measures:
    return {"count": Quantity(value=str(n))}


def whole(task: Task) -> str:
    return WHOLE_LEAD if task.parent else ""


STEPS: dict[str, Step] = {
    "accept": lambda t, by, now, n: accept(t, Accept(task="t"), given(by, now=now)),
    "object": lambda t, by, now, n: object_(
        t, Object(task="t", reason="不归我们"), given(by, now=now)
    ),
    "uphold": lambda t, by, now, n: rule(
        t,
        Rule(task="t", upheld=True, reason="成立", lead="education", person="li"),
        given(by, STAFF, now=now),
    ),
    "dismiss": lambda t, by, now, n: rule(
        t, Rule(task="t", upheld=False, reason="不成立"), given(by, STAFF, now=now)
    ),
    "urge": lambda t, by, now, n: urge(t, Urge(task="t", reason="请抓紧"), given(by, now=now)),
    "prioritise": lambda t, by, now, n: prioritise(
        t,
        Prioritise(task="t", priority=("urgent", "ordinary", "low")[n - 1], reason="调整"),
        given(by, now=now),
    ),
    "ask": lambda t, by, now, n: request_extension(
        t,
        RequestExtension(
            task="t", until=t.due + timedelta(days=10 * n), reason="停工", progress=""
        ),
        given(by, now=now),
    ),
    "grant": lambda t, by, now, n: decide_extension(
        t, DecideExtension(task="t", granted=True, reason="同意"), given(by, now=now)
    ),
    "refuse": lambda t, by, now, n: decide_extension(
        t, DecideExtension(task="t", granted=False, reason="不同意"), given(by, now=now)
    ),
    "hand over": lambda t, by, now, n: hand_over(
        t,
        HandOver(task="t", person=("sun", "yang", "li")[n - 1], reason="调岗"),
        given(by, STAFF, now=now),
    ),
    "ordered": lambda t, by, now, n: follow_order(t, ORDERED, with_(heard(ORDERED), now=now)),
    "merged": lambda t, by, now, n: pass_to_successor(t, MERGED, with_(heard(MERGED), now=now)),
    "submit": lambda t, by, now, n: submit(
        t,
        Submit(task="t", measures=figure(n)),
        given(by, Handing(sealed=frozenset(), parent_lead=whole(t)), now=now),
    ),
    "confirm": lambda t, by, now, n: confirm(
        t, Confirm(task="t"), given(by, Reviewing(parent_lead=whole(t)), now=now)
    ),
    "amend": lambda t, by, now, n: confirm(
        t,
        Confirm(task="t", measures=figure(n), reason="更正"),
        given(by, Reviewing(parent_lead=whole(t)), now=now),
    ),
    "return": lambda t, by, now, n: give_back(
        t, Return(task="t", reason="退回"), given(by, Reviewing(parent_lead=whole(t)), now=now)
    ),
    "tick": lambda t, by, now, n: fall_overdue(t, None, given(now=now)),
}
SILENT = frozenset({"prioritise", "hand over", "ordered", "merged", "tick"})
"""Steps that may have nothing to do; each of the others changes the task or is refused."""

TOLD = st.tuples(
    st.sampled_from([*STEPS, "accept", "submit", "submit", "confirm", "confirm", "ask"]),
    st.sampled_from(PEOPLE),
    st.integers(0, 20),
    st.integers(1, 3),
)
STORIES = st.tuples(st.booleans(), st.lists(TOLD, max_size=60))


def lived(story: Any) -> list[tuple[str, Task, Caller, Task, tuple[Any, ...], Any]]:
    """(step, before, who, after, events, instant) of each step that changed the task."""
    part, told_steps = story
    task, now, steps = assigned(), NOW, []
    if part:
        task = replace(task, parent="t-0")
    for name, by, days, n in told_steps:
        now += timedelta(days=days)
        with suppress(Refusal):
            change = STEPS[name](task, by, now, n)
            assert change is not None or name in SILENT
            if change is not None:
                steps.append((name, task, by, change.state, change.events, now))
                task = change.state
    return steps


@settings(max_examples=300, deadline=None)
@drawn(STORIES)
def test_nobody_confirms_what_they_had_a_hand_in(story: Any) -> None:
    charged: set[str] = {"sun"}
    for _, before, by, after, events, _ in lived(story):
        if any(isinstance(fact, ResultConfirmed) for fact in events):
            assert before.submission is not None
            assert by.account != before.submission.by
            assert by.account != before.person
            assert by.account not in before.former
            assert by.unit not in before.units
        if before.person != after.person and before.lead == after.lead:
            assert before.person in after.former
        charged.add(after.person)
        assert set(after.former) <= charged


@settings(max_examples=300, deadline=None)
@drawn(STORIES)
def test_levels_come_in_turn_and_a_part_takes_one_mark(story: Any) -> None:
    part, _ = story
    for _, before, by, after, events, _ in lived(story):
        for fact in events:
            if not isinstance(fact, ResultConfirmed):
                continue
            assert fact.level == after.marks[-1].level
            assert fact.final == after.final
            if part:
                assert (len(after.marks), fact.item, fact.final) == (1, "", True)
                assert fact.level in ("self", "district")
                assert (fact.level == "self") == (by.unit == WHOLE_LEAD)
            else:
                assert fact.level == CHAIN[len(before.marks)]


@settings(max_examples=300, deadline=None)
@drawn(STORIES)
def test_a_day_moves_only_when_it_is_granted_and_is_urged_once_a_day(story: Any) -> None:
    urged: set[date] = set()
    for name, before, by, after, events, now in lived(story):
        moved = [fact for fact in events if isinstance(fact, TaskRescheduled)]
        assert (before.due != after.due) == bool(moved) == (name == "grant")
        if moved:
            assert before.asked is not None and by.account != before.asked.by
            assert after.deadline == end_of_day(after.due) and after.due > before.due
        if any(isinstance(fact, TaskUrged) for fact in events):
            assert day_of(now) not in urged
            urged.add(day_of(now))
        passed = [fact for fact in events if isinstance(fact, TaskHandedOver)]
        if name in ("hand over", "ordered", "merged"):
            assert bool(passed) == ((before.lead, before.person) != (after.lead, after.person))


@settings(max_examples=200, deadline=None)
@drawn(STORIES)
def test_every_change_is_one_sentence_more(story: Any) -> None:
    for _, before, _, after, _, now in lived(story):
        assert len(after.history) == len(before.history) + 1
        assert after.history[-1].at == now
        for lang in ("zh", "en"):
            text = told(after.history[-1:], Names(), lang)[0]["text"]
            assert text.endswith(("。", ".")) and "{" not in text


@pytest.mark.parametrize("part", [False, True])
def test_the_stories_reach_their_end(part: bool) -> None:
    """The properties above are about something."""
    sun, _, _, _, ding, *_ = PEOPLE
    wang, feng, chen, qian = PEOPLE[8:]
    way: list[Any] = [("accept", sun, 0, 1), ("urge", qian, 0, 1), ("ask", sun, 0, 1)]
    way += [("grant", qian, 1, 1), ("hand over", sun, 0, 2), ("submit", sun, 1, 3)]
    way += [("amend", ding, 0, 2)] if part else [("confirm", by, 0, 1) for by in (wang, feng, chen)]
    steps = lived((part, way))
    assert len(steps) == len(way)
    assert steps[-1][3].final
