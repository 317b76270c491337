"""A matrix that stands the other way: a row for each unit, a column for each task."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from contracts.sheets import MAX_COLUMNS, CellFault, Mark, Sheet, letters
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.headers import HEADER_WITHIN
from contracts.sheets.text import one_line, squeeze
from services.tasks.planning.table.headers import meaning
from services.tasks.planning.table.matrix import (
    COUNTED,
    FIGURE,
    find_table,
    is_mark,
    is_unit,
    plain,
)

SEVERAL = 2
"""Units, and tasks, of which such a matrix has at least so many."""
SHORTEST = 4
"""Characters of a task."""
TASKS = "工作任务"
UNITS, ROWS = "units", "rows"
WAYS = (Option(UNITS, "一行一个单位，一列一项任务"), Option(ROWS, "一行一项任务"))


class Way(NamedTuple):
    """``head``: the row of the tasks; ``units``: the column of the units; ``rows`` and ``columns``:
    what becomes columns, and what rows."""

    head: int
    units: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]


def turned(sheet: Sheet, asking: Asking) -> tuple[Sheet, list[CellFault]]:
    """The sheet with a row for each task, and what is told of it; as it was where it is no such
    matrix. Where it may be read both ways, it is asked which.
    """
    way = next(_ways(sheet), None)
    if way is None:
        return sheet, []
    if find_table(sheet) is not None and not _chosen(sheet, way, asking):
        return sheet, []
    if len(way.rows) >= MAX_COLUMNS:
        text = f"一行一个单位的表，最多{MAX_COLUMNS - 1}行，请分成几张"
        return replace(sheet, rows=()), [CellFault(sheet.name, way.head, "", text)]
    return _turned(sheet, way)


def _chosen(sheet: Sheet, way: Way, asking: Asking) -> bool:
    question = Question(
        id=f"across:{sheet.name}",
        text=f"“{sheet.name}”可以按两种方向读，表里是",
        options=WAYS,
        default=UNITS,
        sheet=sheet.name,
        row=way.head,
        about=f"{sheet.name}|" + "|".join(map(squeeze, sheet.rows[way.head - 1]))[:150],
    )
    return asking.ask(question) != ROWS


def _ways(sheet: Sheet) -> Iterator[Way]:
    for head in range(1, min(len(sheet.rows), HEADER_WITHIN) + 1):
        wide = len(sheet.rows[head - 1])
        for units in range(1, min(wide, 4)):
            if way := _way(sheet, head, units, wide):
                yield way


def _way(sheet: Sheet, head: int, units: int, wide: int) -> Way | None:
    below = range(head + 1, len(sheet.rows) + 1)
    named = {row: one_line(sheet.cell(row, units)) for row in below}
    own = [row for row, name in named.items() if name and is_unit(name)]
    known = [row for row, name in named.items() if name and meaning(name)]
    others = [row for row, name in named.items() if name and row not in (*own, *known)]
    others = [row for row in others if sum(map(bool, map(squeeze, sheet.rows[row - 1]))) > 1]
    columns = [at for at in range(units + 1, wide + 1) if squeeze(sheet.cell(head, at))]
    tasks = [at for at in columns if _is_task(sheet, head, at, own)]
    if min(len(own), len(tasks)) < SEVERAL or len(own) <= len(others):
        return None
    heads = [squeeze(sheet.cell(head, at)) for at in columns]
    if sum(map(is_unit, heads)) * 2 >= len(heads) or len(tasks) < len(columns) - 2:
        return None
    return Way(head, units, tuple(sorted((*own, *known, *others))), tuple(tasks))


def _is_task(sheet: Sheet, head: int, at: int, own: list[int]) -> bool:
    text = squeeze(sheet.cell(head, at))
    cells = [*filter(None, (plain(sheet.cell(row, at)) for row in own))]
    said = [one for one in cells if is_mark(one) or FIGURE.fullmatch(one) or COUNTED.fullmatch(one)]
    marks = bool(cells) and len(said) == len(cells)
    return len(text) >= SHORTEST and not meaning(text) and marks


def _turned(sheet: Sheet, way: Way) -> tuple[Sheet, list[CellFault]]:
    name = f"{sheet.name[:90]}（行列对调）"
    above = tuple(() if any(map(meaning, row)) else row for row in sheet.rows[: way.head - 1])
    notes = tuple(
        cells
        for row, cells in enumerate(sheet.rows, 1)
        if row > way.head and row not in way.rows and any(map(squeeze, cells))
    )
    first = (TASKS, *(sheet.cell(row, way.units) for row in way.rows))
    tasks = tuple(
        (sheet.cell(way.head, at), *(sheet.cell(row, at) for row in way.rows)) for at in way.columns
    )
    lower = len(above) + 1
    columns = {row: n for n, row in enumerate(way.rows, 2)}
    rows = {at: n for n, at in enumerate(way.columns, lower + 1)}
    made = Sheet(
        name=name,
        rows=(*above, first, *tasks, *(tuple(filter(squeeze, cells))[:1] for cells in notes)),
        marks=tuple(
            Mark(row=rows[one.column], column=columns[one.row], what=one.what)
            for one in sheet.marks
            if one.column in rows and one.row in columns
        ),
        hidden=sheet.hidden,
        hidden_rows=tuple(rows[at] for at in sheet.hidden_columns if at in rows),
        hidden_columns=tuple(columns[row] for row in sheet.hidden_rows if row in columns),
        title=sheet.title,
    )
    return made, [*_told(sheet, way, lower)]


def _told(sheet: Sheet, way: Way, lower: int) -> Iterator[CellFault]:
    where = "、".join(
        f"第{n}行是原表{letters(at)}列" for n, at in enumerate(way.columns[:20], lower + 1)
    )
    text = f"一行一个单位、一列一项任务，已行列对调读取；对调后{where}"
    yield CellFault(sheet.name, way.head, "", text)
    read = {way.units, *way.columns}
    for at, head in enumerate(sheet.rows[way.head - 1], 1):
        unread = [row for row in way.rows if squeeze(sheet.cell(row, at))]
        numbers = all(FIGURE.fullmatch(squeeze(sheet.cell(row, at))) for row in unread)
        if at not in read and unread and not (numbers and at < way.units):
            yield CellFault(sheet.name, way.head, letters(at), f"“{squeeze(head)}”一列未读取")
