"""The rows of a sheet: notes passed over, turned tables turned back."""

import re
from collections.abc import Iterator
from itertools import islice

from contracts.sheets import CellFault, Sheet, letters
from contracts.sheets.ledger import Ledger
from contracts.sheets.tables import HIDDEN_ROW, Table
from contracts.sheets.text import is_empty, squeeze, tidy
from services.tasks.planning.table.headers import PERSONS, QUARTERS, WORDS
from services.tasks.planning.table.numbering import is_heading, split_numbered, unnumbered
from services.tasks.planning.table.raw import Raw, Rows
from services.tasks.sheets.privacy import unlawful

TOTAL_INSIDE = re.compile(r"[(（]\s?(?:共|计)?(\d{1,6}(?:[.。]\d{1,3})?)\s?分?\s?[)）]\s?$")
SAME = ("同上", "〃", "″")
MAX_TASKS = 1000
MAX_TOTALS = 200
"""Categories of one sheet whose totals are added up again."""


def read_sheet(table: Table, ledger: Ledger) -> Rows:
    """The rows of a sheet with a header."""
    return _Sheet(table, ledger).read()


def category_of(text: str) -> tuple[str, str]:
    """一、组织领导坚强有力(6) -> (组织领导坚强有力, 6)."""
    plain = unnumbered("".join(tidy(text).split("\n")))
    total = TOTAL_INSIDE.search(plain)
    if total is None:
        return plain, ""
    return plain[: total.start()].strip(), total[1].replace("。", ".")


class _Sheet:
    def __init__(self, table: Table, ledger: Ledger) -> None:
        self.table, self.ledger = table, ledger
        self.sheet, self.columns, self.filled = table.sheet, table.columns, table.filled
        self.out = Rows(above=_above(table.sheet, table.header.first))
        self._before: dict[str, str] = {}
        self._totals: set[tuple[str, str]] = set()

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

    def _rows(self) -> Iterator[Raw]:
        category = ""
        for row in self.table.rows():
            self.ledger.enter(self.sheet.name, row)
            texts = [text for text in self.sheet.rows[row - 1] if squeeze(text)]
            why = HIDDEN_ROW if row in self.table.left else WORDS.aside(texts)
            heading = "" if why else self._heading(row, texts)
            if heading:
                category, why = self._category(heading, row), "类别标题"
            if why:
                self.ledger.leave(self.sheet.name, row, why)
                continue
            if self._unfit(row):
                continue
            if self.table.text(row, "category").strip():
                category = self._category(self.table.text(row, "category"), row)
            if is_empty(self.table.text(row, "text")):
                self.out.faults.append(self.table.fault(row, "text", "工作内容空白"))
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
        faults = [*self.table.wrong(row)]
        for column, cell in enumerate(self.sheet.rows[row - 1], 1):
            if why := unlawful(cell):
                faults.append(CellFault(self.sheet.name, row, letters(column), why))
        self.out.faults += faults
        return bool(faults)

    def _raw(self, row: int, category: str) -> Raw:
        cooperating = [self._said(row, name) for name in ("doing", "cooperating")]
        ticked = [
            n for n, name in enumerate(QUARTERS, 1) if not is_empty(self.table.text(row, name))
        ]
        return Raw(
            sheet=self.sheet.name,
            row=row,
            columns=self.columns,
            category=category,
            number=squeeze(self.table.text(row, "number")),
            text=tidy(self.table.text(row, "text")),
            points=self._said(row, "points"),
            rule=tidy(self.table.text(row, "rule") or self.table.text(row, "item_rule")),
            lead=self._said(row, "lead"),
            cooperating="；".join(text for text in cooperating if text),
            people={role: self._said(row, role) for role in PERSONS if role in self.columns},
            due=self._said(row, "due"),
            quarters=tuple(ticked),
        )

    def _said(self, row: int, field: str) -> str:
        """A cell, with 同上 read from the row above it, and "none" as empty."""
        text = self.table.text(row, field)
        if squeeze(text) in SAME and self._before.get(field):
            said = f"同上，读作“{self._before[field][:40]}”"
            self.out.notes.append(self.table.fault(row, field, said))
        if squeeze(text) in SAME:
            return self._before.get(field, text)
        self._before[field] = "" if is_empty(text) else tidy(text)
        return self._before[field]

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


def _above(sheet: Sheet, first: int) -> str:
    return "\n".join(" ".join(sheet.rows[row - 1]) for row in range(1, first))
