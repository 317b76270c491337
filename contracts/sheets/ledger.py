"""What became of every row of a table: planned, asked about, at fault, or left for a reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from contracts.sheets import CellFault

Fate = Literal["planned", "asked", "faulted", "left"]
FATES: tuple[Fate, ...] = ("faulted", "asked", "planned", "left")
"""The first that holds counts."""
LOST = "此行没有读成，请改正或删去"
MAX_SHOWN = 500

Place = tuple[str, int]
"""A sheet and a row of it."""


class Left(NamedTuple):
    """A row that was left out, and the reason."""

    sheet: str
    row: int
    text: str


@dataclass(slots=True)
class Ledger:
    """``rows``: every row that came in; ``entries``: the rows that become one thing together.

    ``waiting``, wherever it is asked for: the rows that an open question was asked of.
    """

    rows: dict[Place, None] = field(default_factory=dict)
    entries: list[tuple[Place, ...]] = field(default_factory=list)
    reasons: dict[Place, str] = field(default_factory=dict)

    def enter(self, sheet: str, row: int) -> None:
        self.rows[sheet, row] = None

    def plan(self, places: Iterable[Place]) -> None:
        """Rows that become one thing; a fault or a question of one of them holds all."""
        self.entries.append(tuple(dict.fromkeys(places)))

    def leave(self, sheet: str, row: int, why: str) -> None:
        self.reasons[sheet, row] = why

    def lost(self, faults: Iterable[CellFault], waiting: Collection[Place]) -> list[CellFault]:
        """A fault for every row that nothing else speaks of: none is passed over in silence."""
        fates = self.fates(faults, waiting)
        return [CellFault(*place, "", LOST) for place in self.rows if place not in fates]

    def fates(self, faults: Iterable[CellFault], waiting: Collection[Place]) -> dict[Place, Fate]:
        bad = {(fault.sheet, fault.row) for fault in faults}
        open_ = {*waiting}
        held: dict[Place, set[Fate]] = {place: {"left"} for place in self.reasons}
        for entry in (*((place,) for place in bad | open_ if place in self.rows), *self.entries):
            at = {*entry}
            fate: Fate = "faulted" if at & bad else "asked" if at & open_ else "planned"
            for place in entry:
                held.setdefault(place, set()).add(fate)
        return {
            place: next(fate for fate in FATES if fate in fates) for place, fates in held.items()
        }

    def shown(self, faults: Iterable[CellFault], waiting: Collection[Place]) -> Mapping[str, Any]:
        """How many rows came in and what became of them; each that was left out, with its reason.

        rows = planned + asked + faulted + left.
        """
        fates = self.fates(faults, waiting)
        ended = [fates.get(place) for place in self.rows]
        counts: dict[str, int] = {fate: ended.count(fate) for fate in FATES}
        left = [Left(*p, why) for p, why in self.reasons.items() if fates.get(p) == "left"]
        return {
            "rows": len(self.rows),
            **counts,
            "left_out": [one._asdict() for one in sorted(left)[:MAX_SHOWN]],
        }
