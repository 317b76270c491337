"""Facts late, twice, out of order, from two tasks: the record and its replay end the same."""

from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.measures import Flag, Ratio
from services.scoring.audits.comparing import compared, differences, replayed
from services.scoring.facts.changes import comparable
from services.scoring.facts.hearing import CHANGES, Heard, change
from services.scoring.facts.state import (
    MAX_EARLIER,
    MAX_FINDINGS,
    MAX_MOVES,
    MAX_TASKS,
    Score,
)
from services.scoring.scores.item import score_at
from tests.unit.scoring.facts_support import (
    Told,
    accepted,
    appealed,
    around,
    assigned,
    confirmed,
    counted,
    encoded,
    found,
    hear,
    hour,
    item,
    late,
    logged,
    named,
    rescheduled,
    returned,
    ruled,
    submitted,
)

YES: dict[str, Any] = {"done": Flag(value=True)}
NO: dict[str, Any] = {"done": Flag(value=False)}

TASK: list[Told] = [
    (assigned("B03"), 1),
    (ruled("B03", "wenlv"), 3),
    (rescheduled("B03"), 4),
    (submitted("B03", **NO), 5),
    (returned("B03"), 6),
    (submitted("B03", **YES), 7),
    (confirmed("B03", "district", **YES), 8),
]


def test_the_life_of_a_task_converges_in_any_order_and_twice() -> None:
    ends = {encoded(hear((*order, order[0]), "B03")) for order in permutations(TASK)}
    assert len(ends) == 1
    score = hear(TASK, "B03")
    assert score.announced == {"self": 1000, "district": 1000, "city": 0, "province": 0}
    duty = score.duty
    assert duty is not None
    assert (duty.lead, duty.due and duty.due.month, duty.state) == (
        "jiaoyu",
        10,
        "confirmed-district",
    )


def test_a_task_that_its_unit_has_taken_on_says_so_in_any_order_and_gives_no_points() -> None:
    told: list[Told] = [
        (assigned("B03"), 1),
        (ruled("B03", "wenlv"), 3),
        (accepted("B03", "wenlv"), 4),
        (rescheduled("B03"), 5),
    ]
    ends = {encoded(hear((*order, order[0]), "B03")) for order in permutations(told)}
    assert len(ends) == 1
    score = hear(told, "B03")
    assert score.duty and score.duty.state == "accepted"
    assert not score.touched and not score.announced
    handed_in = hear([*told, (submitted("B03", **YES), 6)], "B03")
    assert handed_in.duty and handed_in.duty.state == "submitted"
    assert handed_in.announced["self"] == 1000


def test_a_confirmation_that_comes_after_the_return_which_voided_it_changes_nothing() -> None:
    told: list[Told] = [
        (submitted("B03", **YES), 3),
        (returned("B03"), 5),
        (confirmed("B03", "district", **YES), 4),
    ]
    score = hear(told, "B03")
    assert set(score.announced.values()) == {0}
    assert [mark.version for mark in score.earlier["district"]] == [4]


def test_a_return_of_one_task_leaves_the_marks_of_another() -> None:
    """A moved task keeps its id; a second task on the item is one of its own."""
    told: list[Told] = [
        (confirmed("B03", "city", task="t-1", **YES), 8),
        (submitted("B03", task="t-2", **NO), 3),
        (returned("B03", task="t-2"), 9),
    ]
    ends = {encoded(hear(order, "B03")) for order in permutations(told)}
    assert len(ends) == 1
    assert hear(told, "B03").announced["city"] == 1000


def test_of_two_tasks_the_newest_mark_that_counts_speaks() -> None:
    told: list[Told] = [
        (confirmed("B03", "city", task="t-1", **YES), 4),
        (confirmed("B03", "city", task="t-2", **NO), 6),
    ]
    assert {hear(order, "B03").announced["city"] for order in permutations(told)} == {0}
    gone: list[Told] = [*told, (returned("B03", task="t-2", level="province"), 7)]
    assert {hear(order, "B03").announced["city"] for order in permutations(gone)} == {1000}


def test_an_amended_level_keeps_what_was_before() -> None:
    before, after = Ratio(numerator=228, denominator=252), Ratio(numerator=200, denominator=252)
    told: list[Told] = [
        (confirmed("B04", "city", ratio=before), 4),
        (confirmed("B04", "city", reason="抽查不符", ratio=after), 6),
    ]
    for order in permutations(told):
        score = hear(order, "B04")
        held = score.levels["city"]
        assert (held.measures["ratio"], held.reason, held.amended) == (after, "抽查不符", True)
        assert (held.by, held.at) == ("reviewer-city", hour(6))
        assert [mark.measures["ratio"] for mark in score.earlier["city"]] == [before]


def test_named_twice_applies_the_third_step_once() -> None:
    """ESC of H05: −0.3 found, −0.75 late, −1.5 named twice; each fault at its highest step."""
    told: list[Told] = [
        (found("H05", "f-1"), 2),
        (late("H05", "f-1"), 3),
        (named("H05", "f-1", 1), 4),
    ]
    assert {hear(order, "H05").announced["city"] for order in permutations(told)} == {750}
    twice: list[Told] = [*told, (named("H05", "f-1", 2), 5), (named("H05", "f-1", 3), 6)]
    ends = {encoded(hear(order, "H05")) for order in permutations(twice)}
    assert len(ends) == 1
    assert hear(twice, "H05").announced["city"] == 0
    won: list[Told] = [*twice, (appealed("H05", "f-1"), 7)]
    assert hear(won, "H05").announced["city"] == 1500


