"""Needs: raised by one side, confirmed by both, answered for, met as both sides say."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import (
    AcceptNeed,
    ConfirmMet,
    ConfirmNeed,
    DeclineNeed,
    RaiseNeed,
)
from contracts.tasks import (
    NeedAccepted,
    NeedConfirmed,
    NeedMet,
    NeedRaised,
    ObjectionRuled,
    TaskPlanned,
)
from services.tasks.meetings.answering import accept_need, follow_task, take_task
from services.tasks.meetings.need import (
    Need,
    Parties,
    confirm_met,
    confirm_need,
    decline_need,
    raise_need,
)
from services.tasks.meetings.sheet import Called, sheet_of_needs
from services.tasks.organisation.unit import Unit
from tests.unit.tasks.cast import (
    CAMPAIGN,
    DIRECTORY,
    LI,
    QIAN,
    SUN,
    assigned,
    caller,
    given,
    heard,
    refused,
    submitted,
)

ID = "n-1"
MA = caller("ma", "unit", unit="garrison")
ORDER = RaiseNeed(
    district="ganzhou",
    campaign="c-2026",
    title="营区门前道路照明",
    amount="120000",
    wanted_by=date(2026, 8, 1),
    toward="publicity",
)


def unit(code: str, kind: str = "department") -> Unit:
    return Unit(
        district="ganzhou",
        unit=code,
        name=code,
        kind=kind,  # type: ignore[arg-type]
        parent="",
        aliases=(),
        serves=(),
    )


GARRISON = unit("garrison", "garrison")
PUBLICITY = unit("publicity")


def parties(raising: Unit | None = GARRISON, toward: Unit | None = PUBLICITY) -> Parties:
    return Parties(campaign=CAMPAIGN, unit=raising, toward=toward)


def raised(found: Parties | None = None, **changes: Any) -> Any:
    return raise_need(None, replace(ORDER, **changes), given(MA, found or parties(), key=ID))


def said(need: Need, by: Any) -> Any:
    return confirm_need(need, ConfirmNeed(need=ID), given(by, key=ID))


def agreed() -> Need:
    need: Need = said(raised().state, SUN).state
    return need


def answered(need: Need | None = None, **changes: Any) -> Any:
    order = AcceptNeed(need=ID, lead="publicity", person="sun", due=date(2026, 7, 31))
    return accept_need(need or agreed(), replace(order, **changes), given(QIAN, DIRECTORY, key=ID))


def met(need: Need, by: Any, task: Any = None) -> Any:
    return confirm_met(need, ConfirmMet(need=ID), given(by, task or submitted(), key=ID))


def test_a_garrison_unit_raises_what_the_army_wants_and_the_other_side_is_told() -> None:
    change = raised()
    assert change.events == (
        NeedRaised(
            need=ID,
            year=2026,
            side="army",
            title="营区门前道路照明",
            unit="garrison",
            toward="publicity",
            wanted_by=date(2026, 8, 1),
        ),
    )
    assert change.state.units == ("garrison", "publicity")


def test_a_department_raises_what_the_civil_side_wants() -> None:
    assert raised(parties(unit("publicity"), GARRISON)).state.side == "civil"


@pytest.mark.parametrize(
    ("found", "field"),
    [(parties(toward=None), "toward"), (parties(toward=unit("g2", "garrison")), "toward")],
)
def test_a_need_is_asked_of_a_unit_of_the_other_side(found: Parties, field: str) -> None:
    with refused("invalid", field):
        raised(found)


def test_a_day_that_has_passed_is_refused() -> None:
    with refused("invalid", "wanted_by"):
        raised(wanted_by=date(2026, 5, 5))


def test_who_leads_the_task_now_answers_for_the_need() -> None:
    need = answered().state
    moved = replace(submitted(), lead="education", person="li")
    fact = ObjectionRuled(
        task=need.task,
        item="",
        title=need.title,
        upheld=True,
        reason="职责已划转",
        objector="publicity",
        lead="transport",
        person="zhou",
    )
    change = follow_task(need, fact, given(found=moved))
    assert change is not None
    assert (change.state.lead, change.state.person) == ("education", "li")
    assert change.state.units == ("garrison", "publicity", "education")
    half = met(change.state, LI, moved).state
    assert set(half.met) == {"civil"}
    assert follow_task(change.state, fact, given(found=moved)) is None


def test_raising_is_the_word_of_one_side_and_the_others_makes_it_both() -> None:
    for other in (SUN, QIAN):
        half = raised().state
        assert (half.state, set(half.confirmed)) == ("raised", {"army"})
        whole = said(half, other)
        assert whole.state.state == "confirmed"
        assert isinstance(whole.events[0], NeedConfirmed)


def test_who_raised_it_is_no_second_side() -> None:
    assert said(raised().state, MA) is None


def test_a_need_kept_from_before_raising_was_a_word_is_confirmed_by_both() -> None:
    old = replace(raised().state, confirmed={})
    half = said(old, MA)
    assert (half.state.state, half.events) == ("raised", ())
    assert said(half.state, SUN).state.state == "confirmed"


def test_one_person_speaks_for_one_side_only() -> None:
    with refused("own-work"):
        said(raised().state, replace(QIAN, account="ma"))


def test_a_unit_that_the_need_does_not_concern_does_not_see_it() -> None:
    with refused("not-found"):
        said(raised().state, LI)


def test_a_need_asked_of_nobody_is_confirmed_by_the_office() -> None:
    open_need = raised(parties(toward=None), toward=None).state
    with refused("not-found"):
        said(open_need, SUN)
    assert said(open_need, QIAN).state.state == "confirmed"


def test_a_confirmed_need_becomes_a_task_with_lead_and_person() -> None:
    change = answered()
    planned, accepted = change.events
    assert isinstance(planned, TaskPlanned) and isinstance(accepted, NeedAccepted)
    assert (planned.task, planned.origin, planned.source) == ("n-1.1", "need", "n-1")
    assert (planned.lead, planned.person, planned.item) == ("publicity", "sun", "")
    assert (change.state.state, change.state.task) == ("accepted", "n-1.1")
    assert take_task(change.state, planned, heard(planned, key=ID)) is None


def test_a_need_that_one_side_has_not_confirmed_becomes_no_task() -> None:
    with refused("wrong-state"):
        answered(raised().state)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lead": "nobody"}, "lead"),
        ({"person": "li"}, "person"),
        ({"due": date(2030, 1, 1)}, "due"),
    ],
)
def test_who_answers_for_a_need_is_checked(changes: dict[str, Any], field: str) -> None:
    with refused("invalid", field):
        answered(**changes)


def test_a_meetings_decision_may_answer_the_need_and_the_first_answer_stands() -> None:
    fact = replace(answered().events[0], task="m-1.3", origin="decision", source="m-1#3")
    change = take_task(agreed(), fact, heard(fact, key=ID))
    assert change and (change.state.state, change.state.task) == ("accepted", "m-1.3")
    assert isinstance(change.events[0], NeedAccepted)
    assert take_task(change.state, answered().events[0], heard(fact, key=ID)) is None


def test_a_declined_need_keeps_its_reason_and_is_over() -> None:
    order = DeclineNeed(need=ID, reason="已列入明年计划")
    change = decline_need(agreed(), order, given(QIAN, key=ID))
    assert (change.state.state, change.state.reason) == ("declined", "已列入明年计划")
    with refused("wrong-state"):
        decline_need(change.state, order, given(QIAN, key=ID))
    with refused("wrong-state"):
        decline_need(answered().state, order, given(QIAN, key=ID))


def test_a_need_is_met_when_both_sides_say_so_after_a_result_was_handed_in() -> None:
    need = answered().state
    with refused("wrong-state"):
        met(need, MA, task=assigned())
    half = met(need, MA)
    assert (half.state.state, half.events) == ("accepted", ())
    whole = met(half.state, SUN)
    assert whole.state.state == "met" and isinstance(whole.events[0], NeedMet)
    assert met(half.state, MA) is None


def test_a_need_that_nobody_answers_for_cannot_be_met() -> None:
    with refused("wrong-state"):
        met(agreed(), MA)


def test_the_two_lists_show_what_is_wanted_and_who_answers_for_it() -> None:
    called = Called(
        units={"ganzhou.garrison": "驻区某部", "ganzhou.publicity": "宣传部"},
        persons={"sun": "孙立"},
    )
    table = sheet_of_needs(2026, [raised().state, answered().state], called)
    wanted, duties = table.sheets
    assert [row[1:4] for row in wanted.rows[2:]] == [("军队", "驻区某部", "营区门前道路照明")] * 2
    assert [row[1:5] for row in duties.rows[2:]] == [
        ("营区门前道路照明", "宣传部", "孙立", "2026-07-31")
    ]


def test_a_list_holds_no_number_of_a_person_even_of_needs_stored_before_they_were_refused() -> None:
    old = replace(raised().state, description="联系13912345678")
    cells = "".join(
        c for s in sheet_of_needs(2026, [old], Called()).sheets for r in s.rows for c in r
    )
    assert "13912345678" not in cells


def test_a_unit_that_is_not_there_raises_nothing() -> None:
    with refused("forbidden"):
        raised(parties(raising=None))
