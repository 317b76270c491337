"""Every door is reached by clicking: each order and question has its page in the console.

A new order or question fails here until it has its line in ``tests/support/pages.py``: the page on
which people reach it, or why it is not for people.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from contracts.orders.base import Order
from contracts.orders.catalogue import SHAPES
from contracts.orders.doors import Door, doors_of, roles_of
from contracts.roles import READERS
from contracts.words import Role
from gateway.console.frame.navigation import Entry
from gateway.console.frame.rooms import FRAME, rooms
from infra.local.programs import ROOT
from services.notify import links
from tests.support.pages import NOT_FOR_PEOPLE, PAGES

ON_EVERY_PAGE = ("/console/complaints", "/console/inbox", "/console/snap")
"""The frame of every page leads there."""
LINKED = {
    "/console/vetoes": "/console/scores",
    "/console/standards": "/console/tasks",
    "/console/rules": "/console/tasks",
}
"""Pages without a line of their own in the navigation, and the page that leads there."""
REST: frozenset[Role] = frozenset(
    {"field", "inspector", "leader", "reviewer", "province_reviewer", "unit"}
)
UNCONCERNED: dict[str, frozenset[Role]] = {
    "accountability": frozenset({"field", "inspector", "reviewer", "province_reviewer"}),
    "accounts": REST,
    "campaigns": REST,
    "burden": REST,
    "holidays": REST | {"district_office"},
    "phrases": REST,
    "score-checks": REST | {"operations"},
    "units": REST,
}
"""By room: roles that may ask there by the API, and have no need of the page."""


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


CONSOLE = ROOT / "gateway" / "console"
REACHED = {one.name: one for one in _all()}
ROUTES = {
    f"{verb} {path}": room for room, module in rooms("pages") for verb, path, _ in module.ROUTES
}
ENTRIES: list[Entry] = [entry for _, module in rooms("pages") for entry in module.ENTRIES]
TOLD = {name: page for table in PAGES.values() for name, page in table.items()}


def test_every_door_has_its_page_or_says_why_it_has_none() -> None:
    missing = [
        name for name, one in REACHED.items() if name not in TOLD and name not in NOT_FOR_PEOPLE
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


@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_page_exists_and_gives_what_changes_something_by_post(name: str) -> None:
    page = TOLD[name]
    assert page in ROUTES
    shape = REACHED[name].door.shape
    assert page.startswith("POST") or not issubclass(shape, Order)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_room_of_the_page_knows_the_order_or_question(name: str) -> None:
    """An address alone gives no order."""
    shape, room = REACHED[name].door.shape.__name__, ROUTES[TOLD[name]]
    told = re.compile(rf"\b{shape}\b")
    files = (file for folder in (room, FRAME) for file in (CONSOLE / folder).glob("*.py"))
    assert any(told.search(file.read_text()) for file in files)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_the_navigation_leads_everybody_there_who_may_give_it(name: str) -> None:
    path = TOLD[name].partition(" ")[2]
    if path.startswith(ON_EVERY_PAGE):
        return
    path = next((path.replace(one, by) for one, by in LINKED.items() if path.startswith(one)), path)
    seen: set[Role] = set()
    for entry in ENTRIES:
        if path == entry.path or path.startswith(f"{entry.path}/"):
            seen |= set(entry.roles)
    roles = set(roles_of(REACHED[name].door.shape) or READERS)
    assert roles - seen <= UNCONCERNED.get(path.split("/")[2], frozenset())


def test_every_message_leads_to_a_page_that_is_there() -> None:
    pages = {re.sub(r"{\w{1,40}}", "{}", path) for path in ROUTES}
    told = {re.sub(r"{\w{1,40}}", "{}", path) for path in links.PAGES.values()}
    assert {f"GET {path}" for path in told - {"{}"}} <= pages
