"""The gap grid: item × year, what is missing and which unit leads it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from contracts.sheets import Sheet, Workbook
from services.scoring.exact import points as in_points
from services.scoring.exact import written
from services.scoring.scores.item import ItemScore
from services.scoring.scores.position import Position
from services.scoring.standards.standard import Item

MAX_YEARS = 8
MAX_CELLS = 8000
"""12 districts × 74 items × 8 years are 7104."""

CellState = Literal["no-fact", "unmarked", "partial", "full", "not-applicable", "no-campaign"]
IN_WORDS: dict[CellState, str] = {
    "no-fact": "无事实",
    "unmarked": "未评",
    "partial": "未满分",
    "full": "满分",
    "not-applicable": "不适用",
    "no-campaign": "无创建活动",
}


class Cell(Struct, frozen=True, kw_only=True):
    """Figures in thousandths. ``task`` is empty where none is assigned. ``unmarked``: facts are
    known, and the level has not marked them yet.

    ``lead``: the task's lead unit by name; without a task the role that the standard names.
    """

    year: int
    state: CellState
    lead: str
    score: int = 0
    points: int = 0
    lost: int = 0
    unit: str = ""
    task: str = ""
    due: date | None = None


class Row(Struct, frozen=True, kw_only=True):
    item: str
    title: str
    category: str
    kind: str
    side: str
    cells: tuple[Cell, ...]


def grid(years: Mapping[int, Position | None]) -> tuple[Row, ...]:
    """A row for each item that any of the years' standards has, as the newest has it.

    ``years``: where the district stood in each; None in a year without a campaign.
    """
    items: dict[str, Item] = {}
    for position in years.values():
        if position is not None:
            items.update({item.code: item for item in position.standard.items})
    return tuple(
        Row(
            item=code,
            title=item.title,
            category=item.category,
            kind=item.kind,
            side=item.side,
            cells=tuple(_cell(year, position, item) for year, position in years.items()),
        )
        for code, item in sorted(items.items())
    )


def _cell(year: int, position: Position | None, newest: Item) -> Cell:
    if position is None:
        return Cell(year=year, state="no-campaign", lead=newest.lead)
    item = position.standard.item(newest.code)
    if item is None:
        return Cell(year=year, state="not-applicable", lead=newest.lead)
    result = position.score(item)
    state = _state(position, item, result)
    duty = position.record(item.code).duty
    unit = duty.lead if duty else ""
    return Cell(
        year=year,
        state=state,
        lead=position.names.get(unit, unit) or item.lead,
        score=result.score,
        points=item.points,
        lost=max(0, item.points - result.score) if state != "not-applicable" else 0,
        unit=unit,
        task=duty.task if duty else "",
        due=duty.due if duty and not duty.standing else None,
    )


def _state(position: Position, item: Item, result: ItemScore) -> CellState:
    """A gap is what the score lacks of the points, and never else; why, the facts say."""
    if any(signal.matter == "not_applicable" for signal in result.signals):
        return "not-applicable"
    if result.score >= item.points:
        return "full"
    if position.knows(item):
        return "partial"
    waits = not position.spoke(item) and position.record(item.code).touched
    return "unmarked" if waits else "no-fact"


def grid_workbook(districts: Mapping[str, tuple[Row, ...]], years: Sequence[int]) -> Workbook:
    """One sheet for each district (by name), two columns for each year."""
    sheets = tuple(_sheet(name, rows, years) for name, rows in districts.items())
    return Workbook(filename=f"缺口表-{years[0]}-{years[-1]}.xlsx", sheets=sheets)


def _sheet(name: str, rows: tuple[Row, ...], years: Sequence[int]) -> Sheet:
    head = ["项号", "类别", "考评内容"]
    for year in years:
        head += [f"{year}年得分", f"{year}年缺口及牵头单位"]
    widths = (8, 20, 40, *(10, 26) * len(years))
    lines = tuple(_line(row) for row in rows)
    return Sheet(name=name[:31], rows=(tuple(head), *lines), widths=widths, header=1)


def _line(row: Row) -> tuple[str, ...]:
    cells = [row.item, row.category, row.title]
    for cell in row.cells:
        known = cell.state in ("full", "partial")
        cells.append(written(in_points(cell.score)) if known else IN_WORDS[cell.state])
        missing = cell.lost or cell.state == "no-campaign"
        lost = f"失 {written(in_points(cell.lost))} 分，" if cell.lost else ""
        cells.append(f"{lost}{cell.lead}" if missing else "")
    return tuple(cells)
