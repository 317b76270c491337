"""What every command, event and due tick costs its database, counted on a real one.

Each aggregate is read and written once, what surely is new is only written, and a due tick that
asks others first holds a lease by one write more. What the decision must know besides is at most
``KNOWN`` reads: the ids of one collection are asked for together.
"""

from collections.abc import Iterator

import pytest

from kit.table import Command, Hearing, Ticking
from services.notify.audiences import AUDIENCES
from tests.interface import story
from tests.support.stack import ALL, Stack, load
from tests.support.town import Town

SERVICES = ALL
pytestmark = pytest.mark.timeout(400)
"""Seconds for a whole year, on a busy machine."""
KNOWN = 2
TOLD = 6
"""Of an event that notify tells: persons by name, places, two searches, programs, and its words."""
COUNTING = "as for the others, and which days are worked"
CHARGED = "who may be charged stands with units and with persons; and what is charged already"
COUNTED = "the years, and what surrounds each score that counts the units"
MORE: dict[str, tuple[int, str]] = {
    "tasks.assign": (3, CHARGED),
    "tasks.decompose": (3, CHARGED),
    "tasks.decompose_table": (4, COUNTING),
    "tasks.decompose_by_roles": (3, CHARGED),
    "tasks.divide_task": (3, CHARGED),
    "tasks.correct_meeting": (3, "who may be charged, and whether a later meeting follows"),
    "tasks.record_meeting": (5, "as for a correction, and the meeting before with its tasks"),
    "tasks.succeed_unit": (3, "units, the person who takes over, and what is open"),
    "tasks.on_unit_succeeded": (3, "it looks for tasks, lower units and registers of the unit"),
    "tasks.submit": (4, "the task's parts, its proofs, who made them, and the register"),
    "tasks.rectify": (3, "the proofs, who made them, and who is responsible"),
    "tasks.raise_finding": (5, "the visit, its photos, units, the rules of slips, and a bound"),
    "tasks.record_accountability": (3, "the unit, and its findings and tasks"),
    "evidence.declare": (7, "four quotas, the photos of leads, and what its tasks want"),
    "evidence.on_evidence_sealed": (4, "the file, its copies, what looks like it, what is new"),
    "scoring.freeze_snapshot": (10, "all districts, each with its scores and vetoes"),
    "scoring.recompute": (5, "all that is kept of a district's year"),
    "scoring.audited": (5, "all that is kept of a district's year"),
    "scoring.on_unit_registered": (3, COUNTED),
    "scoring.on_unit_succeeded": (3, COUNTED),
    "scoring.on_repair_ordered": (6, "of each item again all its facts"),
}
"""Doors that must know more: how many reads, and which."""


@pytest.fixture(scope="module")
def town(stack: Stack) -> Iterator[Town]:
    with story.lived(stack) as made:
        yield made


def doors() -> list[str]:
    kinds = (Command, Hearing, Ticking)
    services = [load(target) for target in ALL]
    return [f"{each.name}.{name}" for each in services for kind in kinds for name in each.of(kind)]


def most(door: str) -> int:
    told = {f"notify.on_{fact.type.split('.')[1]}" for fact in AUDIENCES}
    return MORE[door][0] if door in MORE else TOLD if door in told else KNOWN


def test_the_story_comes_through_every_door(town: Town) -> None:
    assert sorted(set(doors()) - town.costs.keys()) == []


@pytest.mark.parametrize("door", doors())
def test_a_door_costs_a_read_and_a_write_and_little_that_must_be_known(
    town: Town, door: str
) -> None:
    for cost in town.costs[door]:
        assert cost.reads <= cost.there + most(door), (door, cost)
        assert cost.writes <= cost.changed, (door, cost)


def test_no_door_is_excused_that_needs_no_excuse(town: Town) -> None:
    needed = {door: max(cost.reads - cost.there for cost in town.costs[door]) for door in MORE}
    assert needed == {door: more for door, (more, _) in MORE.items()}
