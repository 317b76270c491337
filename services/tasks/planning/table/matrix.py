"""A matrix: a row for each task, a column for each unit, and a sign where the unit has a part.

What a sign says is read from its legend, from words in its place (牵头, 配合), or from what stands
over the units; else it is asked. Where not exactly one unit leads, the row is asked about.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from contracts.sheets import MAX_COLUMNS, CellFault, Sheet
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.headers import HEADER_WITHIN, Header
from contracts.sheets.tables import Table
from contracts.sheets.text import is_empty, one_line, squeeze
from services.tasks.organisation.unit_cells import WHOLE, as_group
from services.tasks.planning.table.headers import UNIT_FIELDS, WORDS, find_header, meaning
from services.tasks.planning.table.signs import LONGEST_WORDS, SIGN, SYMBOL, Part, legend, part_of

NO_PART = frozenset("×✕✖✗✘☐否xXnN") | {"不涉及", "不参与"}
SEVERAL = 2
"""Columns with signs that make a matrix."""
MAX_SIGNS = 12
"""Of one table."""
TIME = re.compile(
    r"[0-9一二三四五六七八九十]{1,4}(?:月份?|季度?|年|周|日)|[上下]半年|[上中下]旬|全年"
)
FIGURE = re.compile(r"[0-9]{1,3}")
COUNTED = re.compile(r"[0-9]{1,4}(?:[次场个项人户处篇份件期天元]|万元)")
"""A figure may be a sign (1 leads, 2 helps); a count is none, and says that the unit has a part."""
ASKED = (Option("lead", "牵头"), Option("help", "配合"), Option("none", "不参加"))
NOBODY = "none"


class Ticked(NamedTuple):
    """``choose``: the table does not say which of ``lead`` leads. ``column``: of the first."""

    lead: tuple[str, ...]
    helping: tuple[str, ...]
    choose: bool
    column: int


@dataclass(slots=True)
class Matrix:
    """``units``: column -> the unit as it is headed. ``parts``: what each sign says; ``over``: what
    every sign of a column says. ``leads``: whether anything says who leads. ``asked``: the question
    that is open of them all.
    """

    table: Table
    units: dict[int, str]
    parts: dict[str, Part] = field(default_factory=dict)
    over: dict[int, Part] = field(default_factory=dict)
    leads: bool = False
    asked: str = ""

    def settle(self, asking: Asking, beside: Iterable[str]) -> CellFault:
        """Learns what the signs say; the note that tells it."""
        signs = self._signs()
        self.over = _over(self.table, self.units)
        for text in (*self._texts(), self.table.sheet.title, *beside):
            self.parts = {**legend(text, signs), **self.parts}
        unknown = [sign for sign in signs if sign not in self.parts]
        self.leads = "lead" in {*self.parts.values(), *map(part_of, self._cells())}
        if not self.leads and not self.over and len(unknown) > 1:
            self._ask(asking, unknown)
        elif not self.leads and unknown:
            self.parts[unknown[0]] = "doing"
        names = {"lead": "牵头", "doing": "责任", "help": "配合", "none": "不参加"}
        told = [f"“{sign}”读作{names[self.parts[sign]]}" for sign in signs if sign in self.parts]
        if any(map(COUNTED.fullmatch, self._cells())):
            told.append("写有数量的单位读作参加，数量没有读取")
        text = "，".join((f"{len(self.units)}列是单位", *([] if self.over else told)))
        return CellFault(self.table.name, self.table.header.last, "", text)

    def _ask(self, asking: Asking, unknown: list[str]) -> None:
        self.asked = f"sign:{self.table.name}!{self.table.header.last}"
        shown = "”“".join(unknown)
        once = [sign for sign in unknown if self._once_a_row(sign)]
        answer = asking.ask(
            Question(
                id=self.asked,
                text=f"表中用“{shown}”标记单位，没有图例，哪个符号表示牵头",
                options=(
                    *(Option(sign, sign) for sign in unknown),
                    Option(NOBODY, "都不表示牵头，逐行指定"),
                ),
                default=once[0] if len(once) == 1 else "",
                sheet=self.table.name,
                row=self.table.header.last,
                about=shown,
            )
        )
        self.asked = "" if answer else self.asked
        if answer in unknown:
            self.parts |= {**dict.fromkeys(unknown, "help"), answer: "lead"}
            self.leads = True
        elif answer:
            self.parts |= dict.fromkeys(unknown, "doing")

    def _once_a_row(self, sign: str) -> bool:
        rows = [self._marks(row) for row in self.table.rows()]
        return all([*marks.values()].count(sign) == 1 for marks in rows if marks)

    def _marks(self, row: int) -> dict[int, str]:
        cells = {at: plain(self.table.sheet.cell(row, at)) for at in self.units}
        return {at: cell for at, cell in cells.items() if cell and cell not in NO_PART}

    def _cells(self) -> Iterator[str]:
        for row in self.table.rows():
            yield from self._marks(row).values()

    def _signs(self) -> list[str]:
        found = Counter(cell for cell in self._cells() if not part_of(cell))
        if "☑" in found:
            found.pop("□", None)
            self.parts["□"] = "none"
        short = [cell for cell in found if SYMBOL.fullmatch(cell) or FIGURE.fullmatch(cell)]
        return sorted(short, key=lambda sign: -found[sign])[:MAX_SIGNS]

    def _texts(self) -> Iterator[str]:
        """What stands over the table and in rows of their own."""
        for row, cells in enumerate(self.table.sheet.rows, 1):
            texts = {squeeze(cell) for cell in cells if squeeze(cell)}
            if row < self.table.header.first or len(texts) == 1:
                yield from texts

    def is_aside(self, row: int) -> str:
        """Why a row is no task: its headers stand again, whose units count from here on; or it is
        the legend.
        """
        cells = {at: one_line(self.table.sheet.cell(row, at)) for at in self.units}
        said = {at: cell for at, cell in cells.items() if cell}
        heads = meaning(self.table.text(row, "text")) == "text"
        if len(said) > 1 and (heads or said.items() <= self.units.items()):
            self.units |= said
            return "表头重复"
        texts = {squeeze(cell) for cell in self.table.sheet.rows[row - 1] if squeeze(cell)}
        alone = len(texts) == 1 and legend(next(iter(texts)), [*self.parts])
        return "附注" if alone else ""

    def of(self, row: int, written: str, asking: Asking) -> Ticked:
        """``written``: who leads by a column of its own."""
        if self.asked:
            asking.again(self.asked)
            return Ticked((), (), True, 0)
        said = {at: self._part(row, at, cell, asking) for at, cell in self._marks(row).items()}
        by = {part: [at for at in said if said[at] == part] for part in ("lead", "doing", "help")}
        leading = by["lead"] or ([] if self.leads or written else by["doing"])
        helping = sorted({*by["doing"], *by["help"]} - {*leading})
        if not leading and not written:
            named = tuple(self.units[at] for at in helping)
            return Ticked(named, (), bool(named), min(helping, default=0))
        named = tuple(self.units[at] for at in leading if self.units[at] not in written)
        lead = (written, *named) if written else named
        others = tuple(self.units[at] for at in helping)
        return Ticked(lead, others, len(lead) > 1, min(leading, default=0))

    def _part(self, row: int, at: int, cell: str, asking: Asking) -> str:
        if at in self.over:
            return self.over[at]
        if part := self.parts.get(cell) or part_of(cell):
            return part
        if SYMBOL.fullmatch(cell):
            return "help"
        if FIGURE.fullmatch(cell) or COUNTED.fullmatch(cell):
            return "doing"
        place = f"第{row}行“{self.units[at]}”一列写的“{cell[:40]}”"
        return asking.ask(
            Question(
                id=f"mark:{cell[:100]}",
                text=f"{place}，表示这个单位怎样参加",
                options=ASKED,
                sheet=self.table.name,
                row=row,
            )
        )


def _over(table: Table, units: Mapping[int, str]) -> dict[int, Part]:
    """牵头单位 over some of the units and 配合单位 over others: what a sign says by its column."""
    parts: Mapping[str, Part] = {"lead": "lead", "doing": "doing", "cooperating": "help"}
    rows = range(table.header.first, table.header.last)
    found: dict[int, Part] = {}
    last: Part | None = None
    for at in sorted(units):
        heads = [meaning(table.sheet.cell(row, at)) for row in rows]
        last = next((parts[head] for head in heads if head in parts), last)
        if last:
            found[at] = last
    return found if "lead" in found.values() and len({*found.values()}) > 1 else {}


def find_table(sheet: Sheet, after: int = 0) -> Header | None:
    """As ``find_header``, and of a matrix, whose units stand in its header."""
    header = find_header(sheet, after)
    if header is not None:
        return _settled(sheet, header)
    if after:
        return None
    for one in WORDS.headers(sheet, HEADER_WITHIN):
        if "text" in one.columns and units_of(sheet, _whole(sheet, one)):
            return _settled(sheet, one)
    return None


def _settled(sheet: Sheet, header: Header) -> Header:
    """With the row of the units' names, and without what stands over them."""
    whole = _whole(sheet, header)
    units = units_of(sheet, whole)
    if not units:
        return header
    over = {*UNIT_FIELDS, "due"}
    columns = {f: at for f, at in whole.columns.items() if at not in units or f not in over}
    names = {squeeze(name) for name in units.values()}
    return replace(
        whole,
        columns={**columns, **{f: at for f, at in header.columns.items() if at not in units}},
        unread=tuple(text for text in whole.unread if text not in names),
        headed=whole.headed | units.keys(),
    )


