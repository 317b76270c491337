"""A covert visit is a secret until it is published: no fact, no sight, no hint in a refusal."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.orders import tasks as orders
from contracts.places import Position
from contracts.sight import Confidants
from contracts.tasks import FindingHeld, FindingRaised, RectificationOrdered, SlipDue
from services.tasks.supervision import appealing, bulletin, postponing, rectifying
from services.tasks.supervision.covert import confidants, knows
from services.tasks.supervision.inspection import plan_inspection, publish_inspection
from services.tasks.supervision.raising import LOOK_AFTER, MAX_FINDINGS, raise_finding, release
from services.tasks.supervision.ticking import fall_due
from tests.unit.tasks.cast import (
    FENG,
    LI,
    NOW,
    QIAN,
    SUN,
    WANG,
    WU,
    ZHAO,
    ZHENG,
    caller,
    given,
    heard,
    refused,
)
from tests.unit.tasks.supervision.supervised import (
    BY,
    CITY_ZHENG,
    ON,
    ONE,
    PARTY,
    PROVED,
    REPLY,
    fault,
    held,
    inspection,
    plan,
    published,
    released,
    scene,
)

CHU = caller("chu", "inspector")
LEADER = caller("he", "leader")


def test_a_covert_visit_is_never_announced() -> None:
    with refused("invalid", "announced"):
        plan_inspection(None, plan("covert", announced=True), given(ZHENG, PARTY))


def test_an_inspection_names_its_inspectors_and_units() -> None:
    made = inspection(inspectors=("chu", "zheng"), units=("publicity",), announced=True)
    assert (made.inspectors, made.units, made.announced) == (("zheng", "chu"), ("publicity",), True)
    for field, changes in (
        ("inspectors[0]", {"inspectors": ("li",)}),
        ("units[1]", {"units": ("publicity", "nobody")}),
    ):
        with refused("invalid", field):
            plan_inspection(None, plan("routine", **changes), given(ZHENG, PARTY))


def test_a_finding_of_a_covert_visit_publishes_nothing() -> None:
    order = given(ZHENG, scene(inspection("covert")))
    change = raise_finding(None, fault(), order)
    assert change.events == ()
    assert (change.state.state, change.state.deadline, change.state.ordered) == ("held", None, None)


def test_a_held_finding_lets_its_confidants_see_a_photo_that_only_its_maker_knew_of() -> None:
    change = raise_finding(
        None, fault(), given(ZHENG, scene(inspection("covert"), reserved=ONE), key="f-1")
    )
    assert change.events == (FindingHeld(finding="f-1", inspection="i-1", evidence=("e-1",)),)
    assert confidants(change.state) == Confidants(("zheng", "@district"))
    assert confidants(held(CITY_ZHENG)) == Confidants(("zheng", "@city"))
    assert confidants(released()) is None


def test_a_finding_that_is_raised_at_once_says_nothing_of_secrets() -> None:
    change = raise_finding(None, fault(), given(ZHENG, scene(reserved=ONE)))
    assert FindingHeld not in [type(one) for one in change.events]


@pytest.mark.parametrize(
    ("who", "planned_by_district", "planned_by_city"),
    [
        (ZHAO, True, True),
        (ZHENG, True, True),
        (QIAN, True, False),
        (CHU, False, False),
        (LEADER, False, False),
        (WANG, False, False),
        (FENG, False, False),
        (SUN, False, False),
        (WU, False, False),
        (LI, False, False),
        (caller("qian", "district_office", unit="publicity"), False, False),
        (caller("zheng", "unit", unit="publicity"), False, False),
    ],
)
def test_who_knows_of_a_held_finding(
    who: Caller, planned_by_district: bool, planned_by_city: bool
) -> None:
    assert knows(who, held()) is planned_by_district
    assert knows(who, held(CITY_ZHENG)) is planned_by_city
    assert knows(who, inspection("covert")) is planned_by_district
    assert knows(who, released())


def test_for_everybody_else_no_order_finds_a_held_finding() -> None:
    """Not even a refusal tells that it is there."""
    acts: tuple[tuple[Any, Any, Any, Caller], ...] = (
        (rectifying.rectify, REPLY, PROVED, SUN),
        (appealing.appeal, orders.Appeal(finding="f-1", reason="不服"), ONE, SUN),
        (
            postponing.postpone_rectification,
            orders.PostponeRectification(finding="f-1", rectify_by=BY, reason="未到货"),
            None,
            SUN,
        ),
        (
            rectifying.close_rectification,
            orders.CloseRectification(finding="f-1", accepted=True),
            None,
            CHU,
        ),
        (
            rectifying.look_back,
            orders.LookBack(finding="f-1", holds=True, reason="保持"),
            ONE,
            CHU,
        ),
        (
            postponing.rule_postponement,
            orders.RulePostponement(finding="f-1", granted=True, reason="同意"),
            None,
            CHU,
        ),
        (
            bulletin.name_in_bulletin,
            orders.NameInBulletin(finding="f-1", bulletin="1期", on=ON),
            None,
            QIAN,
        ),
        (
            appealing.rule_appeal,
            orders.RuleAppeal(finding="f-1", upheld=True, reason="属实"),
            None,
            QIAN,
        ),
    )
    for decide, order, found, by in acts:
        with refused("not-found"):
            decide(held(CITY_ZHENG), order, given(by, found))


def test_its_own_people_are_told_that_it_waits_for_publication() -> None:
    with refused("wrong-state") as no:
        order = orders.NameInBulletin(finding="f-1", bulletin="1期", on=ON)
        bulletin.name_in_bulletin(held(), order, given(ZHAO))
    assert "暗访待公布" in no.value.detail


def test_another_inspector_does_not_find_a_covert_visit() -> None:
    covert = inspection("covert")
    with refused("not-found"):
        raise_finding(None, fault(), given(CHU, scene(covert)))
    with refused("not-found"):
        publish_inspection(covert, orders.PublishInspection(inspection="i-1"), given(CHU))


def test_an_inspection_has_so_many_findings_that_one_event_can_reach_them() -> None:
    with refused("limit-exceeded"):
        raise_finding(None, fault(), given(ZHENG, scene(raised=MAX_FINDINGS)))


def test_publishing_raises_what_was_held_with_its_facts_and_its_clock() -> None:
    covert, fact = published(inspection("covert"))
    assert (covert.held, fact.published, fact.kind) == (False, ON, "covert")
    change = release(held(), fact, heard(fact, key="f-1"))
    assert change
    assert [type(one) for one in change.events] == [FindingRaised, RectificationOrdered, SlipDue]
    assert (change.state.state, change.state.rectify_by, change.state.known) == ("ordered", BY, NOW)
    assert [entry.what for entry in change.state.history] == ["raised", "published"]
    assert change.state.history[-1].by == "zheng"
    assert release(change.state, fact, heard(fact, key="f-1")) is None


def test_a_term_that_would_have_ended_runs_from_the_publication() -> None:
    late = released(now=datetime(2026, 6, 1, 3, tzinfo=UTC))
    assert late.rectify_by == date(2026, 6, 1) + (BY - ON)


def test_an_inspection_is_published_once_and_between_its_day_and_today() -> None:
    covert, _ = published(inspection("covert"))
    with refused("wrong-state"):
        publish_inspection(covert, orders.PublishInspection(inspection="i-1"), given(ZHENG))
    for day in (ON - timedelta(days=1), ON + timedelta(days=1)):
        order = orders.PublishInspection(inspection="i-1", on=day)
        with refused("invalid", "on"):
            publish_inspection(inspection("covert"), order, given(ZHENG))


def test_what_is_hidden_is_refused_in_the_words_for_what_is_not_there() -> None:
    visit = inspection("covert")
    publish = orders.PublishInspection(inspection="x-1")
    for act in (
        lambda: appealing.appeal(held(), orders.Appeal(finding="x-1", reason="不服"), by(SUN)),
        lambda: bulletin.name_in_bulletin(
            held(CITY_ZHENG), orders.NameInBulletin(finding="x-1", bulletin="1期", on=ON), by(QIAN)
        ),
        lambda: publish_inspection(visit, publish, by(CHU)),
        lambda: raise_finding(None, fault(inspection="x-1"), given(CHU, scene(visit))),
    ):
        with refused("not-found") as no:
            act()
        assert no.value.detail == "没有这个对象：x-1"


def by(who: Caller) -> Any:
    return given(who, key="x-1")


def test_what_is_found_after_the_publication_is_raised_at_once() -> None:
    covert, _ = published(inspection("covert"))
    change = raise_finding(None, fault(), given(ZHENG, scene(covert)))
    assert change.state.state == "ordered" and change.events


def test_a_finding_raised_while_its_visit_was_published_is_not_forgotten() -> None:
    """Its inspection was read before the publication, and it was saved after: it looks once."""
    finding = held()
    later = NOW + LOOK_AFTER
    assert finding.next_due() == later
    covert, _ = published(inspection("covert"))
    change = fall_due(finding, None, given(found=covert, now=later, key="f-1"))
    assert change and change.state.state == "ordered"
    assert type(change.events[0]) is FindingRaised


def test_a_held_finding_looks_once_and_then_waits() -> None:
    later = NOW + LOOK_AFTER
    change = fall_due(held(), None, given(found=inspection("covert"), now=later))
    assert change and change.events == ()
    assert (change.state.state, change.state.next_due()) == ("held", None)


def test_a_place_is_said_in_words() -> None:
    assert raise_finding(None, fault(place="火车站东广场"), given(ZHENG, scene())).events
    for place in ("38.9321,100.4512", "北纬38.9321°，东经100.4512°"):
        with refused("invalid", "place"):
            raise_finding(None, fault(place=place), given(ZHENG, scene()))


def test_a_finding_keeps_where_it_is_but_never_where_the_forces_are() -> None:
    told = Position(latitude=38.93211234, longitude=100.45121234)
    change = raise_finding(None, fault(position=told), given(ZHENG, scene()))
    assert change.state.position == Position(latitude=38.93211, longitude=100.45121)
    with refused("invalid", "position"):
        raise_finding(None, fault(position=told, unit="army"), given(ZHENG, scene()))
    nowhere = Position(latitude=0, longitude=0)
    change = raise_finding(None, fault(position=nowhere, unit="army"), given(ZHENG, scene()))
    assert change.state.position is None
