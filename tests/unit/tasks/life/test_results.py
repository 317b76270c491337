"""Results: handed in, confirmed level by level, returned, overdue."""

from datetime import timedelta

import pytest

from contracts.measures import Entry, Flag, ItemInput, Measure, Quantity, Ratio, Tally
from contracts.orders.tasks import Accept, Confirm, Object, Return, Submit
from contracts.tasks import ResultConfirmed, TaskOverdue, TaskReturned, TaskSubmitted
from services.tasks.history.entry import MAX_HISTORY, MAX_WITH_MEASURES, remember
from services.tasks.history.entry import Entry as HistoryEntry
from services.tasks.life.charging import accept, object_
from services.tasks.life.review import Handing, Reviewing, confirm, fall_overdue, give_back, submit
from tests.unit.tasks.cast import (
    CHEN,
    COUNT,
    DUE,
    DUE_ENDS,
    FENG,
    LI,
    NOW,
    SUN,
    WANG,
    WHOLE,
    ZHOU,
    accepted,
    assigned,
    caller,
    confirmed,
    given,
    refused,
    returned,
    submitted,
)

NOTHING_SEALED = Handing(sealed=frozenset())
HAND_IN = Submit(task="t-1", measures=COUNT)
YES = Confirm(task="t-1")
LATER = DUE_ENDS + timedelta(days=1)


# -- handing in -----------------------------------------------------------------------------


def test_the_lead_hands_in_measures_and_sealed_evidence() -> None:
    order = Submit(task="t-1", measures=COUNT, evidence=("e-1", "e-1"), note="三次")
    change = submit(accepted(), order, given(SUN, Handing(sealed=frozenset({"e-1"}))))
    assert change.state.state == "submitted"
    assert change.events == (
        TaskSubmitted(
            task="t-1",
            year=2026,
            standard="v1",
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            by="sun",
            measures=COUNT,
            evidence=("e-1",),
        ),
    )
    assert change.state.history[-1].measures == COUNT


def test_evidence_that_is_not_sealed_is_refused_by_name() -> None:
    order = Submit(task="t-1", measures=COUNT, evidence=("e-1", "e-2", "e-3"))
    with refused("evidence-not-sealed", "evidence") as no:
        submit(accepted(), order, given(SUN, Handing(sealed=frozenset({"e-2"}))))
    assert no.value.extra["evidence"] == ["e-1", "e-3"]
    assert no.value.status == 409
    assert "e-1" in no.value.detail and "e-3" in no.value.detail


def test_a_photo_without_the_captions_that_the_item_wants_is_refused_where_it_is_named() -> None:
    order = Submit(task="t-1", measures=COUNT, evidence=("e-1", "e-2"))
    known = frozenset({"e-1", "e-2"})
    wants = Handing(sealed=known, wanted=("time", "place"), captions={"e-2": ("time",)})
    with refused("caption-missing", "evidence[1]") as no:
        submit(accepted(), order, given(SUN, wants))
    assert no.value.extra == {"missing": ["place"]}
    told = Handing(sealed=known, wanted=("time",), captions={"e-2": ("time",)})
    assert submit(accepted(), order, given(SUN, told)).state.state == "submitted"


def test_an_empty_result_is_refused() -> None:
    with refused("nothing-submitted"):
        submit(accepted(), Submit(task="t-1", measures={}), given(SUN, NOTHING_SEALED))


def test_evidence_or_a_note_alone_is_a_result() -> None:
    known = Handing(sealed=frozenset({"e-1"}))
    for order in (
        Submit(task="t-1", measures={}, evidence=("e-1",)),
        Submit(task="t-1", measures={}, note="已办结"),
    ):
        assert submit(accepted(), order, given(SUN, known)).state.state == "submitted"


def test_a_cooperating_unit_does_not_hand_in_for_the_lead() -> None:
    with refused("not-the-lead"):
        submit(accepted(), HAND_IN, given(ZHOU, NOTHING_SEALED))


def test_another_units_task_does_not_exist_for_who_hands_in() -> None:
    with refused("not-found"):
        submit(accepted(), HAND_IN, given(LI, NOTHING_SEALED))


def test_a_task_is_accepted_before_it_is_handed_in() -> None:
    with refused("wrong-state"):
        submit(assigned(), HAND_IN, given(SUN, NOTHING_SEALED))


