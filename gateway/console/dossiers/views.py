"""From tasks, registers and the gap grid to the matrix of what a dossier has and has not. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from gateway.dossiers.checking import NO_PROOF, Work, lacks

Json = dict[str, Any]
Kind = Literal["complete", "part", "none", "not-applicable", "no-campaign"]

SHAPES: Mapping[Kind, str] = {
    "complete": "ok",
    "part": "half",
    "none": "none",
    "not-applicable": "",
    "no-campaign": "",
}
ABSENT: Mapping[str, Kind] = {
    "not-applicable": "not-applicable",
    "no-campaign": "no-campaign",
}
"""States of the gap grid that are no matter of a dossier."""


class Cell(NamedTuple):
    """``missing``: what an item has not got in a year; ``lead``: who leads it, by name."""

    year: int
    kind: Kind
    shape: str
    missing: tuple[str, ...]
    lead: str
    task: str


class Row(NamedTuple):
    item: str
    title: str
    cells: list[Cell]


class Matrix(NamedTuple):
    """``silent``: years without a campaign, which have no column. ``complete`` of ``whole`` cells
    lack nothing."""

    years: list[int]
    silent: list[int]
    rows: list[Row]
    complete: int
    whole: int


def works(tasks: Iterable[Json], registers: Iterable[Json]) -> dict[str, Work]:
    """What was done in a year, by item."""
    by_item: dict[str, list[Json]] = defaultdict(list)
    for task in tasks:
        by_item[task["item"]].append(task)
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for book in registers:
        done, due = counts[book["item"]]
        counts[book["item"]] = (done + book["done"], due + book["total"])
    return {
        item: Work(by_item.get(item, []), *counts.get(item, (0, 0)))
        for item in {*by_item, *counts} - {""}
    }


def matrix(grid: Json, done: Mapping[int, Mapping[str, Work]], *, gaps_only: bool) -> Matrix:
    """``grid``: the gap grid of one district; ``done``: by year and item."""
    (district,) = grid["districts"]
    states = [[cell["state"] for cell in row["cells"]] for row in district["rows"]]
    silent = [
        year
        for n, year in enumerate(grid["years"])
        if all(row[n] == "no-campaign" for row in states)
    ]
    every = [
        Row(
            row["item"],
            row["title"],
            [
                _cell(cell, done.get(cell["year"], {}).get(row["item"], Work(())))
                for cell in row["cells"]
                if cell["year"] not in silent
            ],
        )
        for row in district["rows"]
    ]
    cells = [cell for row in every for cell in row.cells if cell.kind not in ABSENT]
    rows = [row for row in every if not gaps_only or any(one.missing for one in row.cells)]
    years = [year for year in grid["years"] if year not in silent]
    return Matrix(years, silent, rows, sum(not one.missing for one in cells), len(cells))


def cell_of(grid: Json, done: Mapping[str, Work], item: str, year: int) -> Cell | None:
    """One of it; None where the standard has no such item."""
    (district,) = grid["districts"]
    for row in district["rows"]:
        if row["item"] == item:
            (cell,) = (one for one in row["cells"] if one["year"] == year)
            return _cell(cell, done.get(item, Work(())))
    return None


def _cell(cell: Json, work: Work) -> Cell:
    state = cell["state"]
    if state in ABSENT:
        return Cell(cell["year"], ABSENT[state], "", (), cell["lead"], "")
    missing = tuple(lacks(work))
    kind: Kind = "complete"
    if missing:
        kind = "none" if NO_PROOF in missing and not work.submitted else "part"
    return Cell(cell["year"], kind, SHAPES[kind], missing, cell["lead"], cell["task"])


def by_lead(rows: Sequence[Json]) -> list[tuple[str, list[Json]]]:
    """What is missing of a dossier, unit by unit, who lacks most first."""
    found: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        found[row["lead"]].append(row)
    return sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
