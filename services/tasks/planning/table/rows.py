"""The rows of a sheet: with merged cells filled, notes passed over, turned tables turned back."""

import re
from collections.abc import Iterator
from itertools import islice

from contracts.sheets import MAX_COLUMNS, CellFault, Sheet, letters
from contracts.sheets.headers import Header
from contracts.sheets.text import is_empty, squeeze, tidy
from services.tasks.planning.table.headers import PERSONS, QUARTERS, WORDS, find_header
from services.tasks.planning.table.numbering import is_heading, split_numbered, unnumbered
from services.tasks.planning.table.raw import Raw, Rows
from services.tasks.sheets.privacy import unfit

TOTAL_INSIDE = re.compile(r"[(（]\s?(?:共|计)?(\d{1,6}(?:[.。]\d{1,3})?)\s?分?\s?[)）]\s?$")
SAME = ("同上", "〃", "″")
MAX_TASKS = 1000
MAX_TOTALS = 200
"""Categories of one sheet whose totals are added up again."""


def read_sheet(sheet: Sheet) -> Rows | None:
    """The rows of a sheet with a header; None where it has none."""
    header = find_header(sheet)
    return _Sheet(sheet, header).read() if header else None


def category_of(text: str) -> tuple[str, str]:
    """一、组织领导坚强有力(6) -> (组织领导坚强有力, 6)."""
    plain = unnumbered("".join(tidy(text).split("\n")))
    total = TOTAL_INSIDE.search(plain)
    if total is None:
        return plain, ""
    return plain[: total.start()].strip(), total[1].replace("。", ".")


class _Sheet:
    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.sheet, self.header, self.columns = sheet, header, dict(header.columns)
        self.filled = _filled(sheet, header.last)
        self.formulas = frozenset(sheet.formulas)
        self.out = Rows(above=_above(sheet, header.first))
        self._before: dict[str, str] = {}
        self._totals: set[tuple[str, str]] = set()
        self.out.notes += [
            CellFault(sheet.name, header.last, "", f"“{text}”一列未读取") for text in header.unread
        ]

    def read(self) -> Rows:
        self._settle_units()
        rows = [*islice(self._rows(), MAX_TASKS + 1)]
        if self._is_turned(rows):
            self.out.shape = "turned"
            parts = (part for raw in rows for part in _turned(raw))
            rows = [*islice(parts, MAX_TASKS + 1)]
        if len(rows) > MAX_TASKS:
            self.out.faults.append(CellFault(self.sheet.name, 0, "", f"最多{MAX_TASKS}项任务"))
        self.out.rows = rows[:MAX_TASKS]
        return self.out

    def _settle_units(self) -> None:
        """责任单位 leads, unless a lead column stands beside it."""
        columns = self.columns
        if "lead" not in columns:
            named = next((name for name in ("doing", "marked") if name in columns), "")
            if named:
                columns["lead"] = columns.pop(named)

    def _text(self, row: int, field: str) -> str:
        column = self.columns.get(field, 0)
        if not column:
            return ""
        own = self.sheet.cell(row, column)
        return own if own.strip() else self.filled.get((row, column), "")

    def _rows(self) -> Iterator[Raw]:
        category = ""
        for row in range(self.header.last + 1, len(self.sheet.rows) + 1):
            texts = [text for text in self.sheet.rows[row - 1] if squeeze(text)]
            if WORDS.is_aside(texts):
                continue
            heading = self._heading(row, texts)
            if heading:
                category = self._category(heading, row)
                continue
            if self._unfit(row):
                continue
            if self._text(row, "category").strip():
                category = self._category(self._text(row, "category"), row)
            if is_empty(self._text(row, "text")):
                self.out.faults.append(self._fault(row, "text", "工作内容空白"))
                continue
            yield self._raw(row, category)

    def _heading(self, row: int, texts: list[str]) -> str:
        """A category that stands as a row of its own."""
        if len(set(map(squeeze, texts))) > 1 or not is_heading(squeeze(texts[0])):
            return ""
        place = next(at for at, text in enumerate(self.sheet.rows[row - 1], 1) if squeeze(text))
        beside = "lead" if place == self.columns.get("text") else "text"
        other = self.filled.get((row, self.columns.get(beside, 0)), texts[0])
        return texts[0] if other == texts[0] else ""

    def _category(self, text: str, row: int) -> str:
        name, total = category_of(text)
        if total and (name, total) not in self._totals and len(self._totals) < MAX_TOTALS:
            self._totals.add((name, total))
            self.out.totals.append((name, total, row))
        return name

    def _unfit(self, row: int) -> bool:
        """Cells that must not be taken; nothing repeats a personal number."""
        before = len(self.out.faults)
        for column in range(1, len(self.sheet.rows[row - 1]) + 1):
            why = unfit(self.sheet.cell(row, column), (row, column) in self.formulas)
            if why:
                self.out.faults.append(CellFault(self.sheet.name, row, letters(column), why))
        return len(self.out.faults) > before

    def _raw(self, row: int, category: str) -> Raw:
        cooperating = [self._said(row, name) for name in ("doing", "cooperating")]
        ticked = [n for n, name in enumerate(QUARTERS, 1) if not is_empty(self._text(row, name))]
        return Raw(
            sheet=self.sheet.name,
            row=row,
            columns=self.columns,
            category=category,
            number=squeeze(self._text(row, "number")),
            text=tidy(self._text(row, "text")),
            points=self._said(row, "points"),
            rule=tidy(self._text(row, "rule") or self._text(row, "item_rule")),
            lead=self._said(row, "lead"),
            cooperating="；".join(text for text in cooperating if text),
            people={role: self._said(row, role) for role in PERSONS if role in self.columns},
            due=self._said(row, "due"),
            quarters=tuple(ticked),
        )

    def _said(self, row: int, field: str) -> str:
        """A cell, with 同上 read from the row above it, and "none" as empty."""
        text = self._text(row, field)
        if squeeze(text) in SAME:
            return self._before.get(field, text)
        self._before[field] = "" if is_empty(text) else tidy(text)
        return self._before[field]

    def _fault(self, row: int, field: str, text: str) -> CellFault:
        column = self.columns.get(field, 0)
        return CellFault(self.sheet.name, row, letters(column) if column else "", text)

    def _is_turned(self, rows: list[Raw]) -> bool:
        """One row per unit: the unit stands left of a cell with its numbered tasks."""
        lead, text = self.columns.get("lead", 0), self.columns.get("text", 0)
        if not rows or not 0 < lead < text:
            return False
        several = sum(len(split_numbered(raw.text)) > 1 for raw in rows)
        return several * 2 >= len(rows)


