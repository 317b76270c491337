"""What is to be done today, of all that is open. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from contracts.caller import Caller
from contracts.roles import OFFICES
from gateway.console.frame.asking import Json
from gateway.console.frame.terms import Calendar
from gateway.console.tasks import rights

SOON = 5
"""Working days."""
MOST = 8
"""Lines of a section; the list has the rest."""


class Section(NamedTuple):
    """``more``: how many the list has besides; ``path``: that list."""

    key: str
    tasks: list[Json]
    more: int
    path: str


class Day(NamedTuple):
    """``next``: the task whose day comes next, where nothing is to be done."""

    sections: list[Section]
    counts: list[tuple[str, int]]
    next: Json | None


def day(tasks: Sequence[Json], caller: Caller, calendar: Calendar, today: date) -> Day:
    """Each task once, under the first heading that it falls under. ``tasks``: those that are not
    handed in, by their day."""
    office = caller.has(*OFFICES)
    left = [task for task in tasks if office or rights.leads(task, caller)]
    sections, counts = [], []
    for key, path, falls in HEADINGS_OF_OFFICES if office else HEADINGS_OF_UNITS:
        found = [task for task in left if falls(task, calendar, today)]
        left = [task for task in left if task not in found]
        if found:
            sections.append(Section(key, found[:MOST], max(0, len(found) - MOST), path))
            counts.append((key, len(found)))
    coming = (task for task in left if not task["standing"] and _due(task) >= today)
    return Day(sections, counts, next(coming, None))


def _due(task: Json) -> date:
    return date.fromisoformat(task["due"])


def _decide(task: Json, calendar: Calendar, today: date) -> bool:
    return task["state"] == "objected" or rights.asked(task) is not None


def _late(task: Json, calendar: Calendar, today: date) -> bool:
    return bool(task["overdue"])


def _soon(task: Json, calendar: Calendar, today: date) -> bool:
    if task["standing"] or task["state"] == "objected" or _due(task) < today:
        return False
    return calendar.between(today, _due(task)) <= SOON


def _returned(task: Json, calendar: Calendar, today: date) -> bool:
    return bool(task["state"] == "returned")


def _new(task: Json, calendar: Calendar, today: date) -> bool:
    return bool(task["state"] == "assigned")


LIST = "/console/tasks"
HEADINGS_OF_OFFICES = (
    ("decide", f"{LIST}?state=open", _decide),
    ("overdue", f"{LIST}?overdue=true", _late),
    ("soon", f"{LIST}?state=open", _soon),
    ("returned", f"{LIST}?state=returned", _returned),
)
HEADINGS_OF_UNITS = (
    ("overdue", f"{LIST}?overdue=true", _late),
    ("returned", f"{LIST}?state=returned", _returned),
    ("soon", f"{LIST}?state=open", _soon),
    ("accept", f"{LIST}?state=assigned", _new),
)


def slips(found: Iterable[Json]) -> list[Json]:
    """Those that wait for a rectification or its verification, the gravest first."""
    grave = {"red": 0, "orange": 1, "blue": 2}
    return sorted(found, key=lambda slip: (grave.get(slip["colour"], 3), slip["due"] or ""))
