"""Whose a row of a register is: the unit of its cell, by name or by code, or what is asked."""

from contracts.secrecy import is_marked
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.text import is_empty
from services.tasks.organisation.naming import UnitNames
from services.tasks.organisation.unit_cells import read_units
from services.tasks.sheets.privacy import tidy, unlawful

NONE = "none"
NO_UNITS, BLANK_UNITS = "units", "blank-units"


class UnitCells:
    """Of one sheet; the row is the one that is being asked of."""

    def __init__(self, names: UnitNames, asking: Asking, sheet: str) -> None:
        self.names, self.asking, self.sheet = names, asking, sheet

    def of(self, written: str | None) -> str:
        """The unit's code; NONE where an answer leaves the row out; empty while it is not known.

        ``written``: None where the table has no column of units.
        """
        if written is None:
            text = "表中没有“责任单位”一列，各行由哪个单位负责（可填单位名称或代码）"
            return self._asked(NO_UNITS, text, [])
        if is_empty(written):
            text = "有的行没有写责任单位，这些行由哪个单位负责（可填单位名称或代码）"
            return self._asked(BLANK_UNITS, text, [])
        found = sorted(self.names.find(written)) or self._named_in(written)
        if len(found) == 1 or unlawful(written):
            return found[0] if found else ""
        near = found or self.names.like(written)
        text = f"“{quoted(written)}”是哪个单位（可填单位名称或代码）"
        return self._asked(f"unit:{tidy(written)[:200]}", text, near)

    def _named_in(self, written: str) -> list[str]:
        """As the cells of a task table are read: 1.教育局, 教育局（牵头）, 教育局负责."""
        said = read_units(written, "lead")
        found = [self.names.find(name) for name in (*said.lead, *said.cooperating)]
        return [next(iter(one)) for one in found] if all(len(one) == 1 for one in found) else []

    def _asked(self, id: str, text: str, near: list[str]) -> str:
        options = [Option(code, self.names.name(code)) for code in near]
        answer = self.asking.ask(
            Question(
                id=id,
                text=text,
                options=(*options, Option(NONE, "这些行不录入")),
                default=near[0] if len(near) == 1 else "",
                free=True,
                sheet=self.sheet,
                row=self.asking.at[0][1],
            )
        )
        if answer in ("", NONE):
            return answer
        found = sorted(self.names.find(answer))
        if len(found) != 1:
            self.asking.reject(id)
            return ""
        return found[0]


def quoted(text: str) -> str:
    """A cell's text as a message may repeat it."""
    return "…" if unlawful(text) or is_marked(text) else text.strip()[:40]
