"""What nobody has marked is shown as not marked; a gap is what the score lacks."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.measures import Entry, Flag, ItemInput, Measure, Quantity, Ratio, Tally
from contracts.words import LEVELS, Level
from services.scoring.facts.state import Counted, FindingKept, Marked, Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.rules import EXAMPLES
from services.scoring.rules.node import Points
from services.scoring.scores.gap_grid import Cell, grid, grid_workbook
from services.scoring.scores.item import score_item
from services.scoring.scores.position import Position
from services.scoring.scores.totals import ranking
from services.scoring.standards import inputs
from services.scoring.standards.standard import Item
from tests.unit.scoring.facts_support import STANDARD, around
from tests.unit.scoring.support import small_standard

RULES: list[tuple[str, Points, str]] = [
    *((str(n), e.node, e.mark) for n, e in enumerate(EXAMPLES) if isinstance(e.node, Points)),
    *((one.code, one.rule, str(one.points / 1000)) for one in STANDARD.items),
]
ENTRIES = st.lists(
    st.builds(
        Entry,
        kind=st.sampled_from(("case", "found", "late", "claim", "national", "别的")),
        ref=st.sampled_from("XYZ"),
        count=st.integers(1, 3),
    ),
    max_size=3,
)
MEASURES: st.SearchStrategy[Measure] = st.one_of(
    st.builds(Flag, value=st.booleans()),
    st.builds(Quantity, value=st.sampled_from(("0", "1", "2.5", "100"))),
    st.builds(Ratio, numerator=st.integers(0, 12), denominator=st.integers(0, 10)),
    st.builds(Tally, entries=ENTRIES.map(tuple)),
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An item with a rule of the sample, or one that an operator gives as its example."""
    _, rule, mark = draw(st.sampled_from(RULES))
    code = "A01"
    made = small_standard(**{code: (round(float(mark) * 1000), rule)}).standard.items[0]
    register = draw(st.sampled_from(("", "台账")))
    return replace(made, inputs=inputs.of(rule, register), register=register)


@st.composite
def facts(draw: st.DrawFn, wanted: tuple[ItemInput, ...]) -> dict[str, Measure]:
    """Some of the inputs, fitting or not, and names that nobody reads."""
    names = [*(one.name for one in wanted), "nobody-reads"]
    return draw(st.dictionaries(st.sampled_from(names), MEASURES, max_size=4))


@st.composite
def positions(draw: st.DrawFn) -> Position:
    one = draw(items())
    marks: dict[str, Marked] = {
        level: Marked(
            task="t-1", version=2, measures=draw(facts(one.inputs)), counts=draw(st.booleans())
        )
        for level in draw(st.sets(st.sampled_from(LEVELS)))
    }
    register = draw(
        st.none()
        | st.builds(
            Counted,
            register=st.just("r"),
            version=st.just(1),
            done=st.integers(0, 9),
            rows=st.just(9),
        )
    )
    found = FindingKept(
        kind=draw(st.sampled_from(("found", "case"))), withdrawn=draw(st.booleans())
    )
    record = Score(
        district="ganquan",
        year=2026,
        item=one.code,
        levels=marks,
        register=register,
        findings={"f-1": found} if draw(st.booleans()) else {},
    )
    standard = replace(STANDARD, items=(one,), vetoes=(), base_points=one.points)
    organisation = draw(st.sampled_from(({}, {"townships": 4, "units": 2})))
    return Position(
        district="ganquan",
        year=2026,
        level=draw(st.sampled_from(LEVELS)),
        around=Surroundings(standard, organisation),
        held={one.code: record} if draw(st.booleans()) else {},
    )


def cell_of(position: Position) -> Cell:
    (row,) = grid({2026: position})
    return row.cells[0]


def without_facts(position: Position) -> Position:
    return replace(position, held={})


