"""Nobody learns by counting: what supervision does is measured under one word."""

import pytest

from contracts.discreet import LABEL, is_discreet, method_label
from gateway.routes import TABLES
from gateway.routes.api import PREFIX
from infra.generate import services
from kit.table import Hearing
from services.tasks.supervision import doors as supervision

DOORS = sorted(door.name for door in supervision.TABLE if not isinstance(door, Hearing))
ROWS = [row for rows in TABLES.values() for row in rows]


@pytest.mark.parametrize("name", [*DOORS, "on_finding_held"])
def test_what_the_room_does_counts_under_one_word(name: str) -> None:
    assert method_label(name) == LABEL


def test_what_other_rooms_do_counts_by_its_name() -> None:
    names = {name for service in services() for name in service.doors}
    others = names - set(DOORS) - {"on_finding_held"}
    assert all(method_label(name) == name for name in others)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.verb} {row.path}")
def test_an_address_is_discreet_where_its_method_is(row) -> None:
    assert is_discreet(PREFIX + row.path) is (method_label(row.method) == LABEL)
