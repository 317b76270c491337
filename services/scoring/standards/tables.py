"""A standard as a table: its sections and columns, the words that offices write above them, and
where each cell stands. What the cells mean is ``rows.py``'s business.

One workbook holds the items and, on further sheets, what was decided beside them: 答复 (answers),
一票否决 (vetoes), 版本 (cap, year, base). In one sheet or a CSV file a row that begins with ``#``
and a section's name starts that section.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from contracts.sheets import Block, Mark, Sheet, Workbook, letters
from contracts.sheets.tables import WRONG
from services.scoring.standards.standard import Fault, ItemKind, Side

Cells = tuple[str, ...]
Row = tuple[int, Cells]
"""A row's number, from 1 as a spreadsheet shows it, and its cells."""

ITEMS, ANSWERS, VETOES, SETTINGS = "标准", "答复", "一票否决", "版本"
SECTION = "#"
HEADER_WITHIN = 20
"""Rows at the top among which the header is looked for: titles and unit lines stand above it."""
ENOUGH = 4
"""Known headers that make a row the header."""
WHOLE = 0
"""The row of a fault that concerns the whole table."""

COLUMNS = (
    "code",
    "category",
    "title_zh",
    "gloss_en",
    "points",
    "weight",
    "side",
    "kind",
    "rule",
    "evidence",
    "lead",
    "cooperating",
    "source",
)
HEADERS: dict[str, tuple[str, ...]] = {
    "code": ("项号", "编号", "序号", "序", "代码"),
    "category": ("类别", "项目", "考评项目", "测评项目", "考核项目", "考评类别", "一级指标"),
    "title_zh": (
        *("考评内容", "内容", "测评内容", "考核内容", "考核要点", "工作任务", "工作内容"),
        *("标准及要求", "考评内容及要求", "工作要求", "考核内容及要求", "指标内容", "二级指标"),
        *("考核指标", "指标名称", "测评指标", "创建内容", "创建标准", "基本要求"),
    ),
    "gloss_en": ("英文说明", "英文"),
    "points": ("分值", "标准分", "基本分", "标准分值"),
    "weight": ("权重", "权数"),
    "side": ("责任方", "军地"),
    "kind": ("性质", "指标性质"),
    "rule": (
        *("评分标准", "计分办法", "考评标准", "测评标准", "记分标准", "扣分标准", "计分措施"),
        *("计分标准", "评分办法", "考核标准", "评分细则", "计分细则", "考评办法", "考核办法"),
        *("扣分办法", "加分办法", "评分依据", "计分方法", "评分方法", "加减分标准"),
    ),
    "evidence": ("佐证材料", "评分指导点", "待审材料", "材料要求"),
    "lead": ("牵头单位", "主责单位", "主办单位", "考核牵头", "主要责任单位"),
    "cooperating": ("配合单位", "协办单位", "参与单位", "协作单位", "协同配合单位"),
    "source": ("来源", "依据"),
}
"""Chinese headers; the first of each is the one that an export writes."""
SIDES: dict[str, Side] = {"地": "civil", "军": "military", "联": "joint"}
KINDS: dict[str, ItemKind] = {"硬": "hard", "软": "soft", "特": "feature"}
DOING = ("责任单位", "承办单位")
"""The lead where no lead column stands beside it, else a cooperating unit."""
_FIELDS = {word: field for field, words in HEADERS.items() for word in (field, *words)}
_MAY_BE_ABSENT = {"gloss_en", "cooperating", "source", "weight", "points"}


class Place(NamedTuple):
    """Where a section stands: its sheet, and the column number of each field."""

    sheet: str = ""
    columns: Mapping[str, int] = {}

    def letters(self, field: str) -> str:
        return letters(self.columns[field]) if field in self.columns else ""


class Section(NamedTuple):
    """Rows under one name. ``workbook``: cells may be missing at the right end of a row.

    ``hidden``: rows that nobody sees; ``title``: the heading above a table of a document.
    """

    name: str
    sheet: str
    rows: tuple[Row, ...]
    merged: tuple[Block, ...] = ()
    marks: tuple[Mark, ...] = ()
    workbook: bool = False
    hidden: tuple[int, ...] = ()
    title: str = ""


def plain(text: str) -> str:
    """Half-width forms (NFKC) without blanks at the ends: １．５ is 1.5, （ is (."""
    return unicodedata.normalize("NFKC", text).strip()


