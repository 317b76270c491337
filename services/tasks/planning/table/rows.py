"""The rows of a sheet: notes passed over, turned tables turned back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from contracts.sheets import CellFault, Sheet, letters
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.ledger import Ledger
from contracts.sheets.numbering import is_heading, split_numbered, unnumbered
from contracts.sheets.tables import GROUP, Table
from contracts.sheets.text import is_empty, is_same, squeeze, tidy
from services.tasks.planning.table.headers import LABELLED, PERSONS, QUARTERS, WORDS
from services.tasks.planning.table.matrix import Matrix, Ticked, units_of
from services.tasks.planning.table.raw import Raw, Rows
from services.tasks.planning.table.task_sentences import SaidCharge, charge_of, time_in
from services.tasks.sheets.privacy import unlawful

TOTAL_INSIDE = re.compile(r"[(（]\s?(?:共|计)?(\d{1,6}(?:[.。]\d{1,3})?)\s?分?\s?[)）]\s?$")
SAME = "同上"
NUMBERS = ("number", "category")
"""Fields of columns that count or group the rows."""
JOIN, LEAVE = "above", "leave"
JOINED = (Option(JOIN, "与上一行是同一项工作"), Option(LEAVE, "不读取此行"))
NOT_READ = "按答复不读取"
MAX_TASKS = 1000
MAX_TOTALS = 200
"""Categories of one sheet whose totals are added up again."""


def read_sheet(table: Table, ledger: Ledger, asking: Asking, beside: Iterable[str] = ()) -> Rows:
    """The rows of a sheet with a header. ``beside``: what stands outside all tables."""
    return _Sheet(table, ledger, asking).read(beside)


def category_of(text: str) -> tuple[str, str]:
    """一、组织领导坚强有力(6) -> (组织领导坚强有力, 6)."""
    plain = unnumbered("".join(tidy(text).split("\n")))
    total = TOTAL_INSIDE.search(plain)
    if total is None:
        return plain, ""
    return plain[: total.start()].strip(), total[1].replace("。", ".")


class _Sheet:
    def __init__(self, table: Table, ledger: Ledger, asking: Asking) -> None:
        self.table, self.ledger, self.asking = table, ledger, asking
        self.sheet, self.columns, self.filled = table.sheet, table.columns, table.filled
        self.out = Rows(above=_above(table.sheet, table.header.first))
        self._last: Raw | None = None
        self._stage = ""
        self._totals: set[tuple[str, str]] = set()
        units = units_of(table.sheet, table.header)
        self.matrix = Matrix(table, units) if units else None

    def read(self, beside: Iterable[str]) -> Rows:
        self._settle_units()
        if self.matrix:
            self.out.notes.append(self.matrix.settle(self.asking, beside))
        rows = [*islice(self._rows(), MAX_TASKS + 1)]
        if self._is_turned(rows):
            self.out.shape = "turned"
            parts = (part for raw in rows for part in _turned(raw))
            rows = [*islice(parts, MAX_TASKS + 1)]
        if len(rows) > MAX_TASKS:
            self.out.faults.append(CellFault(self.sheet.name, 0, "", f"最多{MAX_TASKS}项任务"))
        self.out.rows = rows[:MAX_TASKS]
        self.out.notes += self.table.same
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
            why = self.table.left_at(row) or self.table.aside(row, WORDS, NUMBERS)
            why = (self.matrix and self.matrix.is_aside(row)) or why
            heading = texts[0] if why == GROUP else "" if why else self._heading(row, texts)
            if heading:
                category, why = self._category(heading, row), "类别标题"
            if why:
                self.ledger.leave(self.sheet.name, row, why)
                continue
            if self._unfit(row):
                continue
            if self.table.text(row, "category").strip():
                category = self._category(self.table.said(row, "category"), row)
            raw = self._read(row, category)
            if raw is not None:
                self._last = raw
                yield raw

    def _read(self, row: int, category: str) -> Raw | None:
        if not is_empty(self.table.text(row, "text")):
            return self._raw(row, category)
        if self._last is None:
            self.out.faults.append(self.table.fault(row, "text", "工作内容空白"))
            return None
        self.asking.at = ((self.sheet.name, row),)
        beside = "、".join(filter(None, map(squeeze, self.sheet.rows[row - 1])))
        said = self.asking.ask(
            Question(
                id=f"joins:{self.sheet.name}!{row}" + f"+{self.table.side}" * bool(self.table.side),
                text=f"第{row}行没有写工作内容（{beside[:60]}），与上一行是同一项工作吗",
                options=JOINED,
                default=JOIN,
                sheet=self.sheet.name,
                row=row,
                about=f"{self._last.text}|{beside}",
            )
        )
        self.asking.at = ()
        if said == LEAVE:
            self.ledger.leave(self.sheet.name, row, NOT_READ)
        if said != JOIN:
            return None
        known = self._last
        raw = self._raw(row, known.category)
        return replace(raw, number=known.number, text=known.text, points="", rule="")

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
        self._stage = time_in("".join(tidy(text).split("\n")))
        if total and (name, total) not in self._totals and len(self._totals) < MAX_TOTALS:
            self._totals.add((name, total))
            self.out.totals.append((name, total, row))
        return name

    def _unfit(self, row: int) -> bool:
        """Cells that must not be taken; the number of a troop is not repeated."""
        # The file's door looks for persons only.
        faults = [*self.table.wrong(row)]
        for column, cell in enumerate(self.sheet.rows[row - 1], 1):
            if why := unlawful(cell):
                faults.append(CellFault(self.sheet.name, row, letters(column), why))
        self.out.faults += faults
        return bool(faults)

    def _raw(self, row: int, category: str) -> Raw:
        text = tidy(self.table.text(row, "text"))
        lead, charge = self._said(row, "lead"), SaidCharge()
        ticked = self._ticked(row, lead)
        lead = "、".join(ticked.lead) if ticked else lead
        if not lead:
            lead, charge = self._charged(row, text)
        cooperating = [*(self._said(row, name) for name in ("doing", "cooperating"))]
        cooperating += [charge.cooperating, *(ticked.helping if ticked else ())]
        quarters = [
            n for n, name in enumerate(QUARTERS, 1) if not is_empty(self.table.text(row, name))
        ]
        return Raw(
            sheet=self.sheet.name,
            row=row,
            side=self.table.side,
            columns={"lead": ticked.column, **self.columns} if ticked else self.columns,
            category=category,
            number=squeeze(self.table.text(row, "number")),
            text=text,
            points=self._said(row, "points"),
            rule=tidy(self.table.text(row, "rule") or self.table.text(row, "item_rule")),
            lead=lead,
            choose=bool(ticked and ticked.choose),
            cooperating="；".join(text for text in cooperating if text),
            people={role: self._said(row, role) for role in PERSONS if role in self.columns},
            due=self._said(row, "due") or charge.due,
            stage=self._stage,
            quarters=tuple(quarters),
        )

    def _ticked(self, row: int, lead: str) -> Ticked | None:
        """The units that have a part in the row, of a matrix."""
        if self.matrix is None:
            return None
        self.asking.at = ((self.sheet.name, row),)
        found = self.matrix.of(row, lead, self.asking)
        self.asking.at = ()
        return found

    def _charged(self, row: int, text: str) -> tuple[str, SaidCharge]:
        """Whom the task itself charges, where no cell does."""
        charge = charge_of(text)
        labelled = text[found.start() :] if (found := LABELLED.search(text)) else ""
        lead = charge.lead or labelled.strip(" ()（）。")
        if lead:
            said = f"责任单位按文中的“{lead[:40]}”"
            self.out.notes.append(self.table.fault(row, "text", said))
        return lead, charge if charge.lead else SaidCharge()

    def _said(self, row: int, field: str) -> str:
        """A cell, with 同上 read from the row above it, and "none" as empty."""
        text = self.table.said(row, field)
        return SAME if is_same(text) else "" if is_empty(text) else tidy(text)

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
        side=raw.side,
        columns=raw.columns,
        category=raw.category,
        text=text,
        lead=raw.lead,
        cooperating=raw.cooperating,
        people=raw.people,
        due=raw.due,
        stage=raw.stage,
        quarters=raw.quarters,
    )


def _above(sheet: Sheet, first: int) -> str:
    return "\n".join(" ".join(sheet.rows[row - 1]) for row in range(1, first))
