"""A list of units from a table: every row read, every fault named by its cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from contracts.orders.tasks import RegisterUnit, UnitKind
from contracts.secrecy import personal
from contracts.sheets import CellFault, Sheet, Workbook, letters
from services.tasks.domain.organisation.kinds import kind_of
from services.tasks.domain.organisation.unit import Unit, described
from services.tasks.domain.table_text import is_empty, names_troops, one_line, pieces, squeeze

MAX_UNITS = 2000
"""Units of one district."""
MAX_HEADER_ROW = 12
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("单位名称", "单位", "名称", "单位全称", "全称"),
    "aliases": ("简称/别名", "简称", "别名", "简称或别名", "曾用名", "简称、别名"),
    "kind": ("类型", "单位类型", "类别", "单位类别"),
    "parent": ("上级单位", "上级", "隶属单位", "主管单位"),
    "serves": ("职责角色", "承担角色", "对应责任单位", "职责", "角色"),
    "code": ("代码", "单位代码", "编码", "编号"),
}
CODE = "abcdefghijklmnopqrstuvwxyz0123456789-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of the list as a unit; ``change``: new, changed or same."""

    row: int
    unit: Unit
    change: str


@dataclass(slots=True)
class Listing:
    rows: list[Listed] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    @property
    def changes(self) -> list[Listed]:
        return [one for one in self.rows if one.change != "same"]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row before its names are resolved."""

    row: int
    cells: Mapping[str, str]


def read_units(book: Workbook, district: str, known: Mapping[str, Unit]) -> Listing:
    """``known``: the district's units by code. The first sheet that has the header is read.

    A row without a code is the known unit of that name, or gets the next free code (u-001).
    """
    for sheet in book.sheets:
        at, columns = _header(sheet)
        if columns:
            return _Reading(sheet, at, columns, district, known).read()
    first = book.sheets[0].name
    text = "没有找到表头，须有“单位名称”和“类型”两列"
    return Listing(faults=[CellFault(first, 0, "", text)])


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    for at in range(1, min(len(sheet.rows), MAX_HEADER_ROW) + 1):
        found: dict[str, int] = {}
        for column, cell in enumerate(sheet.rows[at - 1], 1):
            text = squeeze(cell).removeprefix("*")
            for name, words in COLUMNS.items():
                if text in words and name not in found:
                    found[name] = column
        if "name" in found and "kind" in found:
            return at, found
    return 0, {}


class _Reading:
    """One pass over a sheet; collects what it reads and what is wrong."""

    def __init__(
        self,
        sheet: Sheet,
        header: int,
        columns: dict[str, int],
        district: str,
        known: Mapping[str, Unit],
    ) -> None:
        self.sheet, self.header, self.columns = sheet, header, columns
        self.district, self.known = district, known
        self.out = Listing()

    def read(self) -> Listing:
        lines = [*self._lines()]
        codes = self._codes(lines)
        named = self._names(lines, codes)
        for line in lines:
            if line.row in codes:
                self._unit(line, codes[line.row], named)
        self._levels()
        self.out.faults.sort()
        if len({*self.known, *codes.values()}) > MAX_UNITS:
            self._fault(0, "", f"一个区县最多{MAX_UNITS}个单位")
        if not lines and not self.out.faults:
            self._fault(0, "", "表头以下没有单位")
        return self.out

    def _fault(self, row: int, column: str, text: str, value: str = "") -> None:
        where = letters(self.columns[column]) if column in self.columns else ""
        self.out.faults.append(CellFault(self.sheet.name, row, where, text, value[:60]))

    def _lines(self) -> Iterator[_Line]:
        formulas = set(self.sheet.formulas)
        for row in range(self.header + 1, len(self.sheet.rows) + 1):
            cells = {name: self.sheet.cell(row, at) for name, at in self.columns.items()}
            if all(is_empty(text) for text in cells.values()):
                continue
            bad = [name for name, text in cells.items() if self._unfit(row, name, text, formulas)]
            if not bad:
                yield _Line(row, cells)
        for block in self.sheet.merged:
            if block.top > self.header and block.bottom > block.top:
                column = letters(block.left)
                text = "合并单元格跨行，请取消合并，每行写全"
                self.out.faults.append(CellFault(self.sheet.name, block.top, column, text))

    def _unfit(self, row: int, name: str, text: str, formulas: set[tuple[int, int]]) -> bool:
        if (row, self.columns[name]) in formulas:
            self._fault(row, name, "不接受公式，请粘贴为数值")
        elif names_troops(text):
            self._fault(row, name, "不得写部队代号，请写公开名称")
        elif personal(text):
            self._fault(row, name, "不得写身份证号或电话号码")
        elif len(text) > 200:
            self._fault(row, name, "文字过长，最多200字")
        else:
            return False
        return True

    def _codes(self, lines: list[_Line]) -> dict[int, str]:
        """The code of each sound row."""
        names = {squeeze(unit.name): code for code, unit in self.known.items() if not unit.closed}
        for code, unit in self.known.items():
            if not unit.closed:
                names |= {squeeze(alias): code for alias in unit.aliases if squeeze(alias)}
        taken = {*self.known, *(squeeze(line.cells.get("code", "")) for line in lines)}
        found: dict[int, str] = {}
        for line in lines:
            code = self._code(line, names, taken)
            if code in found.values():
                self._fault(line.row, "code" if "code" in self.columns else "name", "单位重复")
            elif code:
                found[line.row] = code
        return found

    def _code(self, line: _Line, names: Mapping[str, str], taken: set[str]) -> str:
        name, code = squeeze(line.cells["name"]), squeeze(line.cells.get("code", "")).lower()
        if is_empty(name):
            self._fault(line.row, "name", "单位名称空白")
            return ""
        if is_empty(code):
            return names.get(name) or _next(taken)
        sound = 2 <= len(code) <= 40 and code[0].isalpha() and set(code) <= set(CODE)
        if not sound:
            self._fault(line.row, "code", "代码须以小写字母开头，只用小写字母、数字和-", code)
            return ""
        if code in self.known and self.known[code].closed:
            self._fault(line.row, "code", f"该单位已由 {self.known[code].successor} 承接", code)
            return ""
        other = names.get(name, code)
        if other != code:
            self._fault(line.row, "code", f"{line.cells['name']}已登记，代码为 {other}", code)
            return ""
        return code

    def _names(self, lines: list[_Line], codes: Mapping[int, str]) -> dict[str, str]:
        """Every name and alias -> code; the same word for two units of the list is a fault."""
        named: dict[str, str] = {}
        for code, unit in self.known.items():
            for word in (unit.name, *unit.aliases, code):
                named[squeeze(word)] = unit.successor or code
        listed: dict[str, str] = {}
        for line in lines:
            if line.row not in codes:
                continue
            for column in ("name", "aliases"):
                for word in _words(line.cells, column):
                    first = listed.setdefault(squeeze(word), codes[line.row])
                    if first != codes[line.row]:
                        self._fault(line.row, column, "与另一单位重名", word)
        return named | listed

    def _unit(self, line: _Line, code: str, named: Mapping[str, str]) -> None:
        cells = line.cells
        kind = self._kind(line.row, cells["kind"], cells["name"])
        parent = self._parent(line.row, cells.get("parent", ""), code, named)
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
        self.out.rows.append(Listed(row=line.row, unit=new, change=change))

    def _list(self, line: _Line, column: str, before: tuple[str, ...]) -> tuple[str, ...]:
        """The words of a cell; where the list has no such column, what is known stays."""
        if column not in self.columns:
            return before
        words = dict.fromkeys(one_line(word) for word in _words(line.cells, column))
        if len(words) > 40:
            self._fault(line.row, column, "一格最多40个名称")
        return tuple(words)[:40]

    def _kind(self, row: int, text: str, name: str) -> UnitKind | None:
        kind = kind_of(text, name)
        if kind is None:
            said = "类型空白" if is_empty(text) else "类型无法识别"
            advice = "请写 双拥办、区直单位、乡镇（街道）、驻军单位、村（社区）之一"
            self._fault(row, "kind", f"{said}，{advice}", text)
        return kind

    def _parent(self, row: int, text: str, code: str, named: Mapping[str, str]) -> str | None:
        if is_empty(text):
            return ""
        parent = named.get(squeeze(text))
        if parent is None:
            self._fault(row, "parent", "上级单位不在本表，也未登记", text)
        elif parent == code:
            self._fault(row, "parent", "上级单位不能是本单位自己", text)
        else:
            return parent
        return None

    def _levels(self) -> None:
        """No fifth level, and so no circle: a parent has no parent (DESIGN §1)."""
        parents = {code: unit.parent for code, unit in self.known.items() if not unit.closed}
        parents |= {one.unit.unit: one.unit.parent for one in self.out.rows}
        for one in self.out.rows:
            above = one.unit.parent
            if above and parents.get(above):
                text = "超过市、区县、单位、村社四级，上级单位不能再有上级"
                self._fault(one.row, "parent", text, above)
        moved = {one.unit.unit for one in self.out.rows if one.unit.parent}
        listed = {one.unit.unit for one in self.out.rows}
        for code, above in parents.items():
            if above in moved and code not in listed:
                row = next(one.row for one in self.out.rows if one.unit.unit == above)
                self._fault(row, "parent", "本单位已有下级，再设上级将超过四级")


def _words(cells: Mapping[str, str], column: str) -> list[str]:
    text = cells.get(column, "")
    if column == "name":
        return [one_line(text)]
    return [] if is_empty(text) else pieces(text)


def _next(taken: set[str]) -> str:
    number = 1
    while f"u-{number:03d}" in taken:
        number += 1
    taken.add(f"u-{number:03d}")
    return f"u-{number:03d}"
