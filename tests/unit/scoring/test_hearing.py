"""What is heard of an item: kept once, opened again, and what its score then says of the cause."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from contracts import scoring, tasks
from contracts.envelope import Fact, UnknownFact, seal
from contracts.measures import Flag
from kit.change import Knowing
from services.scoring.audits.comparing import replayed
from services.scoring.facts import log
from services.scoring.facts.hearing import CHANGES, cause, task_assigned
from services.scoring.facts.surroundings import (
    District,
    Surroundings,
    district_founded,
    reads_organisation,
    unit_succeeded,
)
from services.scoring.scores.restating import rescored, resettle
from tests.support.minimal import minimal
from tests.unit.scoring.facts_support import (
    STANDARD,
    around,
    assigned,
    confirmed,
    hear,
    item,
    logged,
)

NOW = datetime(2026, 8, 1, tzinfo=UTC)
DRAWN = scoring.SpotCheckDrawn(
    district="ganquan",
    year=2026,
    standard="v1",
    seed="3D-417",
    share="0.5",
    items=("B03",),
    by="office",
)
TOWN = tasks.UnitRegistered(unit="town", name="甲镇", kind="township", parent="", serves=())
SUCCEEDED = tasks.UnitSucceeded(
    unit="town",
    name="甲镇",
    kind="township",
    successor="other",
    successor_name="乙镇",
    person="p",
    on=date(2026, 6, 1),
    document="文",
    reason="撤并",
    by="office",
)


def given(fact: Fact, found: Any = None) -> Knowing[Any]:
    event = seal(
        fact, id="e", source="/tongxin/tasks", subject="s", time=NOW, district="ganquan", version=3
    )
    return Knowing(key="k", now=NOW, cause="e", event=event, found=found)


@pytest.mark.parametrize("fact", CHANGES, ids=lambda fact: fact.type)
def test_each_fact_that_changes_a_score_says_of_which_item_year_and_standard(
    fact: type[Fact],
) -> None:
    assert {"year", "item", "standard"} <= set(fact.__struct_fields__)


def test_a_fact_is_kept_once() -> None:
    fact = assigned("B03")
    first = log.keep(None, fact, given(fact))
    assert first and first.state.item == "B03"
    assert log.keep(first.state, fact, given(fact)) is None


def test_a_kept_fact_that_no_contract_knows_is_told_and_not_guessed() -> None:
    (kept,) = logged([(assigned("B03"), 3)])
    with pytest.raises(UnknownFact):
        log.opened(replace(kept, type="tasks.never_told.v1"))


def test_a_task_handed_over_names_its_new_lead() -> None:
    over = tasks.TaskHandedOver(
        task="t-1",
        item="B03",
        year=2026,
        standard=STANDARD.version,
        title="x",
        lead="wenlv",
        person="li",
        from_lead="jiaoyu",
        from_person="p",
        reason="职责划转",
        by="office",
    )
    duty = hear([(assigned("B03"), 3), (over, 4)], "B03").duty
    assert duty and (duty.lead, duty.due) == ("wenlv", date(2026, 9, 30))


def test_a_move_says_what_moved_it() -> None:
    assert cause(TOWN).why == "登记单位：甲镇"
    drawn = cause(DRAWN)
    assert (drawn.source, drawn.by, drawn.why) == (
        "3D-417",
        "office",
        "省级未抽到本项，沿用市级评分",
    )


def test_what_is_heard_of_an_item_that_the_standard_does_not_have_changes_nothing() -> None:
    fact = replace(assigned("B03"), item="Z99")
    assert rescored(task_assigned)(None, fact, given(fact, around())) is None


def test_a_score_follows_what_surrounds_it() -> None:
    state = hear([(confirmed("B03", "city", done=Flag(value=True)), 8)], "B03")
    stale = replace(state, announced={**state.announced, "city": 0})
    change = resettle(stale, TOWN, given(TOWN, around()))
    assert change and change.state.announced["city"] == 1000
    assert [fact.score for fact in change.events if isinstance(fact, scoring.ScoreChanged)] == [
        1000
    ]
    assert resettle(state, TOWN, given(TOWN, around())) is None


@pytest.mark.parametrize("found", [None, Surroundings(replace(STANDARD, items=()), {})])
def test_a_score_without_its_item_stays_as_it_is(found: Surroundings | None) -> None:
    assert resettle(hear([], "B03"), TOWN, given(TOWN, found)) is None
    assert resettle(None, TOWN, given(TOWN, found)) is None


def test_a_district_is_known_by_its_name_and_keeps_its_units() -> None:
    founded = tasks.DistrictFounded(district="ganquan", name="甘泉区")
    assert district_founded(None, founded, given(founded)).state.name == "甘泉区"
    known = District(district="ganquan", units={"town": "township"})
    assert district_founded(known, founded, given(founded)).state.units == {"town": "township"}


def test_a_unit_ends_once() -> None:
    first = unit_succeeded(None, SUCCEEDED, given(SUCCEEDED))
    assert first and first.state.ended == {"town": date(2026, 6, 1)}
    assert unit_succeeded(first.state, SUCCEEDED, given(SUCCEEDED)) is None


def test_some_items_depend_on_how_many_units_there_are() -> None:
    assert reads_organisation(item("B06"))
    assert not reads_organisation(item("B03"))


def test_a_kept_fact_that_scores_no_longer_hear_changes_nothing() -> None:
    urged = minimal(tasks.TaskUrged, year=2026, item="B03", standard=STANDARD.version)
    told = [(assigned("B03"), 3), (confirmed("B03", "city", done=Flag(value=True)), 8)]
    again = replayed("ganquan", 2026, item("B03"), around(), logged([*told, (urged, 9)]))
    assert again == replayed("ganquan", 2026, item("B03"), around(), logged(told))