def test_a_result_under_review_is_not_handed_in_again() -> None:
    for task in (submitted(), confirmed(WANG)):
        with refused("wrong-state"):
            submit(task, HAND_IN, given(SUN, NOTHING_SEALED))


def test_the_ratio_of_an_item_with_an_open_register_comes_from_the_register() -> None:
    counted = Handing(sealed=frozenset(), counted=Ratio(numerator=9, denominator=10))
    order = Submit(task="t-1", measures={"meets": Flag(value=True)})
    task = submit(accepted(item="B04"), order, given(SUN, counted)).state
    assert task.submission and task.submission.measures == {
        "meets": Flag(value=True),
        "ratio": Ratio(numerator=9, denominator=10),
    }


def test_a_typed_ratio_is_refused_where_a_register_counts() -> None:
    counted = Handing(sealed=frozenset(), counted=Ratio(numerator=9, denominator=10))
    order = Submit(task="t-1", measures={"ratio": Ratio(numerator=10, denominator=10)})
    with refused("ratio-from-register", "measures.ratio") as no:
        submit(accepted(item="B04"), order, given(SUN, counted))
    assert "9/10" in no.value.detail


def test_a_ratio_is_typed_where_no_register_is_open() -> None:
    typed = {"ratio": Ratio(numerator=3, denominator=4)}
    order = Submit(task="t-1", measures={**typed})
    task = submit(accepted(item="B04"), order, given(SUN, NOTHING_SEALED)).state
    assert task.submission and task.submission.measures == typed


READS = (
    ItemInput(name="count", label="会议次数", measure="count", kinds={"meeting": "议军会议"}),
    ItemInput(name="ratio", label="完成数与应有数", measure="ratio", source="register"),
    ItemInput(name="held", label="是否召开", measure="flag"),
    ItemInput(name="growth", label="增长率", measure="quantity"),
    ItemInput(name="townships", label="乡镇数", measure="quantity", source="organisation"),
)
AGAIN = Entry(kind="meeting+重复", ref="r-3")
VISIT, MEETING = Entry(kind="visit", ref="r-1"), Entry(kind="meeting", ref="r-2")


@pytest.mark.parametrize(
    ("name", "measure", "field", "said"),
    [
        ("meetings", Quantity(value="3"), "measures.meetings", "会议次数（count）"),
        ("count", Quantity(value="-5"), "measures.count", "不能为负数"),
        ("count", Flag(value=True), "measures.count", "应为数量或逐笔记录"),
        ("ratio", Flag(value=True), "measures.ratio", "应为比率"),
        ("ratio", Ratio(numerator=11, denominator=10), "measures.ratio", "完成数大于应有数"),
        ("held", Quantity(value="1"), "measures.held", "应为是否"),
        ("townships", Quantity(value="9"), "measures.townships", "不需要"),
        (
            "count",
            Tally(entries=(MEETING, VISIT)),
            "measures.count.entries[1].kind",
            "议军会议（meeting）",
        ),
    ],
)
def test_a_figure_that_the_items_rule_cannot_read_is_refused_at_its_place(
    name: str, measure: Measure, field: str, said: str
) -> None:
    handing = Handing(sealed=frozenset(), inputs=READS)
    order = Submit(task="t-1", measures={name: measure})
    with refused("invalid", field) as no:
        submit(accepted(), order, given(SUN, handing))
    assert said in no.value.detail
    amended = Confirm(task="t-1", measures={name: measure}, reason="更正")
    with refused("invalid", field):
        confirm(submitted(), amended, given(WANG, Reviewing(inputs=READS)))


def test_figures_that_the_items_rule_reads_are_taken() -> None:
    measures: dict[str, Measure] = {
        "count": Tally(entries=(MEETING, AGAIN)),
        "ratio": Ratio(numerator=10, denominator=10),
        "held": Flag(value=False),
        "growth": Quantity(value="-2.5"),
    }
    order = Submit(task="t-1", measures=measures)
    handing = Handing(sealed=frozenset(), inputs=READS)
    assert submit(accepted(), order, given(SUN, handing)).state.submission


