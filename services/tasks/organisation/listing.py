"""A list of units from a table: every row read, every fault named by its cell."""

import re
from collections.abc import Mapping

from contracts.orders.tasks import RegisterUnit
from contracts.sheets import CellFault, Workbook
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.finding import tables_of, unread
from contracts.sheets.numbering import unnumbered
from contracts.sheets.tables import Line
from contracts.sheets.text import is_empty, one_line, squeeze
from contracts.words import UnitKind
from services.tasks.organisation.coding import Coding, words_of
from services.tasks.organisation.columns import READ, find_header
from services.tasks.organisation.kinds import WORDS as KINDS
from services.tasks.organisation.kinds import kind_of
from services.tasks.organisation.list_lines import MAX_NAME, Lines, Listed, Listing
from services.tasks.organisation.naming import unit_names
from services.tasks.organisation.unit import Unit, described

MAX_UNITS = 2000
"""Units of one district."""
MAX_ALIASES = 40
"""Of a cell."""
DUTY = re.compile(
    "负责|牵头|承担|做好|抓好|组织|协调|指导|落实|配合|协助|参与|会同|统筹|督促|按照|承办"
)
"""How a sentence on duties begins, which is no role of a standard."""
NONE = "none"
READ_OR_NUMBER = frozenset((*READ, "number"))


def read_units(book: Workbook, district: str, known: Mapping[str, Unit], asking: Asking) -> Listing:
    """``known``: the district's units by code. Every sheet that has the header is read.

    A row without a code is the known unit of that name, or gets the next free code (u-001). A row
    of a unit that was closed, as an export lists it, is passed over.
    """
    found = tables_of(book, find_header, asking, READ_OR_NUMBER)
    out = Listing(asking, notes=[*found.notes, *map(unread, found.rest)])
    lines = [line for table in found.tables for line in Lines(table, known, out).read()]
    reading = _Reading(district, known, out, lines)
    return reading.done(book.sheets[0].name, bool(found.tables))