def _turned(raw: Raw) -> Iterator[Raw]:
    parts = split_numbered(raw.text)
    if not parts:
        yield _without_number(raw, raw.text, 0)
        return
    for number, text in parts:
        yield _without_number(raw, text, number)


def _without_number(raw: Raw, text: str, part: int) -> Raw:
    """The number of a unit's row is not an item's."""
    return Raw(
        sheet=raw.sheet,
        row=raw.row,
        part=part,
        columns=raw.columns,
        category=raw.category,
        text=text,
        lead=raw.lead,
        cooperating=raw.cooperating,
        people=raw.people,
        due=raw.due,
        quarters=raw.quarters,
    )


def _filled(sheet: Sheet, after: int) -> dict[tuple[int, int], str]:
    """The text of the cells that a merged block covers, below the header.

    Blocks that overlap, which no spreadsheet has, are passed over once they cover more than there
    is.
    """
    found: dict[tuple[int, int], str] = {}
    left = len(sheet.rows) * MAX_COLUMNS
    for block in sheet.merged:
        text = sheet.cell(block.top, block.left)
        bottom, right = min(block.bottom, len(sheet.rows)), min(block.right, MAX_COLUMNS)
        if block.top <= after or not text.strip():
            continue
        left -= max(0, bottom - block.top + 1) * max(0, right - block.left + 1)
        if left < 0:
            break
        for row in range(block.top, bottom + 1):
            for column in range(block.left, right + 1):
                found[row, column] = text
    return found


def _above(sheet: Sheet, first: int) -> str:
    return "\n".join(" ".join(sheet.rows[row - 1]) for row in range(1, first))