def test_an_item_whose_rule_reads_nothing_takes_no_figure() -> None:
    order = Submit(task="t-1", measures={"count": Quantity(value="1")})
    with refused("invalid", "measures.count"):
        submit(accepted(), order, given(SUN, Handing(sealed=frozenset(), inputs=())))


def test_what_a_standard_of_before_reads_is_not_known_and_takes_any_figure() -> None:
    order = Submit(task="t-1", measures={"whatever": Quantity(value="1")})
    assert submit(accepted(), order, given(SUN, Handing(sealed=frozenset(), inputs=None)))


def test_the_measures_have_a_size() -> None:
    entries = tuple(Entry(kind="visit", ref=f"r-{n}", note="记" * 200) for n in range(200))
    order = Submit(task="t-1", measures={"visits": Tally(entries=entries)})
    with refused("limit-exceeded", "measures"):
        submit(accepted(), order, given(SUN, NOTHING_SEALED))


def test_a_measure_name_that_cannot_be_stored_is_refused() -> None:
    for name in ("a.b", "$where", ""):
        order = Submit(task="t-1", measures={name: Flag(value=True)})
        with refused("invalid", f"measures.{name}"):
            submit(accepted(), order, given(SUN, NOTHING_SEALED))


# -- review ---------------------------------------------------------------------------------


def test_the_district_confirms_what_was_submitted() -> None:
    change = confirm(submitted(), YES, given(WANG, WHOLE))
    assert change.state.state == "confirmed-district"
    assert change.events == (
        ResultConfirmed(
            task="t-1",
            year=2026,
            standard="v1",
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            person="sun",
            level="district",
            by="wang",
            measures=COUNT,
            evidence=("e-1",),
            amended=False,
            reason="",
        ),
    )


def test_district_city_and_province_confirm_in_turn_and_every_mark_stays() -> None:
    task = confirmed(WANG, FENG, CHEN)
    assert task.state == "confirmed-province"
    assert [(m.level, m.by) for m in task.marks] == [
        ("district", "wang"),
        ("city", "feng"),
        ("province", "chen"),
    ]


def test_the_city_does_not_confirm_before_the_district() -> None:
    with refused("level-out-of-turn") as no:
        confirm(submitted(), YES, given(FENG, WHOLE))
    assert no.value.extra == {"expected": "district"}


def test_the_province_does_not_confirm_before_the_city() -> None:
    with refused("level-out-of-turn"):
        confirm(confirmed(WANG), YES, given(CHEN, WHOLE))


def test_a_level_confirms_once() -> None:
    with refused("level-out-of-turn"):
        confirm(confirmed(WANG), YES, given(caller("hua", "reviewer"), WHOLE))


def test_after_the_province_nothing_is_left_to_confirm_or_return() -> None:
    done = confirmed(WANG, FENG, CHEN)
    with refused("level-out-of-turn"):
        confirm(done, YES, given(CHEN, WHOLE))
    with refused("level-out-of-turn"):
        give_back(done, Return(task="t-1", reason="再看看"), given(CHEN, WHOLE))


def test_only_a_submitted_result_is_confirmed() -> None:
    for task in (assigned(), accepted(), returned()):
        with refused("wrong-state"):
            confirm(task, YES, given(WANG, WHOLE))


def test_nobody_confirms_or_returns_their_own() -> None:
    for own in (
        caller("sun", "reviewer"),
        caller("hu", "reviewer", unit="publicity"),
        caller("hu", "reviewer", unit="transport"),
    ):
        with refused("own-work"):
            confirm(submitted(), YES, given(own, WHOLE))
        with refused("own-work"):
            give_back(submitted(), Return(task="t-1", reason="退回"), given(own, WHOLE))


def test_the_named_person_does_not_confirm_what_a_colleague_submitted() -> None:
    hu = caller("hu", "unit", unit="publicity")
    task = submit(accepted(), HAND_IN, given(hu, NOTHING_SEALED)).state
    with refused("own-work"):
        confirm(task, YES, given(caller("sun", "reviewer"), WHOLE))


def test_the_district_amends_the_measure_and_the_reason_stays() -> None:
    order = Confirm(task="t-1", measures={"count": Quantity(value="2")}, reason="一次无签到")
    change = confirm(submitted(), order, given(WANG, WHOLE))
    fact = change.events[0]
    assert isinstance(fact, ResultConfirmed)
    assert (fact.amended, fact.reason) == (True, "一次无签到")
    assert fact.measures == {"count": Quantity(value="2")}
    assert change.state.history[-1].why == "一次无签到"
    assert change.state.submission and change.state.submission.measures == COUNT


