"""Role × scope of every command: the table, the wiring and the doors of the gateway say the same.

A new command fails here until it has its line in tests/support/rights.py; what the running services
do with callers from elsewhere is in tests/interface/test_rights.py.
"""

import pytest

from contracts.orders import tasks as orders
from gateway.routes import TABLES
from gateway.routes.row import Row
from infra.generate import services
from kit.table import Command, Query
from tests.support.minimal import minimal
from tests.support.rights import CITY_ROLES, OPERATIONS_ASK, RIGHTS, UNIT_ROLES

COMMANDS: dict[str, Command] = {
    f"{service.name}.{name}": door
    for service in services()
    for name, door in service.doors.items()
    if isinstance(door, Command)
}
DOORS = {
    f"{service}.{row.method}": row
    for service, rows in TABLES.items()
    for row in rows
    if f"{service}.{row.method}" in COMMANDS
}
QUESTIONS: dict[str, Query] = {
    f"{service.name}.{name}": door
    for service in services()
    for name, door in service.doors.items()
    if isinstance(door, Query) and service.name in ("tasks", "notify")
}
BY_PEOPLE = {"tasks.appoint_person"}
"""Given by POST /people, together with the account."""


def test_the_table_has_a_line_for_every_command_and_no_other() -> None:
    missing = sorted(COMMANDS.keys() - RIGHTS.keys())
    gone = sorted(RIGHTS.keys() - COMMANDS.keys())
    assert (missing, gone) == ([], []), "say in tests/support/rights.py who may give it"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_wiring_names_the_roles_of_the_table(name: str) -> None:
    _, roles = RIGHTS[name]
    assert set(COMMANDS[name].roles) == roles


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_gateways_door_names_the_same_roles(name: str) -> None:
    if name in BY_PEOPLE:
        assert name not in DOORS
        return
    _, roles = RIGHTS[name]
    assert set(DOORS[name].roles) == roles
    assert DOORS[name].verb == "POST"


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_a_scope_fits_its_roles(name: str) -> None:
    scope, roles = RIGHTS[name]
    if scope == "CITY":
        assert roles <= CITY_ROLES, "a role that may be held in one district"
    elif scope == "UNIT":
        assert roles <= UNIT_ROLES, "a role that may be held without a unit"
    elif scope == "DISTRICT":
        assert roles - CITY_ROLES, "no role of a district may give it"
    else:
        assert not roles, "everybody has things of their own"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_nobody_is_asked_for_more_than_a_smallest_order(name: str) -> None:
    """Each order can be made from its description, as the test with running services does."""
    assert minimal(COMMANDS[name].order)


def test_a_smallest_order_holds_what_is_required_and_what_is_given() -> None:
    order = minimal(orders.PlanInspection, district="ganzhou", kind="covert")
    assert (order.district, order.kind, order.inspectors) == ("ganzhou", "covert", ())


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_operations_may_ask_for_nothing_that_the_campaign_holds(name: str) -> None:
    """By the wiring and by every door of the gateway; previews are for offices."""
    roles = QUESTIONS[name].roles
    assert ("operations" in roles or not roles) == (name in OPERATIONS_ASK)
    rows = [row for service, rows in TABLES.items() for row in rows if _asks(service, row, name)]
    for row in rows:
        assert set(row.roles) == set(roles), row.path


def _asks(service: str, row: Row, name: str) -> bool:
    return f"{service}.{row.method}" == name
