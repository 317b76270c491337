"""Every command, to the running services: who is from elsewhere finds and changes nothing.

Each aggregate of each service has one document in district ganzhou; every command is given about it
by a caller of district linze, by one of a role that may not, and, where it is a unit's, by the
contact of another unit. The table is in tests/support/rights.py.
"""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from contracts.caller import Caller
from contracts.words import Role
from kit.aggregate import Aggregate
from kit.table import Command, Query
from tests.support.calling import CallFailed, Calls
from tests.support.minimal import SEED, minimal
from tests.support.rights import CITY_ROLES, RIGHTS, UNIT_ROLES, Right
from tests.support.stack import ALL, Stack, load

HERE, ELSEWHERE = "ganzhou", "linze"
SERVICES = ALL
LOADED = {target: load(target) for target in ALL}
COMMANDS: dict[str, Command] = {
    f"{service.name}.{name}": door
    for service in LOADED.values()
    for name, door in service.doors.items()
    if isinstance(door, Command)
}
QUERIES: dict[str, Query] = {
    f"{service.name}.{name}": door
    for service in LOADED.values()
    for name, door in service.doors.items()
    if isinstance(door, Query)
}

OF_THEIR_OWN = {"tasks.save_view", "tasks.take_number", "notify.register_hook"}
"""Commands that make a thing of the caller's own, wherever the caller is."""


def caller(role: Role, district: str, unit: str = "") -> Caller:
    return Caller(account="stranger", name="stranger", roles=(role,), district=district, unit=unit)


def order_of(name: str) -> Any:
    return minimal(COMMANDS[name].order, district=HERE)


def seeds(service: Any) -> Iterator[tuple[Aggregate[Any], str]]:
    """Each aggregate under the seed's id, and under that which a command's order names."""
    for aggregate in {one.collection: one for one in service.aggregates()}.values():
        yield aggregate, SEED
    for name, command in COMMANDS.items():
        at = command.reaction.at
        if name.startswith(f"{service.name}.") and isinstance(at, str) and not command.new:
            id = getattr(order_of(name), at)
            if id != SEED:
                yield command.reaction.aggregate, id


def sow(stack: Stack, service: Any) -> None:
    database = stack.mongo(service.name)
    for aggregate, id in seeds(service):
        state = minimal(aggregate.state, district=HERE)
        document = {
            "_id": id,
            "district": HERE,
            "version": 1,
            "state": aggregate.dump(state),
            "due": None,
            "outbox": [],
            "marks": [],
        }
        database[aggregate.collection].replace_one({"_id": id}, document, upsert=True)


@pytest.fixture(scope="module")
def calls(stack: Stack) -> dict[str, Calls]:
    for target in ALL:
        stack.start(target, TONGXIN_DUE_SECONDS="5")
    for running in stack.processes:
        running.wait_ready()
    for service in LOADED.values():
        sow(stack, service)
    return {service.name: Calls(stack, service.name) for service in LOADED.values()}


def everything(stack: Stack, service: str) -> dict[str, Any]:
    """All documents of a service."""
    database = stack.mongo(service)
    return {
        f"{name}/{document['_id']}": document
        for name in sorted(database.list_collection_names())
        for document in database[name].find()
    }


def refused(calls: dict[str, Calls], name: str, by: Caller) -> CallFailed:
    service, _, method = name.partition(".")
    with pytest.raises(CallFailed) as no:
        calls[service].command(order_of(name), caller=by, method=method)
    return no.value


def stranger(right: Right) -> Caller:
    """One who might give it at home, and is at home elsewhere."""
    scope, roles = right
    if scope == "CITY":
        return caller("district_office", ELSEWHERE)
    local = sorted(roles - CITY_ROLES) or ["unit"]
    role: Any = local[0]
    return caller(role, ELSEWHERE, "x-unit" if role in UNIT_ROLES else "")


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - OF_THEIR_OWN))
def test_a_caller_of_another_district_finds_nothing_and_changes_nothing(
    stack: Stack, calls: dict[str, Calls], name: str
) -> None:
    service = name.partition(".")[0]
    before = everything(stack, service)
    no = refused(calls, name, stranger(RIGHTS[name]))
    assert no.status in (403, 404), f"{no.status} {no.error}"
    assert everything(stack, service) == before


@pytest.mark.parametrize("name", sorted(name for name, right in RIGHTS.items() if right[1]))
def test_a_role_that_may_not_is_told_so(calls: dict[str, Calls], name: str) -> None:
    _, roles = RIGHTS[name]
    for role in get_args(Role):
        if role not in roles:
            unit = "x-unit" if role in UNIT_ROLES else ""
            district = "*" if role in CITY_ROLES else HERE
            no = refused(calls, name, caller(role, district, unit))
            assert (no.status, no.code) == (403, "forbidden"), f"{role}: {no.error}"


@pytest.mark.parametrize(
    "name", sorted(name for name, (scope, _) in RIGHTS.items() if scope == "UNIT")
)
def test_the_contact_of_another_unit_finds_nothing(calls: dict[str, Calls], name: str) -> None:
    no = refused(calls, name, caller("unit", HERE, "another"))
    assert no.status in (403, 404), f"{no.status} {no.error}"


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_question_from_another_district_shows_nothing_of_this_one(
    calls: dict[str, Calls], name: str
) -> None:
    service, _, method = name.partition(".")
    spec = QUERIES[name]
    role: Any = (sorted(set(spec.roles) - CITY_ROLES) or ["district_office"])[0]
    try:
        shown = calls[service].ask(
            minimal(spec.ask, district=HERE), caller=caller(role, ELSEWHERE), method=method
        )
    except CallFailed as no:
        assert no.status in (403, 404, 409, 422), f"{no.status} {no.error}"
        return
    assert HERE not in repr(shown), shown
