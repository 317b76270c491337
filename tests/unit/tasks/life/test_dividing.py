"""A township divides its task among its villages."""

from datetime import date
from typing import Any

from contracts.orders.tasks import DivideTask, Share
from contracts.tasks import TaskPlanned
from services.tasks.life.charging import plan_task
from services.tasks.life.dividing import Below, divide_task
from tests.unit.tasks.cast import LI, NOW, QIAN, SUN, ZHOU, accepted, given, heard, refused
from tests.unit.tasks.cast import caller as someone
from tests.unit.tasks.cast import submitted as handed_in

BELOW = Below(
    children={"east": "东村", "west": "西村"},
    persons={"dong": "east", "xi": "west", "bei": "west"},
    contacts={"east": ("dong",), "west": ("xi", "bei")},
    parts=frozenset(),
)
WEST = Share(unit="west", person="bei", due=date(2026, 6, 10))


def order(*shares: Share) -> DivideTask:
    return DivideTask(task="t-1", due=date(2026, 6, 20), shares=shares)


def divide(*shares: Share, by: Any = SUN, below: Below = BELOW, task: Any = None) -> Any:
    return divide_task(task or accepted(), order(*shares), given(by, below))


def test_each_village_has_its_part_with_its_own_person_and_day() -> None:
    change = divide(Share(unit="east"), WEST)
    east, west = change.events
    assert isinstance(east, TaskPlanned)
    assert (east.task, east.parent, east.lead, east.person) == ("t-1.east", "t-1", "east", "dong")
    assert (east.title, east.due) == ("双拥纳入规划（东村）", date(2026, 6, 20))
    assert (west.person, west.due) == ("bei", date(2026, 6, 10))
    assert change.answer == {"tasks": ["t-1.east", "t-1.west"]}
    assert change.state.state == "accepted", "the whole goes on with its lead"
    assert change.state.history[-1].what == "divided"


def test_a_part_becomes_a_task_of_the_village_that_is_not_scored() -> None:
    fact = divide(Share(unit="east")).events[0]
    change = plan_task(None, fact, heard(fact, key=fact.task))
    assert change
    assert (change.state.lead, change.state.parent, change.state.scored) == ("east", "t-1", "")


def test_a_village_that_has_its_part_is_passed_over() -> None:
    held = Below(
        children=BELOW.children,
        persons=BELOW.persons,
        contacts=BELOW.contacts,
        parts=frozenset({"east"}),
    )
    assert divide(Share(unit="east"), below=held) is None
    assert len(divide(Share(unit="east"), WEST, below=held).events) == 1


def test_every_fault_of_the_shares_is_named_and_nothing_is_planned() -> None:
    shares = (
        Share(unit="nobody"),
        Share(unit="west"),
        Share(unit="east", person="xi"),
        Share(unit="east", due=date(2026, 7, 1)),
    )
    with refused("faulty-rows", "shares[0].unit") as no:
        divide(*shares)
    faults = [(fault["row"], fault["field"]) for fault in no.value.extra["faults"]]
    assert faults == [(0, "unit"), (1, "person"), (2, "person"), (3, "due"), (3, "unit")]


def test_only_the_lead_or_the_office_divides() -> None:
    assert divide(Share(unit="east"), by=QIAN)
    with refused("not-the-lead"):
        divide(Share(unit="east"), by=ZHOU)
    with refused("not-found"):
        divide(Share(unit="east"), by=LI)
    with refused("not-found"):
        divide(Share(unit="east"), by=someone("han", "district_office", "linze"))


def test_a_task_that_was_handed_in_and_a_part_are_not_divided() -> None:
    with refused("wrong-state"):
        divide(Share(unit="east"), task=handed_in())
    fact = divide(Share(unit="east")).events[0]
    part = plan_task(None, fact, heard(fact, key=fact.task))
    assert part
    with refused("invalid", "task"):
        divide_task(part.state, order(Share(unit="west", person="bei")), given(QIAN, BELOW, NOW))


def test_a_part_of_a_standing_task_ends_near_its_year() -> None:
    with refused("faulty-rows", "shares[0].due"):
        divide(Share(unit="east", due=date(2032, 1, 1)), task=accepted(standing=True))
