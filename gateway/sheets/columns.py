"""The columns of an exported list: what stands where, and in which words."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from contracts.clock import CHINA

NOTHING: Mapping[Any, str] = {}

Form = Literal["", "date", "time", "points"]
"""``date`` and ``time``: of an instant, in local time. ``points``: thousandths as points."""

Value = str | int | float
Named = Literal["", "unit", "person", "district"]
Names = dict[tuple[str, str, str], str]
"""(unit, district, code), (person, "", account) or (district, "", code) → the name."""


class Column(NamedTuple):
    """``path``: where in an item of the list, with dots: ``measures.ratio.numerator``.

    ``width`` in characters. ``words``: what is shown for a code; an unknown code is shown itself.
    ``names``: the code is that of a unit, a person or a district, shown by its name.
    """

    title: str
    path: str
    width: int = 14
    form: Form = ""
    words: Mapping[Any, str] = NOTHING
    names: Named = ""

    def of(self, item: Any, names: Names | None = None) -> Value:
        """This column's value of an item; empty where it has none."""
        found: Any = item
        for name in self.path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if self.names and names:
            found = self._named(found, item, names)
        return self._shown(found)

    def _named(self, code: Any, item: Any, names: Names) -> Any:
        if isinstance(code, list):
            return [self._named(one, item, names) for one in code]
        within = item.get("district", "") if self.names == "unit" else ""
        return names.get((self.names, within, code), code)

    def _shown(self, value: Any) -> Value:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, list | tuple):
            return "、".join(str(self._shown(one)) for one in value)
        if isinstance(value, dict):
            return "；".join(f"{name} {self._shown(one)}" for name, one in value.items())
        if isinstance(value, str):
            return _moment(value, self.form) if self.form else self.words.get(value, value)
        if self.form == "points":
            return f"{Decimal(value) / 1000:f}"
        return value if isinstance(value, int | float) else str(value)


def _moment(text: str, form: Form) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is not None:
        moment = moment.astimezone(CHINA)
    return f"{moment:%Y-%m-%d}" if form == "date" else f"{moment:%Y-%m-%d %H:%M}"
