"""Reads the rows of a table into a standard, collecting every fault and every open question."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

import msgspec
from msgspec import structs

from contracts.misfits import in_chinese
from contracts.sheets import MAX_CELL
from services.scoring import evaluate
from services.scoring.exact import thousandths, written
from services.scoring.rules.occurrences import HighestOnce
from services.scoring.standards import standard, tables
from services.scoring.standards.cells import BASE, Cells, is_tree
from services.scoring.standards.standard import (
    BASE_POINTS,
    MAX_ITEMS,
    MAX_POINTS,
    Fault,
    Item,
    Standard,
    Veto,
)
from services.scoring.standards.tables import WHOLE, Place, Row, Section

CAP = "standard.bonus_cap"
NO_VETOES = "standard.vetoes"

_MAY_BE_EMPTY = {"gloss_en", "cooperating", "source", "evidence", "points", "weight"}
_PLAIN = {"code", "points", "weight", "side", "kind"}
"""Cells that are read in half-width form; that this was done is told."""


class Reader(Cells):
    """Reads the rows, then the whole."""

    def all_items(self, sections: Sequence[Section]) -> list[tuple[int, Item]]:
        """A standard with all its columns stands in one table."""
        return self.items(sections[0]) if sections else []

    def items(self, section: Section) -> list[tuple[int, Item]]:
        at = tables.header(section.rows)
        number, cells = section.rows[at]
        named = tables.fields(cells)
        while named and not named[-1]:
            named.pop()
        self.place = Place(section.sheet, {n: i for i, n in enumerate(named, start=1) if n})
        rows = section.rows[at + 1 :]
        self.faults += tables.header_faults(number, named)
        if len(rows) > MAX_ITEMS:
            text = f"数据行超过 {MAX_ITEMS} 行"
            self.fault(WHOLE, "", "too-many-rows", text, str(len(rows)))
        if self.faults:
            return []
        self.faults += tables.shape_faults(section, number + 1, self.place.columns)
        if not rows:
            self.fault(WHOLE, "", "no-rows", "表中没有数据行")
        if self.faults:
            return []
        if section.workbook:
            merged = tables.filled(section, self.place.columns["category"])
            rows = merged[at + 1 :]
        for number, _ in rows:
            self.ledger.enter(section.sheet, number)
            self.ledger.plan([(section.sheet, number)])
        read = [self._row(row, named, exact=not section.workbook) for row in rows]
        return [item for item in read if item is not None]

    def _row(self, row: Row, columns: Sequence[str], *, exact: bool) -> tuple[int, Item] | None:
        number, cells = row
        before = len(self.faults)
        beyond = any(cell.strip() for cell in cells[len(columns) :])
        if beyond or (exact and len(cells) < len(columns)):
            text = f"应有 {len(columns)} 格，实有 {len(cells)} 格"
            self.fault(number, "", "cells", text)
            return None
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        named = dict.fromkeys(tables.COLUMNS, "")
        named |= {
            name: self._cell(number, name, cell)
            for name, cell in zip(columns, padded, strict=False)
            if name
        }
        for column, cell in named.items():
            if len(cell) > MAX_CELL:
                self.fault(number, column, "too-long", f"单元格超过 {MAX_CELL} 字", cell)
            elif not cell and column not in _MAY_BE_EMPTY:
                self.fault(number, column, "empty", "不能为空")
        if not named["points"] and not named["weight"]:
            self.fault(number, "points", "empty", "分值与权重不能都为空")
        if len(self.faults) > before:
            return None
        item = self.item(number, named)
        return (number, item) if item and len(self.faults) == before else None

    def _cell(self, row: int, column: str, text: str) -> str:
        text = text.strip()
        read = tables.plain(text) if column in _PLAIN else text
        if read != text:
            where = self.place.letters(column) if self.place.sheet else column
            self.note(f"第 {row} 行 {where} 列：“{text[:40]}”按半角“{read[:40]}”读取")
        return read

    def standard(
        self,
        numbered: Sequence[tuple[int, Item]],
        *,
        version: str,
        name: str,
        vetoes: tuple[Veto, ...] | None,
    ) -> Standard | None:
        """The whole; sums and references are checked only where every row could be read.

        ``vetoes``: None where the table has no section of them.
        """
        whole = not self.faults
        items = tuple(item for _, item in numbered)
        found = Standard(
            version=version,
            name=name,
            items=items,
            vetoes=self._vetoes(vetoes),
            bonus_cap=self._bonus_cap(),
            once_across=self._once_across(items),
            year_starts=self.ask(
                "standard.year_starts",
                "考评年度从哪一天开始（月-日）？",
                tuple(f"{month:02}-01" for month in range(1, 13)),
                "01-01",
            ),
            base_points=self._base(items),
            headings=self.headings,
        )
        for unknown in sorted(self.must_fit - set(self.questions)) if whole else ():
            self.answer_fault(unknown, "A", "unknown-answer", "没有这个问题", unknown)
        rows = [row for row, _ in numbered]
        self.faults += self.checked(found, rows) if whole else standard.item_faults(numbered)
        said = (each for each in self.questions.values() if not self.placed(each.id))
        given = {each.id: each.answer for each in said}
        found = structs.replace(found, answers=given)
        if not self.faults:
            self._fits_whole(found)
        return found

    def checked(self, found: Standard, rows: Sequence[int]) -> Iterable[Fault]:
        return standard.faults(found, rows)

    def placed(self, id: str) -> bool:
        """Whether what a question settles stands in the items themselves."""
        sentence = id.endswith(".rule") and not is_tree(self.questions[id].answer)
        return sentence or id.startswith("hidden.")

    def _vetoes(self, found: tuple[Veto, ...] | None) -> tuple[Veto, ...]:
        """A table that does not speak of vetoes may have forgotten them: they decide who may apply
        at all. An empty section says that there are none."""
        if found is None or (not found and NO_VETOES in self.answers):
            text = "没有一票否决项：这一版标准不设一票否决吗？要设的，请补上“一票否决”表后重新导入"
            self.ask(NO_VETOES, text, ("none",), "none")
        return found or ()

    def _base(self, items: Sequence[Item]) -> int:
        """Asked only where the base items do not make 100; without an answer it is 100."""
        together = sum(item.points for item in items if not item.bonus)
        if BASE not in self.answers and together == BASE_POINTS:
            return BASE_POINTS
        answer = self.ask(
            BASE, "标准的基本项合计多少分？", (), written(Fraction(BASE_POINTS, 1000))
        )
        base = self.base()
        if Fraction(base, 1000) != _decimal(answer):
            self.answer_fault(BASE, "B", "bad-answer", "应为大于 0 的数", answer)
        return base

    def _bonus_cap(self) -> int:
        answer = self.ask(CAP, "全部加分项合计的上限（分）？", (), "10")
        cap = _decimal(answer)
        if cap is None or cap * 1000 > MAX_POINTS:
            text = f"应为 0 至 {MAX_POINTS // 1000} 的数，至多三位小数"
            self.answer_fault(CAP, "B", "bad-answer", text, answer)
            return 0
        return thousandths(cap)

    def _fits_whole(self, found: Standard) -> None:
        """What a draft could be stored with and never be read again: too many of something."""
        try:
            msgspec.convert(msgspec.to_builtins(found), Standard)
        except msgspec.ValidationError as error:
            told = f"不合要求：{in_chinese(str(error), place=True)}"
            self.fault(WHOLE, "", "bad-value", told)

    def _once_across(self, items: Sequence[Item]) -> tuple[str, ...]:
        by_level = [item.code for item in items if item.bonus and _by_level(item)]
        text = "同一荣誉在哪些加分项之间只计一次（项号，逗号分隔；空为不限）？"
        answer = self.ask("standard.once_across", text, (), ",".join(by_level))
        return tuple(filter(None, re.split(r"[\s,，、;；]+", answer)))


def _decimal(text: str) -> Fraction | None:
    return Fraction(text) if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text) else None


def _by_level(item: Item) -> bool:
    return any(
        isinstance(node, HighestOnce)
        for _, node, _ in evaluate.walk(item.rule, Fraction(item.points, 1000))
    )