@given(positions())
@settings(max_examples=600, deadline=None)
def test_an_item_is_a_gap_exactly_when_its_score_is_below_its_points(position: Position) -> None:
    (one,) = position.standard.items
    result, cell = position.score(one), cell_of(position)
    assert cell.score == result.score
    if any(signal.matter == "not_applicable" for signal in result.signals):
        assert (cell.state, cell.lost) == ("not-applicable", 0)
        return
    gap = cell.state in ("no-fact", "unmarked", "partial")
    assert gap == (result.score < one.points) == (cell.lost > 0)
    assert cell.lost == max(0, one.points - result.score)


@given(positions())
@settings(max_examples=600, deadline=None)
def test_what_is_said_to_have_no_fact_scores_as_without_any(position: Position) -> None:
    (one,) = position.standard.items
    cell, bare = cell_of(position), without_facts(position)
    knows = position.knows(one)
    if not knows:
        assert position.score(one).score == bare.score(one).score
        assert cell.state != "partial"
    if cell.state in ("no-fact", "unmarked"):
        assert not knows
    if cell.state == "unmarked":
        assert not position.spoke(one) and position.record(one.code).touched


def district(level: Level, **marks: Mapping[str, Measure]) -> Position:
    """The sample's district where ``level`` has marked these items."""
    held = {
        code: Score(
            district="ganquan",
            year=2026,
            item=code,
            levels={level: Marked(task=f"t-{code}", version=2, measures=dict(given))},
        )
        for code, given in marks.items()
    }
    return Position(district="ganquan", year=2026, level=level, around=around(), held=held)


YES: dict[str, Any] = {"done": Flag(value=True)}


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_that_has_marked_nothing_has_no_rank(level: Level) -> None:
    marked = district("city", B03=YES)
    at = replace(marked, level=level)
    assert at.marked is (level == "city")
    total = at.total(at.scores()) if at.marked else None
    (place,) = ranking({"ganquan": total})
    assert place.rank == (1 if level == "city" else None)
    assert (place.score is None) is (level != "city")


def test_findings_alone_are_no_mark_and_a_mark_taken_back_is_none() -> None:
    found = Score(
        district="ganquan", year=2026, item="F07", findings={"f-1": FindingKept(kind="case")}
    )
    gone = Marked(task="t-1", version=3, counts=False)
    back = Score(district="ganquan", year=2026, item="B03", levels={"city": gone})
    position = replace(district("city"), held={"F07": found, "B03": back})
    assert not position.marked


def test_the_units_own_list_is_its_own_mark_and_no_other_levels() -> None:
    counted = Counted(register="r-1", version=3, done=30, rows=40)
    listed = Score(district="ganquan", year=2026, item="B04", register=counted)
    own = replace(district("self"), held={"B04": listed})
    assert own.marked and not replace(own, level="city").marked


def test_an_item_of_findings_alone_waits_for_no_mark() -> None:
    position = district("city", B03=YES)
    codes = {one.code: position.awaits(one) for one in STANDARD.items}
    assert (codes["B03"], codes["F07"], codes["B04"]) == (False, False, True)


def test_what_the_province_did_not_draw_keeps_the_citys_mark() -> None:
    position = district("city", B03=YES)
    left = replace(position, level="province", around=around(drawn=["B04"]))
    assert left.marked and not replace(left, around=around(drawn=["B03"])).marked


def test_the_exported_grid_says_not_marked_and_shows_no_nought() -> None:
    handed_in = replace(district("self", B03=YES), level="city")
    rows = grid({2026: handed_in})
    (sheet,) = grid_workbook({"甘泉区": rows}, [2026]).sheets
    line = next(row for row in sheet.rows if row[0] == "B03")
    assert line[3] == "未评" and line[4].startswith("失 1 分，")


def test_a_mark_of_the_wrong_kind_is_no_fact_and_is_not_called_unmarked() -> None:
    odd = district("city", B03={"done": Quantity(value="3")})
    (one,) = [one for one in STANDARD.items if one.code == "B03"]
    assert odd.spoke(one) and not odd.knows(one)
    (row,) = [row for row in grid({2026: odd}) if row.item == "B03"]
    assert row.cells[0].state == "no-fact"
    assert score_item(one, odd.facts(one)).score == 0
