"""When a task is due, and how a unit asks for a later day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contracts.orders.tasks import (
    DecideExtension,
    HandOver,
    Object,
    RequestExtension,
    Reschedule,
    Return,
    Rule,
    Submit,
    Within,
)
from contracts.tasks import (
    ExtensionRefused,
    ExtensionRequested,
    ObjectionRuled,
    TaskRescheduled,
)
from services.tasks.dates.workdays import LAST_YEAR
from services.tasks.life.charging import assign, object_, rule
from services.tasks.life.extending import decide_extension, request_extension, reschedule
from services.tasks.life.handing import hand_over
from services.tasks.life.review import Handing, fall_overdue, give_back, submit
from services.tasks.task.task import Task
from tests.unit.tasks.cast import (
    COUNT,
    DIRECTORY,
    DUE,
    DUE_ENDS,
    LI,
    NOW,
    QIAN,
    SUN,
    WANG,
    WHOLE,
    ZHOU,
    accepted,
    assigned,
    caller,
    confirmed,
    given,
    order,
    plan,
    refused,
    returned,
    submitted,
)

LATER = date(2026, 7, 20)
LATER_ENDS = datetime(2026, 7, 20, 16, tzinfo=UTC)
YES = DecideExtension(task="t-1", granted=True, reason="确有困难")
NO = DecideExtension(task="t-1", granted=False, reason="检查日期已定")
HANDED = Submit(task="t-1", measures=COUNT)
HANDING = Handing(sealed=frozenset())


def within(days: int, working: bool, now: datetime = NOW) -> Task:
    asked = order(due=None, within=Within(days=days, working=working))
    return assign(None, asked, given(QIAN, plan(), now=now)).state


def ask(**changes: Any) -> RequestExtension:
    usual: dict[str, Any] = {
        "task": "t-1",
        "until": LATER,
        "reason": "场地停工",
        "progress": "已完成一半",
    }
    return RequestExtension(**{**usual, **changes})


def asked(task: Task | None = None, now: datetime = NOW) -> Task:
    return request_extension(task or accepted(), ask(), given(SUN, now=now)).state


def granted(task: Task, how: DecideExtension = YES, now: datetime = NOW) -> Task:
    return decide_extension(task, how, given(QIAN, now=now)).state


def test_working_days_run_from_the_day_of_receipt_and_skip_holidays() -> None:
    """Received on Wednesday 29 April 2026; 1 to 5 May is a holiday, 9 May is worked."""
    received = datetime(2026, 4, 29, 2, tzinfo=UTC)
    task = within(5, working=True, now=received)
    assert (task.due, task.words) == (date(2026, 5, 9), "5个工作日内")


def test_calendar_days_run_through_weekends() -> None:
    task = within(15, working=False)
    assert (task.due, task.words) == (date(2026, 5, 21), "15日内")


def test_the_day_of_receipt_is_that_of_shanghai() -> None:
    evening = datetime(2026, 5, 6, 16, 30, tzinfo=UTC)
    assert within(1, working=False, now=evening).due == date(2026, 5, 8)


def test_a_term_beyond_the_almanac_is_refused_by_its_field() -> None:
    with refused("invalid", "within.days"):
        within(366, working=True, now=datetime(2099, 1, 4, tzinfo=UTC))


def test_an_assignment_without_a_day_is_told_the_usual_terms() -> None:
    with refused("invalid", "due") as no:
        assign(None, order(due=None), given(QIAN, plan()))
    assert "紧急5个工作日、一般15日、疑难30日" in no.value.detail


def test_a_day_and_a_term_at_once_are_refused() -> None:
    with refused("invalid", "within"):
        assign(None, order(within=Within(days=5)), given(QIAN, plan()))


def test_the_lead_unit_asks_for_a_later_day_with_reason_and_progress() -> None:
    change = request_extension(accepted(), ask(), given(SUN))
    fact = change.events[0]
    assert isinstance(fact, ExtensionRequested)
    assert (fact.due, fact.until, fact.reason, fact.progress, fact.by) == (
        DUE,
        LATER,
        "场地停工",
        "已完成一半",
        "sun",
    )
    assert change.state.due == DUE, "nothing moves before it is granted"
    last = change.state.history[-1]
    assert (last.what, last.was, last.became) == ("extension-asked", "2026-06-30", "2026-07-20")
    assert "已完成一半" in last.why


def test_a_granted_request_moves_the_day_and_says_from_which() -> None:
    change = decide_extension(asked(), YES, given(QIAN))
    task = change.state
    assert (task.due, task.next_due()) == (LATER, LATER_ENDS)
    fact = change.events[0]
    assert isinstance(fact, TaskRescheduled)
    assert (fact.previous, fact.due, fact.reason, fact.by) == (DUE, LATER, "确有困难", "qian")
    kept = task.extensions[0]
    assert (kept.granted, kept.ruling, kept.ruled_by) == (True, "确有困难", "qian")


def test_the_office_may_grant_another_day_than_the_one_asked_for() -> None:
    sooner = DecideExtension(task="t-1", granted=True, reason="只延十天", until=date(2026, 7, 10))
    assert granted(asked(), sooner).due == date(2026, 7, 10)


def test_a_refused_request_leaves_the_day_and_both_reasons() -> None:
    change = decide_extension(asked(), NO, given(QIAN))
    assert (change.state.due, change.state.next_due()) == (DUE, DUE_ENDS)
    fact = change.events[0]
    assert isinstance(fact, ExtensionRefused) and fact.until == LATER
    kept = change.state.extensions[0]
    assert (kept.reason, kept.ruling, kept.granted) == ("场地停工", "检查日期已定", False)
    assert [entry.why for entry in change.state.history[-2:]] == [
        "场地停工（进展：已完成一半）",
        "检查日期已定",
    ]


def test_after_a_refusal_the_unit_may_ask_again_but_not_twice_at_once() -> None:
    with refused("extension-open") as no:
        asked(asked())
    assert no.value.extra == {"until": "2026-07-20"}
    assert len(asked(granted(asked(), NO)).extensions) == 2


def test_it_is_asked_for_until_the_end_of_the_due_day_and_not_after() -> None:
    assert asked(now=DUE_ENDS - timedelta(milliseconds=1)).asked
    with refused("extension-too-late"):
        asked(now=DUE_ENDS)


def test_only_the_lead_unit_asks_and_only_while_it_works() -> None:
    with refused("not-the-lead"):
        request_extension(accepted(), ask(), given(ZHOU))
    with refused("not-found"):
        request_extension(accepted(), ask(), given(LI))
    for task in (assigned(), submitted()):
        with refused("wrong-state"):
            request_extension(task, ask(), given(SUN))
    assert asked(returned()).asked


@pytest.mark.parametrize("until", [DUE, date(2026, 6, 1), date(2030, 1, 1)])
def test_an_extension_is_to_a_later_day_near_the_year(until: date) -> None:
    with refused("invalid", "until"):
        request_extension(accepted(), ask(until=until), given(SUN))


def test_a_standing_task_has_no_day_to_extend() -> None:
    with refused("invalid", "task"):
        request_extension(accepted(standing=True), ask(), given(SUN))


def test_nobody_decides_their_own_request() -> None:
    task = asked()
    for own in (
        caller("sun", "district_office"),
        caller("hu", "district_office", unit="publicity"),
    ):
        with refused("own-work"):
            decide_extension(task, YES, given(own))
    moved = hand_over(
        task,
        HandOver(task="t-1", person="yang", reason="调岗"),
        given(SUN, _with(yang="publicity")),
    )
    assert moved is not None
    with refused("own-work"):
        decide_extension(moved.state, YES, given(caller("yang", "district_office")))


def _with(**persons: str) -> Any:
    from dataclasses import replace

    return replace(DIRECTORY, persons={**DIRECTORY.persons, **persons})


def test_there_is_nothing_to_decide_without_a_request() -> None:
    with refused("no-extension-open"):
        decide_extension(accepted(), YES, given(QIAN))
    with refused("no-extension-open"):
        decide_extension(granted(asked()), YES, given(QIAN))


def test_a_refusal_sets_no_day_and_a_grant_none_that_is_past() -> None:
    with refused("invalid", "until"):
        odd = DecideExtension(task="t-1", granted=False, reason="不同意", until=LATER)
        decide_extension(asked(), odd, given(QIAN))
    with refused("invalid", "until"):
        granted(asked(), now=LATER_ENDS)


def test_what_fell_overdue_while_nobody_decided_is_not_overdue_once_granted() -> None:
    fallen = fall_overdue(asked(), None, given(now=DUE_ENDS))
    assert fallen is not None and fallen.state.overdue
    task = granted(fallen.state, now=DUE_ENDS + timedelta(hours=1))
    assert (task.overdue, task.next_due()) == (False, LATER_ENDS)
    again = fall_overdue(task, None, given(now=LATER_ENDS))
    assert again is not None and again.state.overdue


def test_what_was_handed_in_while_nobody_decided_is_judged_by_the_day_granted() -> None:
    late = submit(asked(), HANDED, given(SUN, HANDING, now=DUE_ENDS + timedelta(hours=1))).state
    assert late.submission is not None and late.submission.late
    assert late.history[-1].late
    task = granted(late, now=DUE_ENDS + timedelta(hours=2))
    assert task.submission is not None and not task.submission.late


SOONER = date(2026, 6, 1)


def moved_to(task: Task, due: date, by: Any = QIAN, now: datetime = NOW) -> Any:
    return reschedule(
        task, Reschedule(task="t-1", due=due, reason="省级抽查提前"), given(by, now=now)
    )


def test_an_office_moves_the_day_of_its_own_accord_sooner_or_later() -> None:
    for due in (SOONER, LATER):
        change = moved_to(accepted(), due)
        (fact,) = change.events
        assert isinstance(fact, TaskRescheduled) and (fact.due, fact.previous) == (due, DUE)
        assert (change.state.due, change.state.history[-1].why) == (due, "省级抽查提前")
    assert moved_to(accepted(), DUE) is None


def test_a_day_that_is_past_or_years_away_is_not_set_and_a_settled_task_has_none() -> None:
    for due in (date(2026, 5, 5), date(2029, 1, 1)):
        with refused("invalid", "due"):
            moved_to(accepted(), due)
    with refused("wrong-state"):
        moved_to(confirmed(WANG), LATER)


def test_a_request_that_waits_is_decided_first_and_nobody_moves_their_own_day() -> None:
    with refused("extension-open"):
        moved_to(asked(), SOONER)
    with refused("own-work"):
        moved_to(accepted(), LATER, caller("sun", "district_office"))


def test_what_was_late_by_the_old_day_and_returned_is_judged_by_the_new_one() -> None:
    late = submit(accepted(), HANDED, given(SUN, HANDING, now=DUE_ENDS)).state
    back = give_back(
        late, Return(task="t-1", reason="缺凭证"), given(WANG, WHOLE, now=DUE_ENDS)
    ).state
    task = moved_to(back, LATER, now=DUE_ENDS).state
    again = submit(task, HANDED, given(SUN, HANDING, now=DUE_ENDS)).state
    assert again.submission is not None and not again.submission.late


def test_the_ruling_may_give_the_new_lead_another_day() -> None:
    disputed = object_(assigned(), Object(task="t-1", reason="不归我们"), given(SUN)).state
    move = Rule(
        task="t-1", upheld=True, reason="属教育系统", lead="education", person="li", due=LATER
    )
    change = rule(disputed, move, given(QIAN, DIRECTORY))
    ruled, moved = change.events
    assert isinstance(ruled, ObjectionRuled) and ruled.due == LATER
    assert isinstance(moved, TaskRescheduled) and (moved.lead, moved.previous) == (
        "education",
        DUE,
    )
    assert change.state.next_due() == LATER_ENDS
    assert [e.what for e in change.state.history[-2:]] == ["upheld", "rescheduled"]


def test_a_dismissed_objection_sets_no_day() -> None:
    disputed = object_(assigned(), Object(task="t-1", reason="不归我们"), given(SUN)).state
    back = Rule(task="t-1", upheld=False, reason="分工明确", due=LATER)
    with refused("invalid", "due"):
        rule(disputed, back, given(QIAN, DIRECTORY))


def test_the_new_lead_may_object_too_and_every_reason_stays() -> None:
    disputed = object_(assigned(), Object(task="t-1", reason="不归宣传"), given(SUN)).state
    move = Rule(task="t-1", upheld=True, reason="属教育系统", lead="education", person="li")
    moved = rule(disputed, move, given(QIAN, DIRECTORY)).state
    again = object_(moved, Object(task="t-1", reason="不归教育"), given(LI)).state
    on = Rule(task="t-1", upheld=True, reason="归交通", lead="transport", person="zhou")
    task = rule(again, on, given(QIAN, DIRECTORY)).state
    assert [(o.unit, o.reason, o.ruling) for o in task.objections] == [
        ("publicity", "不归宣传", "属教育系统"),
        ("education", "不归教育", "归交通"),
    ]
    assert (task.lead, task.cooperating) == ("transport", ())


def test_a_term_in_a_year_whose_days_off_are_not_told_says_that_it_is_provisional() -> None:
    assert within(5, working=True, now=datetime(LAST_YEAR, 3, 2, tzinfo=UTC)).words == "5个工作日内"
    later = within(5, working=True, now=datetime(LAST_YEAR, 12, 30, tzinfo=UTC))
    assert f"{LAST_YEAR + 1}年放假安排尚未公布" in later.words
