"""Every door is reached by clicking: each order and question has its page in the console.

A new order or question fails here until it has its line: the page on which people reach it, or why
it is not for people. Modules whose pages are not written down yet stand in ``NOT_YET``.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from contracts.orders.base import Order
from contracts.orders.catalogue import SHAPES
from contracts.orders.doors import Door, doors_of, roles_of
from contracts.roles import READERS
from contracts.words import Role
from gateway.console.frame.navigation import Entry
from gateway.console.frame.rooms import rooms

SUPERVISION = {
    "PlanInspection": "POST /console/inspections/plan",
    "PublishInspection": "POST /console/inspections/{inspection}/publish",
    "RaiseFinding": "POST /console/inspections/{inspection}/findings",
    "Rectify": "POST /console/findings/{finding}/{act}",
    "CloseRectification": "POST /console/findings/{finding}/{act}",
    "LookBack": "POST /console/findings/{finding}/{act}",
    "PostponeRectification": "POST /console/findings/{finding}/{act}",
    "RulePostponement": "POST /console/findings/{finding}/{act}",
    "NameInBulletin": "POST /console/findings/{finding}/{act}",
    "Appeal": "POST /console/findings/{finding}/{act}",
    "RuleAppeal": "POST /console/findings/{finding}/{act}",
    "SetSlipRules": "POST /console/slips/rules",
    "RecordAccountability": "POST /console/accountability/record",
    "ReplyAccountability": "POST /console/accountability/{accountability}/reply",
    "FindingOf": "GET /console/findings/{finding}",
    "FindingHistoryOf": "GET /console/findings/{finding}",
    "Findings": "GET /console/findings",
    "Findings export": "GET /console/findings/export",
    "Inspections": "GET /console/inspections",
    "Inspections export": "GET /console/inspections/export",
    "InspectionOf": "GET /console/inspections/{inspection}",
    "Slips": "GET /console/slips",
    "Slips export": "GET /console/slips/export",
    "SlipBookOf": "GET /console/slips/rules",
    "Accountabilities": "GET /console/accountability",
    "Accountabilities export": "GET /console/accountability/export",
    "AccountabilityOf": "GET /console/accountability/{accountability}",
}
MEETINGS = {
    "RecordMeeting": "POST /console/meetings/record",
    "CorrectMeeting": "POST /console/meetings/{meeting}/correct",
    "MeetingOf": "GET /console/meetings/{meeting}",
    "Meetings": "GET /console/meetings",
    "Meetings export": "GET /console/meetings/export",
    "MeetingSheet": "GET /console/meetings/{meeting}/sheet",
    "RaiseNeed": "POST /console/needs/raise",
    "ConfirmNeed": "POST /console/needs/{need}/{act}",
    "AcceptNeed": "POST /console/needs/{need}/{act}",
    "DeclineNeed": "POST /console/needs/{need}/{act}",
    "ConfirmMet": "POST /console/needs/{need}/{act}",
    "NeedOf": "GET /console/needs/{need}",
    "Needs": "GET /console/needs",
    "Needs export": "GET /console/needs/export",
    "NeedSheet": "GET /console/needs/sheet",
}
PAGES: dict[str, dict[str, str]] = {
    "contracts.orders.tasks.supervision": SUPERVISION,
    "contracts.orders.tasks.meetings": MEETINGS,
}
"""By module: an order's or question's name, and the address at which the console gives or asks it;
`` export`` behind it: all its pages as one file."""

NOT_FOR_PEOPLE: dict[str, str] = {}
"""What no page is for, with the reason."""

NOT_YET = frozenset(
    {
        "contracts.orders.evidence",
        "contracts.orders.notify",
        "contracts.orders.scoring",
        "contracts.orders.tasks.holidays",
        "contracts.orders.tasks.life",
        "contracts.orders.tasks.organisation",
        "contracts.orders.tasks.planning",
        "contracts.orders.tasks.registers",
        "contracts.orders.tasks.views",
    }
)
"""Modules, or packages of them, whose table is still to be written."""

UNCONCERNED: dict[str, frozenset[Role]] = {
    "accountability": frozenset({"field", "inspector", "reviewer", "province_reviewer"})
}
"""By room: who may ask there, and is always answered with nothing."""


class Reached(NamedTuple):
    name: str
    module: str
    door: Door


def _named(door: Door) -> str:
    return f"{door.shape.__name__}{' export' if door.kind == 'export' else ''}"


def _all() -> Iterator[Reached]:
    for shapes in SHAPES.values():
        for shape in shapes:
            for door in doors_of(shape):
                yield Reached(_named(door), shape.__module__, door)


REACHED = {one.name: one for one in _all()}
ROUTES = {
    f"{verb} {path}": room for room, module in rooms("pages") for verb, path, _ in module.ROUTES
}
ENTRIES: list[Entry] = [entry for _, module in rooms("pages") for entry in module.ENTRIES]
TOLD = {name: page for table in PAGES.values() for name, page in table.items()}


def _waits(module: str) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in NOT_YET)


def test_every_door_has_its_page_or_says_why_it_has_none() -> None:
    missing = [
        name
        for name, one in REACHED.items()
        if name not in TOLD and name not in NOT_FOR_PEOPLE and not _waits(one.module)
    ]
    assert missing == [], "say on which page of the console people reach it"


def test_the_tables_name_doors_that_exist_under_their_own_module() -> None:
    wrong = [
        name
        for module, table in PAGES.items()
        for name in table
        if name not in REACHED or not REACHED[name].module.startswith(module)
    ]
    assert wrong == []
    assert not NOT_FOR_PEOPLE.keys() & TOLD.keys()
    assert NOT_FOR_PEOPLE.keys() <= REACHED.keys()


def test_a_module_waits_or_has_a_table() -> None:
    assert {name for name in PAGES if _waits(name)} == set()
    unknown = {
        one for one in NOT_YET if not any(r.module.startswith(one) for r in REACHED.values())
    }
    assert unknown == set()


@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_page_exists_and_gives_what_changes_something_by_post(name: str) -> None:
    page = TOLD[name]
    assert page in ROUTES
    shape = REACHED[name].door.shape
    assert page.startswith("POST") or not issubclass(shape, Order)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_room_of_the_page_knows_the_order_or_question(name: str) -> None:
    """By import: an address alone gives no order."""
    shape, room = REACHED[name].door.shape, ROUTES[TOLD[name]]
    start = f"gateway.console.{room}."
    known = [m for at, m in sys.modules.items() if at.startswith(start)]
    assert any(getattr(module, shape.__name__, None) is shape for module in known)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_navigation_leads_everybody_there_who_may_give_it(name: str) -> None:
    path = TOLD[name].partition(" ")[2]
    seen: set[Role] = set()
    for entry in ENTRIES:
        if path == entry.path or path.startswith(f"{entry.path}/"):
            seen |= set(entry.roles)
    roles = set(roles_of(REACHED[name].door.shape) or READERS)
    assert roles - seen <= UNCONCERNED.get(path.split("/")[2], frozenset())