def _whole(sheet: Sheet, header: Header) -> Header:
    """The names may stand in a row below the other headers, whose merged cells a file lost."""
    below, text = header.last + 1, header.columns.get("text", 0)
    if below > len(sheet.rows) or squeeze(sheet.cell(below, text)) or units_of(sheet, header):
        return header
    lower = WORDS.header(sheet, header.first, below)
    return lower if units_of(sheet, lower) else header


def units_of(sheet: Sheet, header: Header) -> dict[int, str]:
    """The columns that are headed by units: there is none without several that hold signs only."""
    found, marked = dict[int, str](), 0
    own = {at for f, at in header.columns.items() if f not in UNIT_FIELDS}
    figures = not UNIT_FIELDS & header.columns.keys()
    for column in range(1, MAX_COLUMNS + 1):
        texts = [one_line(sheet.cell(row, column)) for row in range(header.last, 0, -1)]
        texts = [text for text in texts[: header.last - header.first + 1] if text]
        if not texts or column in own or meaning(texts[0]) or TIME.fullmatch(squeeze(texts[0])):
            continue
        below = sheet.rows[header.last :]
        cells = [cells[column - 1] for cells in below if len(cells) >= column]
        said = [*filter(None, map(plain, cells))]
        counts = figures and is_unit(texts[0])
        if sum(is_mark(one) or (counts and _is_figure(one)) for one in said) * 2 >= len(said):
            found[column] = texts[0]
            marked += bool(said)
    headed = {f for f, at in header.columns.items() if f in UNIT_FIELDS and at not in found}
    named = sum(map(is_unit, found.values()))
    sure = named * 2 >= len(found) if headed else True
    return found if marked >= SEVERAL and sure else {}


def is_unit(name: str) -> bool:
    return name[-1] in WHOLE or as_group(name) is not None


def is_mark(cell: str) -> bool:
    begins = SIGN.match(cell) and len(cell) <= LONGEST_WORDS
    return bool(begins or SYMBOL.fullmatch(cell) or part_of(cell)) or cell in NO_PART


def _is_figure(cell: str) -> bool:
    return bool(FIGURE.fullmatch(cell) or COUNTED.fullmatch(cell))


def plain(text: str) -> str:
    said = squeeze(text)
    return "" if is_empty(said) else said