def test_a_task_that_is_only_assigned_is_no_fact_that_scores() -> None:
    score = hear([(assigned("H05"), 1)], "H05")
    assert not score.touched
    assert score.announced == {}


def test_two_registers_of_one_item_end_the_same_in_any_order() -> None:
    told: list[Told] = [(counted("B04", 5, 9, "r-1"), 4), (counted("B04", 7, 9, "r-2"), 4)]
    assert len({encoded(hear(order, "B04")) for order in permutations(told)}) == 1


MARKS = st.sampled_from([YES, NO])
LEVELS = st.sampled_from(["district", "city", "province"])
EVENTS = st.one_of(
    st.builds(lambda t: assigned("B03", task=t), st.sampled_from(["t-1", "t-2"])),
    st.builds(lambda m, t: submitted("B03", task=t, **m), MARKS, st.sampled_from(["t-1", "t-2"])),
    st.builds(
        lambda level, m, t: confirmed("B03", level, task=t, **m),
        LEVELS,
        MARKS,
        st.sampled_from(["t-1", "t-2"]),
    ),
    st.builds(lambda t: returned("B03", task=t), st.sampled_from(["t-1", "t-2"])),
    st.builds(lambda lead: ruled("B03", lead), st.sampled_from(["wenlv", "minzheng"])),
    st.just(rescheduled("B03")),
    st.builds(lambda n: counted("B03", n, 9), st.integers(0, 9)),
    st.builds(lambda f: found("B03", f), st.sampled_from(["f-1", "f-2", "f-3"])),
    st.builds(lambda f: late("B03", f), st.sampled_from(["f-1", "f-2", "f-3"])),
    st.builds(lambda f, n: named("B03", f, n), st.sampled_from(["f-1", "f-2"]), st.integers(1, 3)),
    st.builds(lambda f: appealed("B03", f), st.sampled_from(["f-1", "f-2"])),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(EVENTS, min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_any_order_of_any_facts_with_duplicates_is_the_replay_of_the_log(
    events: list[object], chance: object
) -> None:
    """Each aggregate's versions rise with its facts, as its service numbers them."""
    told: list[Told] = [(fact, version) for version, fact in enumerate(events, start=1)]  # type: ignore[misc]
    again = [*told, *told[: len(told) // 2]]
    chance.shuffle(again)  # type: ignore[attr-defined]
    stored = hear(again, "B03")
    facts = logged(told)
    chance.shuffle(facts)  # type: ignore[attr-defined]
    made = replayed("ganquan", 2026, item("B03"), around(), facts)
    assert comparable(stored) == comparable(made)
    assert differences("B03", stored, made) == ()
    assert made.announced == stored.announced


def test_a_record_stays_small_whatever_comes_and_keeps_the_same_things() -> None:
    several: list[Told] = [(found("H05", f"f-{n:04}"), n + 1) for n in range(MAX_FINDINGS + 50)]
    assert len(hear(several, "H05").findings) == MAX_FINDINGS
    assert encoded(hear(several, "H05")) == encoded(hear(several[::-1], "H05"))
    marks: list[Told] = [
        (confirmed("B03", "city", task=f"t-{n % 20:02}", **YES), n + 1) for n in range(200)
    ]
    score = hear(marks, "B03")
    assert (len(score.earlier["city"]), len(score.others["city"])) == (MAX_EARLIER, MAX_TASKS - 1)
    assert len(score.duties) == MAX_TASKS
    assert encoded(score) == encoded(hear(marks[::-1], "B03"))
    assert len(msgspec.json.encode(score)) < 40_000
    assert MAX_MOVES == 100


def test_a_difference_is_named_by_item_and_field_and_an_old_record_is_left_out() -> None:
    told: list[Told] = [(confirmed("B03", "city", **YES), 4)]
    stored = hear(told, "B03")
    broken = msgspec.structs.replace(stored, announced={**stored.announced, "city": 900})
    again = replayed("ganquan", 2026, item("B03"), around(), logged(told))
    comparison = compared([("B03", broken, again, 1)])
    assert comparison.differing == ("B03",)
    [difference] = comparison.differences
    assert (difference.field, '"city":900' in difference.stored) == ("announced", True)
    assert '"city":1000' in difference.replayed
    old = msgspec.structs.replace(broken, logged=False)
    assert compared([("B03", old, again, 1)]).unlogged == 1
    assert compared([("B03", None, again, 1)]).differing == ("B03",)
    nothing = replayed("ganquan", 2026, item("B03"), around(), [])
    assert compared([("B03", None, nothing, 0)]).equal


def test_every_fact_that_scoring_hears_of_an_item_is_replayed() -> None:
    from kit.table import Hearing
    from services.scoring.facts.store import FACTS
    from services.scoring.service import Scoring

    heard = {
        door.fact
        for door in Scoring.doors.values()
        if isinstance(door, Hearing) and any(r.aggregate is FACTS for r in door.reactions)
    }
    assert heard == set(CHANGES)


def test_a_fact_that_no_score_hears_is_not_swallowed() -> None:
    from contracts.tasks import DistrictFounded

    with pytest.raises(KeyError):
        change(
            Score(district="d", year=2026, item="B03"),
            DistrictFounded(district="d", name="x"),
            Heard(1, hour(1)),
        )


def test_without_a_draw_mark_the_city_speaks_at_the_level_of_the_province() -> None:
    told: list[Told] = [
        (confirmed("B03", "city", **YES), 4),
        (confirmed("B03", "province", **NO), 5),
    ]
    score = hear(told, "B03")
    period = around().standard.period(2026)
    assert score_at(score, item("B03"), "province", period, {}).score == 0
    assert score_at(score, item("B03"), "province", period, {}, drawn=False).score == 1000