def test_the_city_confirms_what_the_district_amended() -> None:
    order = Confirm(task="t-1", measures={"count": Quantity(value="2")}, reason="一次无签到")
    amended = confirm(submitted(), order, given(WANG, WHOLE)).state
    fact = confirm(amended, YES, given(FENG, WHOLE)).events[0]
    assert isinstance(fact, ResultConfirmed)
    assert fact.measures == {"count": Quantity(value="2")} and fact.amended


def test_an_amendment_needs_a_reason() -> None:
    for reason in ("", "少"):
        order = Confirm(task="t-1", measures={"count": Quantity(value="2")}, reason=reason)
        with refused("reason-missing", "reason"):
            confirm(submitted(), order, given(WANG, WHOLE))
    two = Confirm(task="t-1", measures={"count": Quantity(value="2")}, reason="少一")
    assert confirm(submitted(), two, given(WANG, WHOLE)).state.marks[-1].amended


def test_the_same_measures_are_no_amendment() -> None:
    fact = confirm(submitted(), Confirm(task="t-1", measures=COUNT), given(WANG, WHOLE)).events[0]
    assert isinstance(fact, ResultConfirmed) and not fact.amended


def test_amended_measures_have_a_size_too() -> None:
    entries = tuple(Entry(kind="visit", ref=f"r-{n}", note="记" * 200) for n in range(200))
    order = Confirm(task="t-1", measures={"visits": Tally(entries=entries)}, reason="更正")
    with refused("limit-exceeded", "measures"):
        confirm(submitted(), order, given(WANG, WHOLE))


def test_the_returned_task_shows_its_reason() -> None:
    change = give_back(submitted(), Return(task="t-1", reason="照片看不清"), given(WANG, WHOLE))
    assert change.state.state == "returned"
    assert change.state.history[-1].why == "照片看不清"
    assert change.events == (
        TaskReturned(
            task="t-1",
            year=2026,
            standard="v1",
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            person="sun",
            level="district",
            reason="照片看不清",
        ),
    )


def test_a_return_by_the_city_starts_the_chain_again_and_the_districts_mark_stays_remembered() -> (
    None
):
    back = give_back(confirmed(WANG), Return(task="t-1", reason="缺凭证"), given(FENG, WHOLE)).state
    assert back.marks == ()
    assert ("confirmed", "wang", "district") in [(e.what, e.by, e.level) for e in back.history]
    again = submit(back, HAND_IN, given(SUN, NOTHING_SEALED)).state
    with refused("level-out-of-turn"):
        confirm(again, YES, given(FENG, WHOLE))
    assert confirm(again, YES, given(WANG, WHOLE)).state.state == "confirmed-district"


def test_a_level_returns_only_in_its_turn() -> None:
    with refused("level-out-of-turn"):
        give_back(confirmed(WANG), Return(task="t-1", reason="退回"), given(WANG, WHOLE))


def test_only_a_submitted_result_is_returned() -> None:
    for task in (assigned(), accepted(), returned()):
        with refused("wrong-state"):
            give_back(task, Return(task="t-1", reason="退回"), given(WANG, WHOLE))


# -- overdue --------------------------------------------------------------------------------


def test_a_task_falls_overdue_once_when_its_day_has_ended() -> None:
    change = fall_overdue(accepted(), None, given(now=DUE_ENDS))
    assert change and change.state.overdue and change.state.state == "accepted"
    assert change.events == (
        TaskOverdue(
            task="t-1",
            item="A01",
            title="双拥纳入规划",
            lead="publicity",
            person="sun",
            due=DUE,
        ),
    )
    assert change.state.next_due() is None
    assert fall_overdue(change.state, None, given(now=LATER)) is None


def test_a_task_is_not_overdue_on_its_last_evening() -> None:
    evening = DUE_ENDS - timedelta(milliseconds=1)
    assert fall_overdue(accepted(), None, given(now=evening)) is None


