"""What is counted beside the navigation: only what its reader must do, each thing once."""

from typing import Any

import pytest

from contracts.caller import Caller
from contracts.words import Role
from gateway.console.badges.views import counts, questions, told


def of(*roles: Role, unit: str = "") -> Caller:
    return Caller(account="a", name="陈明", roles=roles, district="ganzhou", unit=unit)


def task(id: str, lead: str = "edu", state: str = "assigned") -> dict[str, Any]:
    return {"id": id, "lead": lead, "state": state}


def told_of(caller: Caller, *answers: list[dict[str, Any]]) -> dict[str, int]:
    return dict(counts(list(zip(questions(caller), answers, strict=True)), caller))


def test_a_unit_counts_what_it_leads_and_must_act_on_once() -> None:
    unit = of("unit", unit="edu")
    overdue = [task("t-2"), task("t-3", state="submitted"), task("t-4", state="accepted")]
    new = [task("t-1", "publicity"), task("t-2")]
    assert told_of(unit, new, [], overdue, [{"id": "f-1"}]) == {"tasks": 2, "oversight": 1}


def test_who_verifies_counts_what_others_have_mended() -> None:
    office = of("district_office")
    assert told_of(office, [task("t-1", state="objected")], [{"id": "f-1", "unit": "edu"}]) == {
        "tasks": 1,
        "oversight": 1,
    }
    both = of("inspector", unit="edu")
    assert told_of(both, [{"id": "f-1", "unit": "edu"}]) == {}


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        ("leader", []),
        ("auditor", []),
        ("reviewer", ["Reviews"]),
        ("inspector", ["Findings"]),
        ("district_office", ["Tasks", "Findings"]),
    ],
)
def test_nobody_is_asked_about_what_is_not_theirs(role: Role, asked: list[str]) -> None:
    assert [type(one.asked).__name__ for one in questions(of(role))] == asked


def test_a_badge_tells_no_more_than_two_digits() -> None:
    assert (told(99), told(100)) == ("99", "99+")
