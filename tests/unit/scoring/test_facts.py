"""What events do to the facts of one item: late, twice, or out of order, they end the same."""

from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.measures import Flag, Measure, Ratio, Tally
from contracts.orders.scoring import ClearVeto, ImportStandard, PublishStandard, RaiseVeto
from kit.change import Knowing
from services.scoring.facts.changes import (
    charge,
    count,
    fall_late,
    mark,
    raise_finding,
    take_back,
    withdraw,
)
from services.scoring.facts.counting import facts_at
from services.scoring.facts.hearing import Cause
from services.scoring.facts.state import Counted, FindingKept, Marked, Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.refusals import (
    QuestionsOpen,
    StandardFaulty,
    StandardPublishedAlready,
    UnknownTopic,
    VetoClearedAlready,
    VetoStandsAlready,
)
from services.scoring.scores.item import score_at
from services.scoring.scores.restating import restate
from services.scoring.standards import publishing
from services.scoring.standards.importing import import_csv
from services.scoring.standards.standard import Item, Standard
from services.scoring.vetoes import vetoing

CSV = (Path(__file__).parents[3] / "services/scoring/sample/sample_74.csv").read_text("utf-8")
NOW = datetime(2026, 8, 1, 2, tzinfo=UTC)
OFFICE = Caller(account="admin", name="市双拥办", roles=("city_office",), district="*")


@pytest.fixture(scope="module")
def standard() -> Standard:
    read = import_csv(CSV, version="v1", name="样表").standard
    assert read is not None
    return read


def item(standard: Standard, code: str) -> Item:
    found = standard.item(code)
    assert found is not None
    return found


def empty(code: str) -> Score:
    return Score(district="ganquan", year=2026, item=code)


def points(standard: Standard, score: Score, level: str = "city", **units: int) -> int:
    one = item(standard, score.item)
    return score_at(score, one, level, standard.period(2026), units).score  # type: ignore[arg-type]


def given(key: str = "v1", found: object = None) -> Knowing[Any]:
    return Knowing(key=key, now=NOW, cause="c", caller=OFFICE, found=found)


def test_marks_of_levels_converge_in_any_order(standard: Standard) -> None:
    done: dict[str, Measure] = {"done": Flag(value=True)}
    undone: dict[str, Measure] = {"done": Flag(value=False)}
    acts = [
        lambda s: mark(s, "self", Marked(task="t", version=3, measures=undone)),
        lambda s: take_back(s, "t", 4),
        lambda s: mark(s, "self", Marked(task="t", version=5, measures=done)),
        lambda s: mark(s, "district", Marked(task="t", version=6, measures=done)),
        lambda s: mark(s, "city", Marked(task="t", version=7, measures=done)),
    ]
    ends = set()
    for order in permutations(acts):
        score = empty("B03")
        for act in (*order, *order):
            score = act(score)
        levels = ("self", "district", "city", "province")
        ends.add(tuple(points(standard, score, level) for level in levels))
    assert ends == {(1000, 1000, 1000, 0)}


def test_a_return_voids_the_marks_given_so_far(standard: Standard) -> None:
    score = mark(
        empty("B03"), "district", Marked(task="t", version=3, measures={"done": Flag(value=True)})
    )
    assert points(standard, score, "district") == 1000
    assert points(standard, take_back(score, "t", 4), "district") == 0


def test_the_register_speaks_at_the_self_level_and_above_it_what_was_confirmed(
    standard: Standard,
) -> None:
    nine: dict[str, Measure] = {"ratio": Ratio(numerator=9, denominator=10)}
    score = mark(empty("B04"), "city", Marked(task="t", version=5, measures=nine))
    score = count(score, Counted(register="r", version=12, done=10, rows=10))
    score = count(score, Counted(register="r", version=11, done=9, rows=10))
    assert points(standard, score, "self") == 2000
    assert points(standard, score, "city") == 1200


def test_a_finding_deducts_an_upheld_appeal_gives_back_and_order_does_not_matter(
    standard: Standard,
) -> None:
    found = FindingKept(kind="found", fault="逾期未复", unit="xinfang", on=date(2026, 8, 1))
    acts = [
        lambda s: raise_finding(s, "f1", found),
        lambda s: fall_late(s, "f1"),
        lambda s: raise_finding(s, "f2", found),
        lambda s: withdraw(s, "f2"),
    ]
    for order in permutations(acts):
        score = empty("H05")
        for act in order:
            score = act(score)
        # 1.5 − 0.75: found and not fixed in time counts once, at its highest step.
        assert points(standard, score) == 750


def test_an_inspectors_word_that_the_rule_does_not_know_counts_as_its_first_step(
    standard: Standard,
) -> None:
    score = raise_finding(empty("F07"), "f1", FindingKept(kind="缺页", fault="x", unit="u"))
    faults = facts_at(score, item(standard, "F07"), "city", {})["faults"]
    assert isinstance(faults, Tally)
    assert [entry.kind for entry in faults.entries] == ["case"]
    assert points(standard, score) == 900


