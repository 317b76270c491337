"""The rows of a list of units, each with its cells; what stands aside is left out and told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from contracts.sheets import CellFault, letters
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.ledger import Ledger
from contracts.sheets.numbering import unnumbered
from contracts.sheets.tables import GROUP, Line, Table
from contracts.sheets.text import one_line, paired, pieces, squeeze, tidy
from services.tasks.organisation.columns import COLUMNS, LISTS, NUMBERS, READ
from services.tasks.organisation.kinds import kind_of
from services.tasks.organisation.unit import Unit
from services.tasks.organisation.unit_cells import joined
from services.tasks.sheets.privacy import unlawful

MAX_NAME = 200
MAX_LIST = 2000
"""Characters of a name, and of a cell with several."""
CLOSED = "已由其他单位承接，不再登记"
SPLIT = (Option("split", "是，分别登记"), Option("one", "否，是一个单位的名称"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of the list as a unit; ``change``: new, changed or same."""

    sheet: str
    row: int
    unit: Unit
    change: str


@dataclass(slots=True)
class Listing:
    """``notes``: what was not read."""

    asking: Asking
    rows: list[Listed] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def changes(self) -> list[Listed]:
        return [one for one in self.rows if one.change != "same"]


class Lines:
    """One table of a list on its way into ``out``. ``known``: the district's units by code."""

    def __init__(self, table: Table, known: Mapping[str, Unit], out: Listing) -> None:
        self.table, self.known, self.out = table, known, out
        self.lines: list[Line] = []

    def read(self) -> list[Line]:
        """The sound rows."""
        table, ledger = self.table, self.out.ledger
        group = ""
        for row in table.rows():
            ledger.enter(table.name, row)
            why = table.left_at(row) or table.aside(row, COLUMNS, NUMBERS)
            if why == GROUP:
                group = next(cell for cell in table.sheet.rows[row - 1] if squeeze(cell))
            line = table.line(row, *READ) if not why else None
            if line is None or self._is_closed(line):
                ledger.leave(table.name, row, why or CLOSED)
                continue
            ledger.plan([(table.name, row)])
            self._line(replace(line, group=group))
        self.out.notes += table.same
        for block in table.sheet.merged:
            inside = table.header.last < block.top <= table.end
            over = block.left <= table.columns["name"] <= block.right
            if inside and block.bottom > block.top and over:
                text = "合并单元格跨行，请取消合并，每行写全"
                place = (table.name, block.top, letters(block.left))
                self.out.faults.append(CellFault(*place, text))
        return self.lines

    def _line(self, line: Line) -> None:
        """A row without faults, or as many as units stand in its cell."""
        wrong = bool(faults := [*self.table.wrong(line.row)])
        self.out.faults += faults
        if wrong or [name for name in line.cells if self._unfit(line, name)]:
            return
        names = self._names_of(line)
        for name in names:
            self.lines.append(replace(line, cells={**line.cells, "name": name}))
            if name != one_line(line.cells["name"]) and len(names) == 1:
                self.out.notes.append(line.fault("name", f"读作“{name[:40]}”"))

    def _names_of(self, line: Line) -> list[str]:
        """None while it is asked whether a cell names several units."""
        text = joined(tidy(line.cells["name"]))
        several = [_bare(part) for part in pieces(text)]
        if len(several) < 2:
            return [_bare(one_line(text))]
        self.out.asking.at = ((line.sheet, line.row),)
        said = self.out.asking.ask(
            Question(
                id=f"split:{squeeze(text)[:200]}",
                text=f"第{line.row}行一格写了“{'、'.join(several)[:80]}”，是几个单位吗",
                options=SPLIT,
                default="split" if all(kind_of("", name) for name in several) else "",
                sheet=line.sheet,
                row=line.row,
            )
        )
        self.out.asking.at = ()
        return several if said == "split" else [_bare(one_line(text))] if said else []

    def _is_closed(self, line: Line) -> bool:
        """Whether an export says no more than that this unit was closed."""
        unit = self.known.get(squeeze(line.cells.get("code", "")).lower())
        return unit is not None and unit.closed and one_line(line.cells["name"]) == unit.name

    def _unfit(self, line: Line, name: str) -> bool:
        text = line.cells[name]
        most = MAX_LIST if name in LISTS else MAX_NAME
        # Troops: the file's door looks for persons only.
        why = unlawful(text) or (f"文字过长，最多{most}字" if len(text) > most else "")
        if why:
            self.out.faults.append(line.fault(name, why))
        return bool(why)


def _bare(name: str) -> str:
    """1.科协, 司法局) and (教体局) as the names that they are."""
    name = unnumbered(name.strip())
    opening, closing = paired(name)
    whole = {0} & opening and {len(name) - 1} & closing and len(opening) == 1
    kept = (c for at, c in enumerate(name) if c not in "()（）" or at in opening | closing)
    plain = "".join(kept)
    return plain[1:-1].strip() if whole else plain.strip()
