"""What waits for a reader, by head of the navigation: only what is theirs to do. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from contracts.caller import Caller
from contracts.orders.base import PageAsk
from contracts.orders.tasks import Findings, Reviews, Tasks
from contracts.roles import OFFICES, REVIEWERS, UNIT, VERIFIERS

Json = dict[str, Any]
MOST = 99
"""A badge tells no more."""
PART = MOST + 1


class Waiting(NamedTuple):
    """A question of what waits, and which of its rows are the reader's to deal with."""

    head: str
    asked: PageAsk
    mine: Callable[[Json, Caller], bool]


def _any(row: Json, caller: Caller) -> bool:
    return True


def _leads(task: Json, caller: Caller) -> bool:
    return bool(
        task["lead"] == caller.unit and task["state"] in ("assigned", "accepted", "returned")
    )


def _anothers(finding: Json, caller: Caller) -> bool:
    return bool(finding["unit"] != caller.unit)


def questions(caller: Caller) -> list[Waiting]:
    """A unit: tasks to accept, returned to it and overdue, findings to answer. An office:
    objections to rule on. Reviewers: their queue. Who verifies: what was mended."""
    found: list[Waiting] = []
    if caller.has(*UNIT):
        own = caller.unit or None
        found += [
            Waiting("tasks", Tasks(state="assigned", unit=own, limit=PART), _leads),
            Waiting("tasks", Tasks(state="returned", unit=own, limit=PART), _leads),
            Waiting("tasks", Tasks(overdue=True, unit=own, limit=PART), _leads),
            Waiting("oversight", Findings(state="ordered", unit=own, limit=PART), _any),
        ]
    if caller.has(*OFFICES):
        found.append(Waiting("tasks", Tasks(state="objected", limit=PART), _any))
    if caller.has(*REVIEWERS):
        found.append(Waiting("tasks", Reviews(limit=PART), _any))
    if caller.has(*VERIFIERS):
        found.append(Waiting("oversight", Findings(state="rectified", limit=PART), _anothers))
    return found


def counts(answers: Sequence[tuple[Waiting, Sequence[Json]]], caller: Caller) -> Mapping[str, int]:
    """Each thing once, by head."""
    found: dict[str, set[str]] = {}
    for waiting, rows in answers:
        own = {row["id"] for row in rows if waiting.mine(row, caller)}
        found.setdefault(waiting.head, set()).update(own)
    return {head: len(ids) for head, ids in found.items() if ids}


def told(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count)
