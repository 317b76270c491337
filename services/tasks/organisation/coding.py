"""Which code each row of a list of units has, and which unit each of its words names."""

from collections.abc import Mapping

from contracts.sheets import CellFault
from contracts.sheets.tables import Line
from contracts.sheets.text import MADE_A_DATE, is_dated, is_empty, one_line, pieces, squeeze
from services.tasks.organisation.unit import Unit

NO_CODE = "数字编号不作单位代码"
CODE = "abcdefghijklmnopqrstuvwxyz0123456789-"


class Coding:
    """``known``: the district's units by code. ``faults``: what is wrong with the rows so far;
    ``notes``: what was not read."""

    def __init__(self, known: Mapping[str, Unit]) -> None:
        self.known = known
        self.number = 1
        self.faults: list[CellFault] = []
        self.notes: list[CellFault] = []

    def _fault(self, line: Line, column: str, text: str, value: str = "") -> None:
        self.faults.append(line.fault(column, text, value))

    def codes(self, lines: list[Line]) -> dict[Line, str]:
        """The code of each sound row."""
        names = {squeeze(unit.name): code for code, unit in self.known.items() if not unit.closed}
        for code, unit in self.known.items():
            if not unit.closed:
                names |= {squeeze(alias): code for alias in unit.aliases if squeeze(alias)}
        taken = {*self.known, *(squeeze(line.cells.get("code", "")) for line in lines)}
        found: dict[Line, str] = {}
        listed: set[str] = set()
        for line in lines:
            code = self._code(line, names, taken)
            if code in listed:
                self._fault(line, "code" if "code" in line.columns else "name", "单位重复")
            elif code:
                found[line] = code
                listed.add(code)
        return found

    def _code(self, line: Line, names: Mapping[str, str], taken: set[str]) -> str:
        name, code = squeeze(line.cells["name"]), squeeze(line.cells.get("code", "")).lower()
        if is_empty(name):
            self._fault(line, "name", "单位名称空白")
            return ""
        if is_dated(code):
            self._fault(line, "code", MADE_A_DATE, code)
            return ""
        if is_empty(code) or code.isdigit():
            if code.isdigit():
                self.notes.append(line.fault("code", NO_CODE, code))
            return names.get(name) or self._next(taken)
        sound = 2 <= len(code) <= 40 and code[0].isalpha() and set(code) <= set(CODE)
        if not sound:
            self._fault(line, "code", "代码须以小写字母开头，只用小写字母、数字和-", code)
            return ""
        if code in self.known and self.known[code].closed:
            self._fault(line, "code", f"该单位已由 {self.known[code].successor} 承接", code)
            return ""
        other = names.get(name, code)
        if other != code:
            self._fault(line, "code", f"{line.cells['name']}已登记，代码为 {other}", code)
            return ""
        return code

    def _next(self, taken: set[str]) -> str:
        """The next free code; those that were looked at before are not looked at again."""
        while (code := f"u-{self.number:03d}") in taken:
            self.number += 1
        taken.add(code)
        return code

    def named(self, lines: list[Line], codes: Mapping[Line, str]) -> dict[str, str]:
        """Every name and alias -> code; the same word for two units is a fault."""
        named: dict[str, str] = {}
        others = {
            squeeze(word): code
            for code, unit in self.known.items()
            if not unit.closed  # an old name stays as an alias
            for word in (unit.name, *unit.aliases)
        }
        for code, unit in self.known.items():
            for word in (unit.name, *unit.aliases, code):
                named[squeeze(word)] = unit.successor or code
        listed: dict[str, str] = {}
        for line in lines:
            if line not in codes:
                continue
            for column in ("name", "aliases"):
                for word in words_of(line.cells, column):
                    first = listed.setdefault(squeeze(word), codes[line])
                    if first != codes[line]:
                        self._fault(line, column, "与另一单位重名", word)
                    elif others.get(squeeze(word), first) != first:
                        unit = self.known[others[squeeze(word)]]
                        self._fault(line, column, f"与{unit.name}（{unit.unit}）重名", word)
        return named | listed


def words_of(cells: Mapping[str, str], column: str) -> list[str]:
    text = cells.get(column, "")
    if column == "name":
        return [one_line(text)]
    return [] if is_empty(text) else pieces(text)
