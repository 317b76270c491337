"""The columns of a standard as published, by what offices head them, and the cells of its rows."""

import re
from collections.abc import Mapping

from contracts.sheets import Sheet
from contracts.sheets.headers import Words
from contracts.sheets.tables import Table
from contracts.sheets.text import is_empty, one_line, squeeze, tidy
from services.scoring.standards import tables
from services.scoring.standards.proposing import PLACED
from services.scoring.standards.tables import Section

HEADS = {
    **{field: (field, *words) for field, words in tables.HEADERS.items()},
    "mark": (
        *("得分", "考评得分", "自评分", "自评得分", "考评分", "实得分", "扣分", "评分", "复核分"),
        *("核查得分", "扣分原因", "得分情况"),
    ),
    "doing": tables.DOING,
}
WORDS = Words(HEADS, preferred=True, endings={"得分": "mark", "评分": "mark"})
READ = frozenset({*tables.COLUMNS, "doing"})
GRADE = re.compile(r"([A-E])(?:级|等|档)?")


def is_published(section: Section) -> bool:
    """Whether a table names items and points, and most of what only we ask for is missing."""
    header = WORDS.find(sheet_of(section), enough)
    if header is None:
        return False
    return len([field for field in PLACED if field not in columns_of(header.columns)]) > 1


def enough(named: Mapping[str, int]) -> bool:
    return "title_zh" in named and bool({"points", "weight"} & {*named})


def columns_of(named: Mapping[str, int]) -> dict[str, int]:
    """责任单位 leads, unless a lead column stands beside it."""
    columns = dict(named)
    if "doing" in columns:
        columns.setdefault("cooperating" if "lead" in columns else "lead", columns.pop("doing"))
    return columns


def sheet_of(section: Section) -> Sheet:
    """The section as a sheet of its own, rows and columns where they stood."""
    rows = dict(section.rows)
    last = max(rows, default=0)
    return Sheet(
        name=section.sheet,
        rows=tuple(rows.get(row, ()) for row in range(1, last + 1)),
        merged=section.merged,
        marks=section.marks,
    )


def cells_of(table: Table, row: int, category: str) -> dict[str, str]:
    """A row by field; a grade's columns are joined to the rule."""
    cells = dict.fromkeys(tables.COLUMNS, "")
    for field in table.columns.keys() & cells.keys():
        text = table.text(row, field)
        cells[field] = "" if is_empty(text) else tidy(text)
    cells["category"] = category
    cells["points"] = tables.plain(cells["points"]).removesuffix("分").strip()
    for field in ("code", "weight", "side", "kind"):
        cells[field] = tables.plain(cells[field])
    grades = _grades(table, row)
    cells["rule"] = "；".join(filter(None, (cells["rule"], grades)))
    return cells


def _grades(table: Table, row: int) -> str:
    """Columns headed A, B, C hold what earns each grade."""
    said = []
    last = table.header.last
    for column, head in enumerate(table.sheet.rows[last - 1], 1):
        grade = GRADE.fullmatch(squeeze(head))
        text = one_line(table.sheet.cell(row, column))
        if grade and text and column not in table.columns.values():
            said.append(f"{grade[1]}：{text}")
    return "；".join(said)
