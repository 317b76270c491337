"""Role × scope of every command: the table, the wiring and the doors of the gateway say the same.

A new command fails here until it has its line in tests/support/rights.py; what the running services
do with callers from elsewhere is in tests/interface/test_rights.py.
"""

import pytest

from contracts.orders import tasks as orders
from contracts.orders.base import Ask, Order
from contracts.orders.doors import Door, door, doors_of, export, only, roles_of
from contracts.roles import CITY, OFFICES, UNIT
from contracts.words import Role
from gateway.routes import TABLES
from infra.generate import services
from kit.table import Command, Query
from tests.support.minimal import minimal
from tests.support.rights import (
    ASKED_BY,
    CITY_ROLES,
    KEEPERS,
    KEEPERS_ASK,
    RIGHTS,
    UNIT_ROLES,
    WITHOUT_A_DOOR,
)

COMMANDS: dict[str, Command] = {
    f"{service.name}.{name}": door
    for service in services()
    for name, door in service.of(Command).items()
}
QUESTIONS: dict[str, Query] = {
    f"{service.name}.{name}": door
    for service in services()
    for name, door in service.of(Query).items()
}
DOORS: dict[str, list[Door]] = {}
for _service, _rows in TABLES.items():
    for _row in _rows:
        DOORS.setdefault(f"{_service}.{_row.method}", []).append(_row)


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
    if name in WITHOUT_A_DOOR:
        assert name not in DOORS
        return
    _, roles = RIGHTS[name]
    (row,) = DOORS[name]
    assert set(row.roles) == roles
    assert row.verb == "POST"


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_a_scope_fits_its_roles(name: str) -> None:
    scope, roles = RIGHTS[name]
    if scope == "CITY":
        assert roles <= CITY_ROLES, "a role that may be held in one district"
    elif scope == "UNIT":
        assert roles <= UNIT_ROLES, "a role that may be held without a unit"
    elif scope == "DISTRICT":
        assert not roles or roles - CITY_ROLES, "no role of a district may give it"
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
def test_a_question_is_for_the_roles_of_the_table_at_the_door_and_in_the_service(name: str) -> None:
    roles = ASKED_BY.get(name, ASKED_BY[name.partition(".")[0]])
    assert set(QUESTIONS[name].roles) == roles
    assert (name in WITHOUT_A_DOOR) is (name not in DOORS)
    assert all(set(row.roles) == roles for row in DOORS.get(name, []))


def test_who_asks_what_is_told_of_questions_that_exist_and_differ() -> None:
    told = {name: roles for name, roles in ASKED_BY.items() if "." in name}
    assert told.keys() <= QUESTIONS.keys()
    assert [n for n, roles in told.items() if roles == ASKED_BY[n.partition(".")[0]]] == []


@pytest.mark.parametrize(
    "name", sorted(name for name in QUESTIONS if name.startswith(("tasks.", "notify.")))
)
@pytest.mark.parametrize("keeper", sorted(KEEPERS))
def test_keepers_may_ask_for_nothing_that_the_campaign_holds(name: str, keeper: Role) -> None:
    """By the wiring; previews are for offices."""
    roles = QUESTIONS[name].roles
    assert (keeper in roles or not roles) == (name in KEEPERS_ASK)


def test_an_order_that_does_not_say_who_may_give_it_is_not_wired() -> None:
    class Forgotten(Order, frozen=True, kw_only=True):
        pass

    with pytest.raises(LookupError, match="Forgotten"):
        roles_of(Forgotten)


def test_an_order_made_of_another_is_for_the_same_roles_until_it_names_its_own() -> None:
    @door("POST /made", "造", OFFICES)
    class Made(Order, frozen=True, kw_only=True):
        pass

    class Same(Made, frozen=True, kw_only=True):
        pass

    @only(CITY)
    class Narrower(Made, frozen=True, kw_only=True):
        pass

    assert (roles_of(Same), roles_of(Narrower), roles_of(Made)) == (OFFICES, CITY, OFFICES)
    assert doors_of(Same) == doors_of(Narrower) == ()


def test_two_doors_of_one_order_are_for_the_same_roles() -> None:
    @door("POST /twice", "造", OFFICES)
    class Twice(Order, frozen=True, kw_only=True):
        pass

    with pytest.raises(ValueError, match="Twice"):
        door("POST /thrice", "造", UNIT)(Twice)


def test_an_export_is_for_the_roles_of_its_question() -> None:
    @export("GET /exports/things", "表")
    @door("GET /things", "列", UNIT)
    class Things(Ask, frozen=True, kw_only=True):
        pass

    assert [(made.kind, made.roles) for made in doors_of(Things)] == [
        ("ask", UNIT),
        ("export", UNIT),
    ]
