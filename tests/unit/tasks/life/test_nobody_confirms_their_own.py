"""Whatever people do in whatever order: nobody confirms their own, and levels come in turn."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from contracts.caller import Caller
from contracts.measures import Measures, Quantity
from contracts.orders.tasks import Accept, Confirm, Object, Return, Rule, Submit
from contracts.refusals import Refusal
from contracts.tasks import ResultConfirmed, TaskOverdue, TaskSubmitted
from kit.change import Change
from services.tasks.life.charging import accept, object_, rule
from services.tasks.life.review import Handing, confirm, fall_overdue, give_back, submit
from services.tasks.task.task import CHAIN, Task
from tests.unit.tasks.cast import DIRECTORY, NOW, WHOLE, assigned, caller, given

UNITS = (("sun", "publicity"), ("li", "education"), ("hu", "transport"))
ROLES = (("unit", "ganzhou"), ("reviewer", "ganzhou"), ("reviewer", "*"))
PEOPLE = (
    *(caller(account, role, place, unit) for account, unit in UNITS for role, place in ROLES),
    caller("sun", "reviewer"),
    caller("li", "province_reviewer", "*"),
    caller("wang", "reviewer"),
    caller("feng", "reviewer", "*"),
    caller("chen", "province_reviewer", "*"),
    caller("qian", "district_office"),
)

STEPS: dict[str, Callable[[Task, Caller, Any, Measures], Change[Task] | None]] = {
    "accept": lambda t, by, now, m: accept(t, Accept(task="t-1"), given(by, now=now)),
    "object": lambda t, by, now, m: object_(
        t, Object(task="t-1", reason="不归我们"), given(by, now=now)
    ),
    "uphold": lambda t, by, now, m: rule(
        t,
        Rule(task="t-1", upheld=True, reason="成立", lead="education", person="li"),
        given(by, DIRECTORY, now=now),
    ),
    "dismiss": lambda t, by, now, m: rule(
        t, Rule(task="t-1", upheld=False, reason="不成立"), given(by, DIRECTORY, now=now)
    ),
    "submit": lambda t, by, now, m: submit(
        t, Submit(task="t-1", measures=m), given(by, Handing(sealed=frozenset()), now=now)
    ),
    "confirm": lambda t, by, now, m: confirm(t, Confirm(task="t-1"), given(by, WHOLE, now=now)),
    "amend": lambda t, by, now, m: confirm(
        t, Confirm(task="t-1", measures=m, reason="更正"), given(by, WHOLE, now=now)
    ),
    "return": lambda t, by, now, m: give_back(
        t, Return(task="t-1", reason="退回"), given(by, WHOLE, now=now)
    ),
    "tick": lambda t, by, now, m: fall_overdue(t, None, given(now=now)),
}

STORIES = st.lists(
    st.tuples(
        st.sampled_from([*STEPS, "submit", "confirm", "confirm", "accept"]),
        st.sampled_from(PEOPLE),
        st.integers(0, 40),
        st.integers(1, 3),
    ),
    max_size=60,
)


def told(
    story: list[tuple[str, Caller, int, int]],
) -> list[tuple[Task, Caller, Task, tuple[Any, ...]]]:
    """(before, who, after, events) of each step that was not refused."""
    task, now, steps = assigned(), NOW, []
    for name, by, days, count in story:
        now += timedelta(days=days)
        with suppress(Refusal):
            change = STEPS[name](task, by, now, {"count": Quantity(value=str(count))})
            if change is not None:
                steps.append((task, by, change.state, change.events))
                task = change.state
    return steps


@settings(max_examples=400, deadline=None)
@drawn(STORIES)
def test_no_sequence_of_commands_lets_anyone_confirm_their_own(story: Any) -> None:
    for before, by, _, events in told(story):
        if any(isinstance(fact, ResultConfirmed) for fact in events):
            assert before.submission is not None
            assert by.account not in (before.submission.by, before.person)
            assert by.unit not in before.units


@settings(max_examples=400, deadline=None)
@drawn(STORIES)
def test_levels_always_come_in_turn_and_a_new_submission_starts_again(story: Any) -> None:
    turn = 0
    for _, _, _, events in told(story):
        for fact in events:
            if isinstance(fact, TaskSubmitted):
                turn = 0
            if isinstance(fact, ResultConfirmed):
                assert fact.level == CHAIN[turn]
                turn += 1


@settings(max_examples=400, deadline=None)
@drawn(STORIES)
def test_a_task_falls_overdue_at_most_once_and_never_while_it_is_handed_in(story: Any) -> None:
    said = 0
    for before, _, after, events in told(story):
        if any(isinstance(fact, TaskOverdue) for fact in events):
            said += 1
            assert before.state not in ("submitted", *(f"confirmed-{level}" for level in CHAIN))
        assert after.units[0] == after.lead
    assert said <= 1


def test_the_stories_reach_the_end_of_the_chain() -> None:
    """The properties above are about something."""
    sun, (wang, feng, chen) = PEOPLE[0], PEOPLE[11:14]
    story = [("accept", sun, 0, 1), ("submit", sun, 0, 1)]
    story += [("confirm", by, 0, 1) for by in (wang, feng, chen)]
    assert told(story)[-1][2].state == "confirmed-province"
