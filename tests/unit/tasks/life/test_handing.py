"""Half-done work passes on: to a colleague, or to the unit that followed; with its draft."""

from dataclasses import replace as with_
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from contracts.measures import Quantity
from contracts.orders.tasks import Confirm, HandOver, HandOverAll, SaveDraft, Submit
from contracts.tasks import DutyChanged, HandoverOrdered, TaskHandedOver, UnitSucceeded
from services.tasks.life.draft import Draft, save_draft
from services.tasks.life.handing import (
    MAX_HANDED_OVER,
    Open,
    follow_order,
    hand_over,
    hand_over_all,
    pass_to_successor,
)
from services.tasks.life.replanning import replan_task
from services.tasks.life.review import Handing, confirm, submit
from services.tasks.task.task import Task
from tests.unit.tasks.cast import (
    CHEN,
    COUNT,
    DIRECTORY,
    DUE,
    FENG,
    LI,
    NOW,
    QIAN,
    SUN,
    WANG,
    WHOLE,
    WU,
    ZHOU,
    accepted,
    assigned,
    caller,
    confirmed,
    given,
    heard,
    refused,
    returned,
    submitted,
)

STAFF = with_(DIRECTORY, persons={**DIRECTORY.persons, "yang": "publicity"})
YANG = caller("yang", "unit", unit="publicity")
PASS_ON = HandOver(task="t-1", person="yang", reason="孙某调离")
ALL = HandOverAll(district="ganzhou", from_person="sun", to_person="yang", reason="孙某调离")
ORDERED = HandoverOrdered(
    handover="h-1",
    unit="publicity",
    from_person="sun",
    to_person="yang",
    reason="孙某调离",
    by="qian",
    tasks=("t-1", "t-2"),
)
MERGED = UnitSucceeded(
    unit="publicity",
    name="宣传部",
    kind="department",
    successor="culture",
    successor_name="文宣局",
    person="he",
    on=date(2026, 5, 1),
    document="甘编委〔2026〕5号",
    reason="机构改革",
    by="zhao",
)
DRAFT = SaveDraft(task="t-1", measures=COUNT, evidence=("e-1",), note="初稿")


def passed_on(task: Task) -> Task:
    change = hand_over(task, PASS_ON, given(SUN, STAFF))
    assert change is not None
    return change.state


def draft(task: Task, by: object = SUN) -> Draft:
    return save_draft(None, DRAFT, given(by, task)).state  # type: ignore[arg-type]


def test_a_colleague_of_the_lead_unit_carries_the_task_on() -> None:
    change = hand_over(accepted(), PASS_ON, given(SUN, STAFF))
    assert change is not None
    assert change.events == (
        TaskHandedOver(
            task="t-1",
            year=2026,
            standard="v1",
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            person="yang",
            from_lead="publicity",
            from_person="sun",
            reason="孙某调离",
            by="sun",
            due=DUE,
        ),
    )
    task = change.state
    assert (task.person, task.former, task.state) == ("yang", ("sun",), "accepted")
    last = task.history[-1]
    assert (last.what, last.was, last.became) == ("handed-over", "sun", "yang")


def test_an_office_may_hand_a_task_over_and_another_unit_may_not() -> None:
    assert hand_over(accepted(), PASS_ON, given(QIAN, STAFF))
    with refused("not-the-lead"):
        hand_over(accepted(), PASS_ON, given(ZHOU, STAFF))
    with refused("not-found"):
        hand_over(accepted(), PASS_ON, given(LI, STAFF))


@pytest.mark.parametrize("person", ["li", "nobody"])
def test_a_task_stays_within_its_lead_unit(person: str) -> None:
    with refused("invalid", "person"):
        hand_over(accepted(), HandOver(task="t-1", person=person, reason="移交"), given(SUN, STAFF))


def test_what_is_handed_in_may_pass_on_and_what_is_settled_may_not() -> None:
    for task in (assigned(), submitted(), returned(), confirmed(WANG)):
        assert passed_on(task).person == "yang"
    with refused("wrong-state"):
        hand_over(confirmed(WANG, FENG, CHEN), PASS_ON, given(SUN, STAFF))


def test_handing_a_task_to_who_has_it_changes_nothing() -> None:
    to_sun = HandOver(task="t-1", person="sun", reason="移交")
    assert hand_over(accepted(), to_sun, given(SUN, STAFF)) is None


def test_who_was_charged_with_a_task_before_does_not_review_it_later() -> None:
    """The result was handed in by the successor, but half the work is theirs."""
    task = submit(
        passed_on(accepted()),
        Submit(task="t-1", measures=COUNT),
        given(YANG, Handing(sealed=frozenset())),
    ).state
    with refused("own-work"):
        confirm(task, Confirm(task="t-1"), given(caller("sun", "reviewer"), WHOLE))
    assert confirm(task, Confirm(task="t-1"), given(WANG, WHOLE)).events


def test_all_open_tasks_of_a_person_pass_on_by_one_order() -> None:
    found = Open(persons={"yang": "publicity"}, tasks=("t-1", "t-2"))
    change = hand_over_all(None, ALL, given(QIAN, found, key="h-1"))
    assert change.events == (ORDERED,)
    assert change.answer == {"tasks": ["t-1", "t-2"]}
    assert (change.state.unit, change.state.at) == ("publicity", NOW)


