"""From the answers to what the pages of tasks show. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from contracts.words import Lang
from gateway.asking import Json
from gateway.console.frame.forms import Wrong
from gateway.console.frame.naming import Names
from gateway.console.frame.terms import Calendar, Term, term
from gateway.console.tasks.gathering import Worth
from gateway.duties import counts

SHAPES = {
    "assigned": "none",
    "accepted": "now",
    "objected": "orange",
    "returned": "orange",
    "submitted": "now",
}
"""What is confirmed has the tick."""
PICTURES = ("image/",)
FILMS = ("video/",)
KINDS_OF_PICTURES = frozenset({"PIC", "SIGN"})
STEPS = ("accept", "work", "district", "city", "province")
REACHED = {
    "assigned": 0,
    "objected": 0,
    "accepted": 1,
    "returned": 1,
    "submitted": 2,
    "confirmed-self": 2,
    "confirmed-district": 3,
    "confirmed-city": 4,
    "confirmed-province": 5,
}
"""How many steps are done."""


class Row(NamedTuple):
    """A task in a list. ``lead`` and ``full``: the unit, and with its district; ``points`` and
    ``gap`` in thousandths, None without an item's worth; ``evidence``: what its item wants, each as
    kind and text."""

    id: str
    code: str
    title: str
    lead: str
    full: str
    due: Term
    standing: bool
    state: str
    shape: str
    overdue: bool
    urgent: bool
    points: int | None
    gap: int | None
    evidence: list[tuple[str, str]]


def row(
    task: Json,
    called: Names,
    calendar: Calendar,
    language: Lang,
    worths: Mapping[tuple[str, int, str], Worth],
    item: Json | None = None,
) -> Row:
    worth = worths.get((task["district"], task["year"], task["item"])) if counts(task) else None
    return Row(
        task["id"],
        task["item"],
        task["title"],
        called.unit(task["lead"], task["district"]),
        called.full(task["lead"], task["district"]),
        term(task["due"], calendar, language),
        task["standing"],
        task["state"],
        SHAPES.get(task["state"], "ok"),
        task["overdue"],
        task["priority"] == "urgent",
        worth.points if worth else None,
        worth.gap if worth else None,
        wanted(item) if counts(task) else [],
    )


def wanted(item: Json | None) -> list[tuple[str, str]]:
    return [(one["kind"], one["text"]) for one in item["evidence"]] if item else []


def accounts(task: Json) -> set[str]:
    """Whose names a task's page needs."""
    found = {task["person"], *task["former"]}
    found |= {one["by"] for one in (*task["objections"], *task["extensions"], *task["marks"])}
    found |= {task["submission"]["by"]} if task["submission"] else set()
    found |= {part["person"] for part in task["children"]}
    return found | {piece["by"] for piece in task["sealed"]}


def steps(task: Json) -> list[tuple[str, str]]:
    """Step and whether it is done, now or to come. A part ends with its first mark."""
    names = ("accept", "work", "check") if task["parent"] else STEPS
    done = REACHED[task["state"]]
    if task["parent"] and task["state"].startswith("confirmed-"):
        done = len(names)
    return [
        (name, "done" if at < done else "now" if at == done else "next")
        for at, name in enumerate(names)
    ]


class Want(NamedTuple):
    """A kind of evidence that the item wants. ``held``: pieces that are there and may be handed in
    as they are; ``named``: whether what kind a piece is can be told from its file."""

    kind: str
    text: str
    held: int
    register: str


def checklist(item: Json | None, pieces: Iterable[Json], register: str) -> list[Want]:
    """What is still missing: of pictures the pictures that are sealed, of papers the papers; a
    ledger (台账) is the item's register."""
    sealed = [one for one in pieces if one["state"] == "SEALED"]
    pictures = sum(one["media_type"].startswith(PICTURES) for one in sealed)
    films = sum(one["media_type"].startswith(FILMS) for one in sealed)
    held = {"pictures": pictures, "films": films, "papers": len(sealed) - pictures - films}
    return [
        Want(kind, text, _held(kind, held), register if kind in ("LED", "SIGN") else "")
        for kind, text in wanted(item)
    ]


def _held(kind: str, held: Mapping[str, int]) -> int:
    if kind in KINDS_OF_PICTURES:
        return held["pictures"]
    return held["films"] + held["papers"] if kind == "MED" else held["papers"]


def missing(checks: Collection[Want]) -> int:
    return sum(not check.held and not check.register for check in checks)


def in_names(
    told: Wrong, given: Mapping[str, str], options: Mapping[str, Sequence[tuple[str, str]]]
) -> Wrong:
    """A refusal with the codes that were chosen called as the form calls them."""
    called = {value: label for pairs in options.values() for value, label in pairs}
    codes = [code for code in given.values() if code in called]

    def named(text: str) -> str:
        for code in codes:
            text = text.replace(f" {code} ", f"“{called[code]}”")
        return text

    fields = {name: named(text) for name, text in told.fields.items()}
    return told._replace(fields=fields, told=named(told.told))
