"""What is to be done today, of all that is open, and what of it the badges count. Pure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from contracts.caller import Caller
from contracts.orders.base import PageAsk
from contracts.orders.evidence import EvidenceList
from contracts.orders.tasks import Findings, Leads, Reviews
from contracts.roles import CITY, OFFICES, REVIEWERS_OF_TASKS, UNIT, VERIFIERS
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
    """``mine``: how many tasks are the reader's to deal with; the others an office follows.
    ``next``: the task whose day comes next, where nothing is to be done."""

    sections: list[Section]
    counts: list[tuple[str, int]]
    mine: int
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
    mine = sum(count for key, count in counts if not office or key in DECIDED)
    return Day(sections, counts, mine, next(coming, None))


def waits(tasks: Sequence[Json], caller: Caller, calendar: Calendar, today: date) -> list[Json]:
    """Those of the tasks that are the reader's to deal with: the ones that ``day`` counts."""
    return [task for task in tasks if day([task], caller, calendar, today).mine]


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
DECIDED = ("decide",)
"""What an office does itself; the rest is for its units to do."""
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


# -- what waits besides -------------------------------------------------------------------------

MOST_TOLD = 99
"""A count tells no more."""
PART = MOST_TOLD + 1


class Asked(NamedTuple):
    """Rows that wait besides the tasks that are not handed in. ``head``: of the navigation;
    ``path``: their list; ``mine``: which of them are the reader's to deal with; ``service``: whom
    it is asked of."""

    key: str
    head: str
    question: PageAsk
    path: str
    mine: Callable[[Json, Caller], bool] = lambda row, caller: True
    service: str = "tasks"


class Waiting(NamedTuple):
    """``others``: each with how many there are, those with none left out."""

    day: Day
    days: Calendar
    others: list[tuple[Asked, int]]

    def counts(self) -> dict[str, int]:
        """What the reader must do, by head of the navigation."""
        found = {"tasks": self.day.mine} if self.day.mine else {}
        for asked, count in self.others:
            found[asked.head] = found.get(asked.head, 0) + count
        return found


def _anothers(finding: Json, caller: Caller) -> bool:
    return bool(finding["unit"] != caller.unit)


def _not_own(piece: Json, caller: Caller) -> bool:
    return bool(piece.get("by") != caller.account)


def asked_of(caller: Caller) -> list[Asked]:
    """Results to review; a unit's findings to answer; what was mended, to verify; new leads;
    files that no check could judge."""
    found = []
    if caller.has(*REVIEWERS_OF_TASKS):
        found.append(Asked("reviews", "tasks", Reviews(limit=PART), "/console/review"))
    if caller.has(*UNIT):
        ordered = Findings(state="ordered", unit=caller.unit or None, limit=PART)
        found.append(Asked("ordered", "oversight", ordered, "/console/findings?state=ordered"))
    if caller.has(*VERIFIERS):
        mended, path = Findings(state="rectified", limit=PART), "/console/findings?state=rectified"
        found.append(Asked("rectified", "oversight", mended, path, _anothers))
    if caller.has(*OFFICES):
        leads = Leads(state="open", limit=PART)
        found.append(Asked("leads", "oversight", leads, "/console/snap/leads?state=open"))
    if caller.has(*CITY):
        aside, path = EvidenceList(state="QUARANTINED", limit=PART), "/console/quarantine"
        found.append(Asked("quarantined", "evidence", aside, path, _not_own, "evidence"))
    return found


def told(count: int) -> str:
    return f"{MOST_TOLD}+" if count > MOST_TOLD else str(count)