def test_a_unit_hands_over_its_own_peoples_tasks_only() -> None:
    found = Open(persons={"yang": "publicity"}, tasks=("t-1",))
    assert hand_over_all(None, ALL, given(SUN, found)).events
    with refused("invalid", "to_person") as foreign:
        hand_over_all(None, ALL, given(LI, found))
    with refused("invalid", "to_person") as nobody:
        hand_over_all(None, ALL, given(LI, Open(persons={}, tasks=())))
    assert foreign.value.detail == nobody.value.detail


def test_a_hand_over_names_what_stands_in_its_way() -> None:
    with refused("invalid", "to_person"):
        hand_over_all(None, ALL, given(QIAN, Open(persons={}, tasks=())))
    with refused("invalid", "from_person"):
        hand_over_all(None, ALL, given(QIAN, Open(persons={"yang": "publicity"}, tasks=())))
    same = replace(ALL, from_person="yang")
    with refused("invalid", "to_person"):
        hand_over_all(None, same, given(QIAN, Open(persons={"yang": "publicity"}, tasks=("t",))))
    many = tuple(f"t-{n}" for n in range(MAX_HANDED_OVER + 1))
    with refused("limit-exceeded"):
        hand_over_all(None, ALL, given(QIAN, Open(persons={"yang": "publicity"}, tasks=many)))


def test_each_task_follows_the_order_once() -> None:
    change = follow_order(accepted(), ORDERED, heard(ORDERED))
    assert change is not None
    fact = change.events[0]
    assert isinstance(fact, TaskHandedOver) and (fact.person, fact.by) == ("yang", "qian")
    assert follow_order(change.state, ORDERED, heard(ORDERED)) is None


def test_a_task_that_moved_or_was_settled_meanwhile_does_not_follow() -> None:
    moved = replace(accepted(), lead="education", person="li")
    for task in (moved, confirmed(WANG, FENG, CHEN)):
        assert follow_order(task, ORDERED, heard(ORDERED)) is None


def test_the_unit_that_followed_the_lead_unit_carries_its_tasks_on() -> None:
    change = pass_to_successor(accepted(), MERGED, heard(MERGED))
    assert change is not None
    task = change.state
    assert (task.lead, task.person, task.units) == ("culture", "he", ("culture", "transport"))
    assert (task.former, task.inherited, task.state) == (("sun",), ("publicity",), "accepted")
    fact = change.events[0]
    assert isinstance(fact, TaskHandedOver)
    assert (fact.from_lead, fact.lead, fact.by) == ("publicity", "culture", "zhao")
    last = task.history[-1]
    assert (last.what, last.why) == ("succeeded", "机构改革（甘编委〔2026〕5号）")
    assert pass_to_successor(task, MERGED, heard(MERGED)) is None


def test_the_unit_that_followed_a_cooperating_one_cooperates_and_nobody_is_charged_anew() -> None:
    roads = replace(MERGED, unit="transport", successor="roads")
    change = pass_to_successor(accepted(), roads, heard(roads))
    assert change is not None and change.events == ()
    task = change.state
    assert (task.lead, task.cooperating, task.person) == ("publicity", ("roads",), "sun")
    into_the_lead = replace(roads, successor="publicity")
    merged = pass_to_successor(accepted(), into_the_lead, heard(into_the_lead))
    assert merged is not None and merged.state.units == ("publicity",)


def test_what_is_settled_stays_with_the_unit_that_did_it() -> None:
    assert pass_to_successor(confirmed(WANG, FENG, CHEN), MERGED, heard(MERGED)) is None


def test_the_lead_unit_keeps_a_half_done_result_again_and_again() -> None:
    task = accepted()
    first = draft(task)
    assert (first.by, first.note, first.unit) == ("sun", "初稿", "publicity")
    second = save_draft(
        first,
        SaveDraft(task="t-1", measures={"count": Quantity(value="4")}),
        given(WU, task, now=NOW + timedelta(days=1)),
    ).state
    assert (second.by, second.measures["count"], second.note) == (
        "wu",
        Quantity(value="4"),
        "",
    )


def test_a_draft_is_kept_while_the_lead_unit_works_and_by_nobody_else() -> None:
    for task in (assigned(), submitted()):
        with refused("wrong-state"):
            draft(task)
    with refused("not-the-lead"):
        draft(accepted(), ZHOU)
    with refused("not-found"):
        draft(accepted(), LI)
    bad = SaveDraft(task="t-1", measures={"a b": Quantity(value="1")})
    with refused("invalid", "measures.a b"):
        save_draft(None, bad, given(SUN, accepted()))


def test_a_draft_goes_where_the_task_goes() -> None:
    task = accepted()
    kept = draft(task)
    assert kept.concerns(passed_on(task))
    change = pass_to_successor(task, MERGED, heard(MERGED))
    assert change is not None and kept.concerns(change.state)
    assert not kept.concerns(replace(task, lead="education"))


def test_a_draft_is_done_with_once_the_result_is_handed_in() -> None:
    kept = draft(accepted())
    assert not kept.concerns(submitted())
    assert not kept.concerns(returned())
    later = save_draft(kept, DRAFT, given(SUN, returned(), now=NOW + timedelta(hours=1))).state
    assert later.concerns(returned())


def test_a_row_that_changes_its_lead_alone_moves_no_day() -> None:
    task = accepted()
    fact = DutyChanged(
        year=2026,
        item="A01",
        title=task.title,
        lead="education",
        cooperating=task.cooperating,
        person="li",
        due=task.due,
        standing=task.standing,
        words=task.words,
        reason="职责划转",
        by="qian",
        task="t-1",
    )
    change = replan_task(task, fact, heard(fact))
    assert change and [type(fact) for fact in change.events] == [TaskHandedOver]