def test_a_finding_on_an_item_without_deductions_is_kept_and_changes_no_point(
    standard: Standard,
) -> None:
    score = raise_finding(empty("A03"), "f1", FindingKept(kind="found", fault="x", unit="u"))
    assert facts_at(score, item(standard, "A03"), "city", {}) == {}


def test_the_number_of_townships_comes_from_the_organisation(standard: Standard) -> None:
    assert "townships" in facts_at(empty("B06"), item(standard, "B06"), "self", {"townships": 4})


def test_a_rule_that_counts_takes_the_rows_done_of_its_register(standard: Standard) -> None:
    score = count(empty("B06"), Counted(register="r", version=2, done=3, rows=4))
    # Four townships, one sign missing: 1.5 − 0.25.
    assert points(standard, score, "self", townships=4) == 1250


def test_a_faulty_table_changes_nothing_and_every_fault_is_named() -> None:
    broken = CSV.replace("B04,宣传教育广泛深入", "B03,宣传教育广泛深入").replace(
        ",硬,FIX,", ",硬,FIXX,"
    )
    order = ImportStandard(version="v1", name="样表", csv=broken)
    with pytest.raises(StandardFaulty) as refused:
        publishing.import_(None, order, given(found=()))
    faults = {(f["row"], f["column"], f["code"]) for f in refused.value.extra["faults"]}
    assert faults == {
        (6, "rule", "unreadable"),
        (21, "rule", "unreadable"),
        (12, "code", "duplicate"),
        (13, "code", "duplicate"),
    }


def test_what_the_prose_leaves_open_is_asked_before_publishing() -> None:
    order = ImportStandard(version="v1", name="样表", csv=CSV)
    draft = publishing.import_(None, order, given(found=()))
    assert draft.answer is not None
    assert "B04.empty" in draft.answer["open"]
    with pytest.raises(QuestionsOpen):
        publishing.publish(draft.state, PublishStandard(version="v1"), given())


def test_a_draft_whose_vetoes_nobody_has_decided_on_is_not_published() -> None:
    table, _, _ = CSV.partition("\n#")
    order = ImportStandard(version="v1", name="试", csv=table)
    draft = publishing.import_(None, order, given(found=())).state
    assert "standard.vetoes" in {question.id for question in draft.questions}
    with pytest.raises(QuestionsOpen):
        publishing.publish(draft, PublishStandard(version="v1"), given())
    decided = {question.id: question.answer for question in draft.questions}
    again = publishing.import_(draft, replace(order, answers=decided), given(found=())).state
    assert publishing.publish(again, PublishStandard(version="v1"), given()).events


def test_a_published_version_is_never_edited() -> None:
    order = ImportStandard(version="v1", name="样表", csv=CSV, answers={"*": "default"})
    draft = publishing.import_(None, order, given(found=())).state
    published = publishing.publish(draft, PublishStandard(version="v1"), given())
    assert published.events[0].sha256 == published.events[0].sha256 != ""  # type: ignore[attr-defined]
    with pytest.raises(StandardPublishedAlready):
        publishing.import_(published.state, order, given(found=()))
    with pytest.raises(StandardPublishedAlready):
        publishing.publish(published.state, PublishStandard(version="v1"), given())


def test_a_veto_is_raised_cleared_and_raised_again_and_its_history_stays() -> None:
    topics = {"disputes": "军地纠纷"}
    order = RaiseVeto(district="ganquan", year=2026, topic="disputes", reason="越级上访")
    raised = vetoing.raise_(None, order, given("v", topics)).state
    with pytest.raises(VetoStandsAlready):
        vetoing.raise_(raised, order, given("v", topics))
    clear = ClearVeto(veto="v", reason="已化解")
    cleared = vetoing.clear(raised, clear, given("v")).state
    assert not cleared.standing
    with pytest.raises(VetoClearedAlready):
        vetoing.clear(cleared, clear, given("v"))
    again = vetoing.raise_(cleared, order, given("v", topics)).state
    assert [step.what for step in again.history] == ["raised", "cleared", "raised"]


def test_a_topic_that_the_standard_does_not_have_is_refused_with_the_list() -> None:
    order = RaiseVeto(district="ganquan", year=2026, topic="weather", reason="下雨")
    with pytest.raises(UnknownTopic, match="disputes"):
        vetoing.raise_(None, order, given("v", {"disputes": "军地纠纷"}))


def test_the_first_finding_is_told_as_a_loss_from_full_and_a_bare_task_as_nothing(
    standard: Standard,
) -> None:
    around, cause = Surroundings(standard, {}), Cause(kind="x")
    found = FindingKept(kind="case", fault="缺页", unit="u")
    score = raise_finding(empty("F07"), "f1", found)
    after, events = restate(score, item(standard, "F07"), around, cause, NOW)
    assert {(move.was, move.now) for move in after.moves} == {(1000, 900)}
    assert {(event.previous, event.score) for event in events} == {(1000, 900)}
    assigned = charge(empty("F07"), "t", 1, lead="u")
    assert restate(assigned, item(standard, "F07"), around, cause, NOW)[1] == ()
