"""What the plan and its list are made of: rows of registers and findings, filtered alike. Pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from gateway.boundary import Point
from gateway.console.frame.plan import Place, where
from gateway.console.frame.words import today

Json = dict[str, Any]

KINDS = ("finding", "row")
MARKS = {
    "finding.held": "orange",
    "finding.raised": "orange",
    "finding.ordered": "orange",
    "finding.rectified": "now",
    "finding.closed": "mended",
    "finding.withdrawn": "gone",
    "row.open": "none",
    "row.done": "ok",
    "row.withdrawn": "gone",
}
"""The shape of each state, by kind: what still wants an act stands first in the list and above the
others on the plan. None is told by its colour alone."""
LATE = "red"
KEY = (
    *((LATE, "map.key.late"), ("orange", "map.key.open"), ("now", "map.key.rectified")),
    *(("mended", "map.key.closed"), ("none", "map.key.missing"), ("ok", "map.key.done")),
    ("gone", "map.key.gone"),
)
"""The legend: shapes with their words."""
ORDER = (LATE, *MARKS.values())
STATE_WORDS = {"row": "registers.state.", "finding": "findings.state."}


class Thing(NamedTuple):
    """``state``: ``finding.ordered``, ``row.open``; ``at``: None of what has no position."""

    kind: str
    state: str
    item: str
    unit: str
    label: str
    place: str
    path: str
    due: str | None
    late: bool
    at: Point | None

    @property
    def mark(self) -> str:
        return LATE if self.late else MARKS[self.state]

    @property
    def word(self) -> str:
        return STATE_WORDS[self.kind] + self.state.partition(".")[2]


def told(state: str, word: Callable[[str], str]) -> dict[str, str]:
    """``finding.ordered`` as its kind and its state are called."""
    kind, _, one = state.partition(".")
    return {"kind": word(f"map.kind.{kind}"), "state": word(STATE_WORDS[kind] + one)}


class Filters(NamedTuple):
    """``late``: "true" for what is overdue alone; ``find``: a part of name or place."""

    kind: str = ""
    state: str = ""
    item: str = ""
    unit: str = ""
    late: str = ""
    find: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        return cls(*(asked.get(name, "").strip()[:60] for name in cls._fields))

    def takes(self, one: Thing) -> bool:
        sought = self.find.casefold()
        return (
            self.kind in ("", one.kind)
            and self.state in ("", one.state)
            and self.item in ("", one.item)
            and self.unit in ("", one.unit)
            and (not self.late or one.late)
            and (not sought or sought in f"{one.label}\n{one.place}".casefold())
        )


def of_register(register: Json, pieces: Mapping[str, Json]) -> Iterable[Thing]:
    """Its rows, each where its newest evidence that knows its place was taken."""
    for row in register["rows"]:
        known = (where(pieces[id]) for id in reversed(row["evidence"]) if id in pieces)
        yield Thing(
            "row",
            f"row.{row['state']}",
            register["item"],
            row["unit"],
            f"{row['key']} {row['label']}",
            row["place"],
            f"/console/registers/{register['id']}/rows/{row['key']}",
            None,
            False,
            next(filter(None, known), None),
        )


def of_finding(found: Json, pieces: Mapping[str, Json]) -> Thing:
    """Where it was said to be, else where its newest photo was taken."""
    known = (where(pieces[id]) for id in reversed(found["evidence"]) if id in pieces)
    due, open_ = found["rectify_by"], found["state"] == "ordered"
    late = open_ and (found["overdue"] or (due is not None and str(due) < str(today())))
    return Thing(
        "finding",
        f"finding.{found['state']}",
        found["item"],
        found["unit"],
        found["fault"],
        found["place"],
        f"/console/findings/{found['id']}",
        due,
        late,
        where(found) or next(filter(None, known), None),
    )


def in_order(things: Iterable[Thing]) -> list[Thing]:
    return sorted(things, key=lambda one: (ORDER.index(one.mark), one.due or "", one.label))


def places(things: Iterable[Thing]) -> list[Place]:
    """What has a position, the most pressing last: it lies above the others."""
    known = [Place(one.at, one.mark, one.label, one.path) for one in things if one.at]
    return known[::-1]