class _Reading:
    """One pass over a list; collects what it reads and what is wrong."""

    def __init__(
        self, district: str, known: Mapping[str, Unit], out: Listing, lines: list[Line]
    ) -> None:
        self.district, self.known, self.asking = district, known, out.asking
        self.out, self.lines = out, lines
        self.placed: dict[str, Line] = {}

    def done(self, first: str, headed: bool) -> Listing:
        """``first``: the sheet that is named where the whole list is at fault."""
        lines = self.lines
        coding = Coding(self.known)
        codes = coding.codes(lines)
        named = coding.named(lines, codes)
        self.out.faults += coding.faults
        self.out.notes += coding.notes
        for line in lines:
            self.asking.at = ((line.sheet, line.row),)
            if line in codes:
                self._unit(line, codes[line], named)
        self.asking.at = ()
        self._levels()
        if len({*self.known, *codes.values()}) > MAX_UNITS:
            self._whole(first, f"一个区县最多{MAX_UNITS}个单位")
        if not headed and not self.asking.open:
            self._whole(first, "没有找到表头，须有“单位名称”和“类型”两列")
        elif not lines and not self.out.faults and not self.asking.open:
            self._whole(first, "表头以下没有单位")
        self.out.faults += self.out.ledger.lost(self.out.faults, self.asking.open_places)
        self.out.faults.sort()
        return self.out

    def _whole(self, sheet: str, text: str) -> None:
        self.out.faults.append(CellFault(sheet, 0, "", text))

    def _fault(self, line: Line, column: str, text: str, value: str = "") -> None:
        self.out.faults.append(line.fault(column, text, value))

    def _unit(self, line: Line, code: str, named: Mapping[str, str]) -> None:
        cells = line.cells
        kind = self._kind(line, self._kind_said(line), cells["name"])
        parent = self._parent(line, cells.get("parent", ""), code, named)
        before = self.known.get(code)
        if kind is None or parent is None:
            return
        order = RegisterUnit(
            district=self.district,
            unit=code,
            name=one_line(cells["name"]),
            kind=kind,
            parent=parent or None,
            aliases=self._list(line, "aliases", before.aliases if before else ()),
            serves=self._list(line, "serves", before.serves if before else ()),
        )
        new = described(before, order)
        change = "new" if before is None else "same" if new == before else "changed"
        self.out.rows.append(Listed(sheet=line.sheet, row=line.row, unit=new, change=change))
        self.placed[code] = line

    def _list(self, line: Line, column: str, before: tuple[str, ...]) -> tuple[str, ...]:
        """The words of a cell; where the list has no such column, what is known stays."""
        if column not in line.columns:
            return before
        words = dict.fromkeys(one_line(word) for word in words_of(line.cells, column))
        if column == "serves" and any(map(DUTY.match, words)):
            self.out.notes.append(line.fault(column, "职责的叙述不是角色，没有读取"))
            return before
        if len(words) > MAX_ALIASES:
            self._fault(line, column, f"一格最多{MAX_ALIASES}个名称")
        if any(len(word) > MAX_NAME for word in words):
            self._fault(line, column, f"一个名称最多{MAX_NAME}字")
        return tuple(words)[:MAX_ALIASES]

    def _kind_said(self, line: Line) -> str:
        """What the cell says, else the heading above, where that names a kind."""
        said = line.cells.get("kind", "")
        group = re.sub(r"\(共?\d{1,4}[个家]?\)", "", squeeze(unnumbered(line.group)))
        return group if is_empty(said) and group and kind_of(group, "") else said

    def _kind(self, line: Line, text: str, name: str) -> UnitKind | None:
        kind = kind_of(text, name)
        if kind is not None:
            return kind
        said = f"“{text.strip()[:40]}”属于哪一类" if not is_empty(text) else "属于哪一类"
        about = squeeze(name if is_empty(text) else text)
        answer = self.asking.ask(
            Question(
                id=f"kind:{about[:200]}",
                text=f"单位“{one_line(name)[:40]}”{said}" if is_empty(text) else f"类型{said}",
                options=tuple(Option(kind, words[0]) for kind, words in KINDS.items()),
                sheet=line.sheet,
                row=line.row,
            )
        )
        return next((kind for kind in KINDS if kind == answer), None)

    def _parent(self, line: Line, text: str, code: str, named: Mapping[str, str]) -> str | None:
        if is_empty(text):
            return ""
        parent = named.get(squeeze(text)) or self._which_parent(line, text, named)
        if parent == code:
            self._fault(line, "parent", "上级单位不能是本单位自己", text)
            return None
        return "" if parent == NONE else parent or None

    def _which_parent(self, line: Line, text: str, named: Mapping[str, str]) -> str:
        """A unit above that neither the list nor the district knows by this name."""
        names = unit_names(self.known.values())
        near = dict.fromkeys((*sorted(names.find(text)), *names.like(text)))
        id = f"parent:{squeeze(text)[:200]}"
        answer = self.asking.ask(
            Question(
                id=id,
                text=f"上级单位“{one_line(text)[:40]}”不在本表，也未登记，是哪个单位（可填名称或代码）",
                options=(
                    *(Option(code, names.name(code)) for code in near),
                    Option(NONE, "不设上级单位"),
                ),
                default=next(iter(near)) if len(near) == 1 else "",
                free=True,
                sheet=line.sheet,
                row=line.row,
            )
        )
        if answer in ("", NONE):
            return answer
        found = {named[squeeze(answer)]} if squeeze(answer) in named else names.find(answer)
        if len(found) != 1:
            self.asking.reject(id)
            return ""
        return next(iter(found))

    def _levels(self) -> None:
        """No fifth level, and so no circle: a parent has no parent."""
        parents = {code: unit.parent for code, unit in self.known.items() if not unit.closed}
        parents |= {one.unit.unit: one.unit.parent for one in self.out.rows}
        for one in self.out.rows:
            above = one.unit.parent
            if above and parents.get(above):
                text = "超过市、区县、单位、村社四级，上级单位不能再有上级"
                self._fault(self.placed[one.unit.unit], "parent", text, above)
        moved = {one.unit.unit for one in self.out.rows if one.unit.parent}
        listed = {one.unit.unit for one in self.out.rows}
        for code, above in parents.items():
            if above in moved and code not in listed:
                self._fault(self.placed[above], "parent", "本单位已有下级，再设上级将超过四级")
