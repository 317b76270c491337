"""What an official brings into the house: which service reads it, and what it must be told
besides. A row here is an import of the console; everything else of it follows."""

from typing import Any, NamedTuple

from contracts.caller import Caller
from contracts.orders import scoring, tasks
from contracts.orders.base import Ask, Order
from contracts.orders.doors import TABLE, roles_of
from contracts.sheets import Workbook
from gateway.validation import read


class Kind(NamedTuple):
    """``target``: what the table is for, asked beside the file. ``of_act``: what the act alone is
    told."""

    name: str
    service: str
    preview: type[Ask]
    act: type[Order]
    target: tuple[str, ...]
    of_act: tuple[str, ...] = ()

    def asks(self, target: dict[str, str], book: Workbook, answers: dict[str, str]) -> Ask:
        """Raises: Problem invalid, with the field."""
        return read(self.preview, self._given(target, book, answers), text=True)

    def orders(
        self, target: dict[str, str], book: Workbook, answers: dict[str, str], **more: Any
    ) -> Order:
        """Raises: Problem invalid."""
        given = self._given(target, book, answers) | {k: more[k] for k in self.of_act if k in more}
        return read(self.act, given, text=True)

    def _given(
        self, target: dict[str, str], book: Workbook, answers: dict[str, str]
    ) -> dict[str, Any]:
        said = {name: target[name] for name in self.target if target.get(name)}
        return {**said, TABLE: book, "answers": answers}


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "standard",
            "scoring",
            scoring.PreviewStandard,
            scoring.ImportStandard,
            ("version", "name"),
        ),
        Kind(
            "tasks",
            "tasks",
            tasks.PreviewDecomposition,
            tasks.DecomposeTable,
            ("campaign", "district", "due"),
            ("accept",),
        ),
        Kind("register", "tasks", tasks.PreviewRows, tasks.ImportRows, ("register",), ("amend",)),
        Kind("units", "tasks", tasks.PreviewUnits, tasks.ImportUnits, ("district",)),
    )
}


def open_to(caller: Caller) -> list[str]:
    return [name for name, kind in KINDS.items() if caller.has(*roles_of(kind.act))]