def test_what_was_handed_in_does_not_fall_overdue() -> None:
    for task in (submitted(), confirmed(WANG)):
        assert task.next_due() is None
        assert fall_overdue(task, None, given(now=LATER)) is None


def test_an_objection_does_not_stop_the_clock() -> None:
    task = object_(assigned(), Object(task="t-1", reason="不是我们的"), given(SUN)).state
    assert fall_overdue(task, None, given(now=LATER))


def test_what_was_returned_before_its_day_is_due_on_its_day() -> None:
    assert returned().next_due() == DUE_ENDS


def test_a_late_return_does_not_make_a_timely_result_late() -> None:
    for at in (DUE_ENDS, LATER):
        task = returned(now=at)
        assert task.next_due() is None
        task = submit(task, HAND_IN, given(SUN, NOTHING_SEALED, now=LATER)).state
        assert task.submission and not task.submission.late


def test_a_return_does_not_make_a_late_result_timely() -> None:
    late = submit(accepted(), HAND_IN, given(SUN, NOTHING_SEALED, now=DUE_ENDS)).state
    back = give_back(late, Return(task="t-1", reason="缺凭证"), given(WANG, WHOLE, now=LATER)).state
    task = submit(back, HAND_IN, given(SUN, NOTHING_SEALED, now=LATER)).state
    assert task.submission and task.submission.late


def test_a_result_handed_in_by_its_day_is_not_late() -> None:
    task = submitted()
    assert task.submission and not task.submission.late


def test_an_overdue_task_that_is_handed_in_is_late_but_no_longer_overdue() -> None:
    late = fall_overdue(accepted(), None, given(now=DUE_ENDS))
    assert late
    task = submit(late.state, HAND_IN, given(SUN, NOTHING_SEALED, now=LATER)).state
    assert not task.overdue
    assert task.submission and task.submission.late


def test_a_result_handed_in_before_the_tick_saw_it_is_late_too() -> None:
    task = submit(accepted(), HAND_IN, given(SUN, NOTHING_SEALED, now=DUE_ENDS)).state
    assert task.submission and task.submission.late


def test_the_history_says_who_what_at_which_level_and_why() -> None:
    late = fall_overdue(accepted(), None, given(now=DUE_ENDS))
    assert late
    order = Submit(task="t-1", measures=COUNT, note="三次")
    task = submit(late.state, order, given(SUN, NOTHING_SEALED)).state
    amended = Confirm(task="t-1", measures={"count": Quantity(value="2")}, reason="一次无签到")
    task = confirm(task, amended, given(WANG, WHOLE)).state
    task = give_back(task, Return(task="t-1", reason="缺凭证"), given(FENG, WHOLE)).state
    assert [(e.what, e.by, e.level, e.unit, e.why) for e in task.history[2:]] == [
        ("overdue", "", "", "publicity", f"期限 {DUE}"),
        ("submitted", "sun", "", "publicity", "三次"),
        ("confirmed", "wang", "district", "", "一次无签到"),
        ("returned", "feng", "city", "publicity", "缺凭证"),
    ]
    assert task.history[4].measures == {"count": Quantity(value="2")}


# -- history --------------------------------------------------------------------------------


def test_the_newest_entries_of_the_history_keep_their_measures() -> None:
    history: tuple[HistoryEntry, ...] = ()
    entry = HistoryEntry(at=NOW, what="submitted", measures=COUNT)
    for count in range(1, MAX_WITH_MEASURES + 3):
        history = remember(history, entry)
        carrying = [one.measures is not None for one in history]
        faded = max(0, count - MAX_WITH_MEASURES)
        assert carrying == [False] * faded + [True] * (count - faded)


def test_the_history_keeps_its_first_entry_and_stays_bounded() -> None:
    task = accept(assigned(), Accept(task="t-1"), given(SUN)).state
    for _ in range(MAX_HISTORY):
        task = submit(task, HAND_IN, given(SUN, NOTHING_SEALED)).state
        task = give_back(task, Return(task="t-1", reason="再来"), given(WANG, WHOLE)).state
    assert len(task.history) == MAX_HISTORY
    assert task.history[0].what == "assigned"
    assert task.history[-1].what == "returned"
    carrying = [entry for entry in task.history if entry.measures is not None]
    assert 0 < len(carrying) <= MAX_WITH_MEASURES