def sections(workbook: Workbook) -> list[Section]:
    """Of the sheets that people see."""
    return [part for sheet in workbook.sheets if not sheet.hidden for part in _parts(sheet)]


def _parts(sheet: Sheet) -> Iterator[Section]:
    rows = enumerate(sheet.rows, start=1)
    numbered = [(n, row) for n, row in rows if any(cell.strip() for cell in row)]
    for name, part in split(sheet.name, numbered):
        hidden = tuple(sorted({*sheet.hidden_rows} & {number for number, _ in part}))
        marks = sheet.marks
        yield Section(name, sheet.name, part, sheet.merged, marks, True, hidden, sheet.title)


def split(name: str, rows: Sequence[Row]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The sections of one sheet; the first has the sheet's own name."""
    part: list[Row] = []
    for number, cells in rows:
        first = plain(cells[0])
        if first.startswith(SECTION) and first[1:].strip() in (ITEMS, ANSWERS, VETOES, SETTINGS):
            if part:
                yield name, tuple(part)
            name, part = first[1:].strip(), []
        else:
            part.append((number, cells))
    if part:
        yield name, tuple(part)


def header(rows: Sequence[Row]) -> int:
    """The index of the header: the first row with enough known words, else the first of all."""
    for index, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        if sum(1 for field in fields(cells) if field in COLUMNS) >= ENOUGH:
            return index
    return 0


def fields(cells: Sequence[str]) -> list[str]:
    """The fields of a header's cells; an unknown word stays as it is."""
    words = [_squeezed(cell) for cell in cells]
    found = [_FIELDS.get(word, word) for word in words]
    doing = "cooperating" if "lead" in found else "lead"
    return [doing if word in DOING else field for word, field in zip(words, found, strict=True)]


def _squeezed(cell: str) -> str:
    """``评 分⏎标 准`` is 评分标准; the blanks of a Latin word stay."""
    return re.sub(r"(?<=[^\x00-\x7f])\s{1,8}(?=[^\x00-\x7f])", "", plain(cell))


def header_faults(number: int, found: Sequence[str]) -> Iterator[Fault]:
    for column in COLUMNS:
        times = found.count(column)
        if times > 1 or (not times and column not in _MAY_BE_ABSENT):
            text = "此列重复" if times else f"缺少此列（{'、'.join(HEADERS[column])}）"
            yield Fault(row=number, column=column, code="missing-column", text=text)
    if "points" not in found and "weight" not in found:
        text = "缺少此列：分值或权重"
        yield Fault(row=number, column="points", code="missing-column", text=text)
    for column in found:
        if column and column not in COLUMNS:
            text = "不认识的列"
            yield Fault(
                row=number, column=column[:40], code="unknown-column", text=text, value=column[:80]
            )


def shape_faults(section: Section, first: int, columns: Mapping[str, int]) -> Iterator[Fault]:
    """Formulas, and cells merged over several rows; only a category may be merged down.

    ``first``: the number of the first row under the header.
    """
    numbers = {number for number, _ in section.rows}
    for row, column, what in sorted((one.row, one.column, one.what) for one in section.marks):
        if row in numbers and what in WRONG:
            at = letters(column)
            yield Fault(row=row, column=at, code=what, text=WRONG[what], sheet=section.sheet)
    last = max(numbers, default=0)
    for block in section.merged:
        down = (
            block.bottom > max(block.top, first - 1) and first <= block.bottom and block.top <= last
        )
        category = block.left == block.right == columns.get("category")
        if down and block.bottom > block.top and not category:
            text = f"单元格跨第{block.top}至{block.bottom}行合并，请取消合并后逐行填写"
            yield Fault(
                row=block.top,
                column=letters(block.left),
                code="merged",
                text=text,
                sheet=section.sheet,
            )


def filled(section: Section, column: int) -> tuple[Row, ...]:
    """The rows with a column's merged cells filled down."""
    known = dict(section.rows)
    covering: dict[int, int] = {}
    for block in section.merged:
        if block.left == block.right == column and len(covering) < len(known):
            last = min(block.bottom, max(known))
            covering |= dict.fromkeys(range(block.top + 1, last + 1), block.top)
    rows = []
    for number, cells in section.rows:
        top = known.get(covering.get(number, 0), ())
        if len(top) >= column and not (cells[column - 1 : column] or ("",))[0].strip():
            padded = [*cells, *[""] * (column - len(cells))]
            padded[column - 1] = top[column - 1]
            rows.append((number, tuple(padded)))
        else:
            rows.append((number, cells))
    return tuple(rows)
