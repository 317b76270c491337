"""A row of a table as it was written, before anything is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.sheets import CellFault, letters
from contracts.sheets.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """``columns``: where each field stands. ``part``: which task of the row (0: the only one).
    ``rows``: all that it is written in, where they are several.

    ``side``: how many tables stand left of its own. ``stage``: the time of the heading above.
    ``choose``: nothing says which unit of ``lead`` leads.
    ``quarters``: those that are ticked below 时间安排. ``people``: role -> what its cell says.
    """

    sheet: str
    row: int
    rows: tuple[int, ...] = ()
    part: int = 0
    side: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    category: str = ""
    number: str = ""
    text: str = ""
    points: str = ""
    rule: str = ""
    lead: str = ""
    choose: bool = False
    cooperating: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    due: str = ""
    stage: str = ""
    quarters: tuple[int, ...] = ()

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        return tuple((self.sheet, row) for row in self.rows or (self.row,))

    @property
    def ref(self) -> str:
        """How questions name this row."""
        side = f"+{self.side}" if self.side else ""
        return f"{self.sheet}!{self.row}{side}" + (f".{self.part}" if self.part else "")

    def fault(self, field: str, text: str, value: str = "") -> CellFault:
        column = self.columns.get(field, 0)
        return CellFault(self.sheet, self.row, letters(column) if column else "", text, value[:60])


@dataclass(slots=True)
class Rows:
    """What one sheet gives. ``above``: the text over the header. ``notes``: what was not read."""

    shape: str = "rows"
    rows: list[Raw] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    above: str = ""
    totals: list[tuple[str, str, int]] = field(default_factory=list)
    """(category, its total as written, row)."""
