"""The grid: 74 × 4 cells, each empty one with its lead unit; and the history as sentences."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from contracts.measures import Flag, Ratio
from services.scoring.facts.hearing import Cause
from services.scoring.facts.moves import sentence
from services.scoring.facts.state import MAX_MOVES, Duty, Marked, Move, Score
from services.scoring.rules.gates import NotApplicable
from services.scoring.rules.share import Empty
from services.scoring.scores.gap_grid import grid, grid_workbook
from services.scoring.scores.item import score_item
from services.scoring.scores.position import Position
from services.scoring.scores.restating import restate
from tests.unit.scoring.facts_support import STANDARD, around, found, hear, hour, item

MARK = Marked(task="t-1", version=3, measures={"done": Flag(value=True)})
DUTY = Duty(task="t-9", lead="jiaoyu", due=date(2026, 9, 30), lead_version=1)


def score(code: str, **more: object) -> Score:
    return Score(district="ganquan", year=2026, item=code, **more)  # type: ignore[arg-type]


def standing(year: int, townships: int = 0, **more: Any) -> Position:
    surround = around(townships=townships) if townships else around()
    return Position(district="ganquan", year=year, level="city", around=surround, **more)


def years() -> dict[int, Position | None]:
    held = {
        "B03": score("B03", levels={"city": MARK}),
        "A05": score("A05", duties=(DUTY,)),
        "H05": hear([(found("H05", "f-1"), 2)], "H05"),
    }
    known = {year: standing(year, townships=4) for year in (2023, 2024, 2025)}
    now = standing(2026, townships=4, held=held, names={"jiaoyu": "区教育局"})
    return {**known, 2026: now}


def test_the_grid_has_every_item_in_every_year_and_each_empty_cell_names_its_lead() -> None:
    rows = grid(years())
    cells = [cell for row in rows for cell in row.cells]
    assert len(cells) == 74 * 4
    empty = [cell for cell in cells if cell.state == "no-fact"]
    deducting = [i for i in STANDARD.items if score_item(i, {}).score == i.points]
    assert len(empty) == 74 * 4 - 4 * len(deducting) - 1
    assert all(cell.lead for cell in empty)
    by_item = {row.item: row.cells[-1] for row in rows}
    assert (by_item["B03"].state, by_item["B03"].lost) == ("full", 0)
    assert (by_item["H05"].state, by_item["H05"].lost) == ("partial", 300)
    assert (by_item["A05"].state, by_item["A05"].lead, by_item["A05"].task) == (
        "no-fact",
        "区教育局",
        "t-9",
    )
    assert by_item["A05"].due == date(2026, 9, 30)
    assert by_item["B04"].lead == item("B04").lead


def test_a_year_without_a_campaign_names_the_role_that_leads() -> None:
    rows = grid({2025: None, 2026: standing(2026)})
    assert {row.cells[0].state for row in rows} == {"no-campaign"}
    assert all(row.cells[0].lead for row in rows)


def test_the_table_has_a_row_for_each_item_and_says_who_leads_what_is_missing() -> None:
    rows = grid(years())
    [sheet] = grid_workbook({"甘泉区": rows}, [2023, 2024, 2025, 2026]).sheets
    assert len(sheet.rows) == 75
    assert {len(row) for row in sheet.rows} == {3 + 2 * 4}
    lines = {row[0]: row for row in sheet.rows}
    assert lines["A05"][-2:] == ("无事实", "失 1.5 分，区教育局")
    assert lines["B03"][-2:] == ("1", "")
    assert lines["H05"][-2] == "1.2"


def test_a_move_reads_as_a_sentence() -> None:
    move = Move(
        at=hour(2),
        level="city",
        was=0,
        now=1200,
        kind="tasks.result_confirmed.v1",
        source="t-1",
        by="wang",
        why="抽查核实",
    )
    assert sentence(move) == (
        "2026年3月1日 11:00，wang 确认任务 t-1 的结果，市评由 0 分变为 1.2 分。理由：抽查核实"
    )


def test_every_fact_that_moves_a_score_has_its_words() -> None:
    from services.scoring.facts.hearing import CHANGES
    from services.scoring.facts.moves import ACTS

    silent = {"TaskAssigned", "TaskAccepted", "ObjectionRuled", "TaskRescheduled"}
    silent |= {"TaskHandedOver"}
    assert {fact.type for fact in CHANGES if fact.__name__ not in silent} <= set(ACTS)


def test_moves_are_kept_up_to_a_bound_and_only_what_moved_is_announced() -> None:
    one, other = MARK, Marked(task="t-1", version=4, measures={"done": Flag(value=False)})
    held, told = score("B03"), 0
    for turn in range(MAX_MOVES + 20):
        held = score(
            "B03",
            levels={"city": one if turn % 2 == 0 else other},
            announced=held.announced,
            moves=held.moves,
        )
        held, events = restate(held, item("B03"), around(), Cause("x"), hour(turn))
        told += len(events)
    assert len(held.moves) == MAX_MOVES
    assert told == MAX_MOVES + 20
    assert (held.moves[-1].was, held.moves[-1].now) == (1000, 0)
    assert STANDARD.version == held.standard


def test_an_item_that_a_year_did_not_ask_for_is_no_gap() -> None:
    without = replace(STANDARD, items=tuple(i for i in STANDARD.items if i.code != "B03"))
    before = Position(district="ganquan", year=2025, level="city", around=around(standard=without))
    (row,) = [row for row in grid({2025: before, 2026: standing(2026)}) if row.item == "B03"]
    assert (row.cells[0].state, row.cells[0].lead) == ("not-applicable", item("B03").lead)


def test_an_item_that_does_not_arise_in_a_district_is_no_gap() -> None:
    rule = NotApplicable(when=Empty(input="ratio"), rule=item("B04").rule, to=("B03",))
    items = tuple(replace(i, rule=rule) if i.code == "B04" else i for i in STANDARD.items)
    surround = around(standard=replace(STANDARD, items=items))
    none = Marked(task="t", version=3, measures={"ratio": Ratio(numerator=0, denominator=0)})
    held = {"B04": score("B04", levels={"city": none})}
    now = Position(district="ganquan", year=2026, level="city", around=surround, held=held)
    (row,) = [row for row in grid({2026: now}) if row.item == "B04"]
    assert row.cells[0].state == "not-applicable"
