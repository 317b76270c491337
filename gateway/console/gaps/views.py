"""From the gap grid to its table: filters, cells and sums. Pure; figures in thousandths."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]

SHAPES = {
    "full": "ok",
    "partial": "half",
    "no-fact": "none",
    "unmarked": "now",
    "not-applicable": "",
    "no-campaign": "",
}


class Cell(NamedTuple):
    """``kind`` finds its word; ``lost`` is 0 where there is no figure."""

    year: int
    kind: str
    shape: str
    lost: int
    task: str
    lead: str


class Row(NamedTuple):
    """``task``: what an office can urge, "" where nothing is missing or nobody was charged."""

    item: str
    title: str
    category: str
    lead: str
    cells: list[Cell]
    lost: int
    task: str


class Grid(NamedTuple):
    years: list[int]
    rows: list[Row]
    lost: int
    units: list[tuple[str, str]]
    categories: list[str]
    gaps: int
    """Rows with points missing."""


def grid(answer: Json, chosen: Mapping[str, str]) -> Grid:
    """``chosen``: filters unit (a code), heading, side, gap ("1": only rows with something
    missing). Years without a campaign are left out."""
    district = answer["districts"][0]
    silent = set(district["unmarked"])
    every = [_row(one, silent) for one in district["rows"]]
    years = [
        year
        for n, year in enumerate(answer["years"])
        if any(row["cells"][n]["state"] != "no-campaign" for row in district["rows"])
    ]
    sides = {one["item"]: one["side"] for one in district["rows"]}
    units = {c["unit"]: c["lead"] for one in district["rows"] for c in one["cells"] if c["unit"]}
    leads = {
        one["item"]: {c["unit"] for c in one["cells"] if c["unit"]} for one in district["rows"]
    }
    rows = [
        row._replace(cells=[cell for cell in row.cells if cell.year in years])
        for row in every
        if (not chosen.get("unit") or chosen["unit"] in leads[row.item])
        and (not chosen.get("heading") or chosen["heading"] == row.category)
        and (not chosen.get("side") or chosen["side"] == sides[row.item])
        and (chosen.get("gap") != "1" or row.lost)
    ]
    return Grid(
        years,
        rows,
        sum(row.lost for row in rows),
        sorted(units.items(), key=lambda one: one[1]),
        list(dict.fromkeys(row.category for row in every)),
        sum(1 for row in rows if row.lost),
    )


def _row(one: Json, silent: set[int]) -> Row:
    cells = [_cell(cell, one["kind"], cell["year"] in silent) for cell in one["cells"]]
    last = one["cells"][-1]
    lost = sum(cell.lost for cell in cells)
    missing = cells[-1].kind in ("partial", "no-fact", "unmarked")
    return Row(
        one["item"],
        one["title"],
        one["category"],
        last["lead"],
        cells,
        lost,
        last["task"] if missing else "",
    )


def _cell(cell: Json, kind: str, silent: bool) -> Cell:
    state = cell["state"]
    if silent and state not in ("not-applicable", "no-campaign"):
        state = "unmarked"
    counts = state in ("partial", "no-fact", "unmarked") and kind != "feature" and not silent
    lost = cell["lost"] if counts else 0
    return Cell(cell["year"], state, SHAPES[state], lost, cell["task"], cell["lead"])


class Urged(NamedTuple):
    """What became of one task that was asked after; ``fault`` "" where it was done."""

    item: str
    title: str
    fault: str


def tasks_of(rows: Iterable[Row], picked: Iterable[str]) -> list[Row]:
    """The rows that were picked and can be urged, each once."""
    wanted = set(picked)
    return [row for row in rows if row.item in wanted and row.task]
