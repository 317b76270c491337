"""What is counted beside the navigation: what the day's page lists as the reader's to do."""

from datetime import date
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.words import Role
from gateway.console.frame.terms import Calendar
from gateway.console.today.views import Waiting, asked_of, day, told

TODAY = date(2026, 11, 30)
"""A Monday."""


def of(*roles: Role, unit: str = "") -> Caller:
    return Caller(account="a", name="陈明", roles=roles, district="ganzhou", unit=unit)


def task(id: str, **changed: Any) -> dict[str, Any]:
    blank = {"id": id, "lead": "edu", "state": "accepted", "due": "2026-12-31", "overdue": False}
    return {**blank, "standing": False, "extensions": [], **changed}


TASKS = [
    task("new", state="assigned"),
    task("back", state="returned"),
    task("late", due="2026-11-20", overdue=True),
    task("late and new", state="assigned", due="2026-11-20", overdue=True),
    task("soon", due="2026-12-02"),
    task("far"),
    task("of another", lead="publicity", state="assigned"),
    task("to rule", state="objected"),
    task("to grant", extensions=[{"by": "li", "granted": None}]),
]


def counted(caller: Caller, **rows: int) -> dict[str, int]:
    others = [(one, rows[one.key]) for one in asked_of(caller) if one.key in rows]
    return Waiting(day(TASKS, caller, Calendar(), TODAY), Calendar(), others).counts()


def test_a_unit_counts_each_task_that_its_day_lists_once() -> None:
    unit = of("unit", unit="edu")
    listed = day(TASKS, unit, Calendar(), TODAY)
    assert sum(count for _, count in listed.counts) == listed.mine == 5
    assert counted(unit) == {"tasks": 5}
    assert counted(unit, reviews=2, ordered=1) == {"tasks": 7, "oversight": 1}


def test_an_office_counts_what_it_decides_and_not_what_it_follows() -> None:
    office = of("district_office")
    listed = dict(day(TASKS, office, Calendar(), TODAY).counts)
    assert listed == {"decide": 2, "overdue": 2, "soon": 1, "returned": 1}
    assert counted(office) == {"tasks": 2}
    assert counted(office, rectified=1, leads=3) == {"tasks": 2, "oversight": 4}


def test_what_a_unit_has_mended_itself_it_does_not_verify() -> None:
    (mended,) = asked_of(of("inspector", unit="edu"))
    assert not mended.mine({"unit": "edu"}, of("inspector", unit="edu"))
    assert mended.mine({"unit": "publicity"}, of("inspector", unit="edu"))


def test_where_nothing_waits_no_head_has_a_number() -> None:
    nothing = Waiting(day([], of("leader"), Calendar(), TODAY), Calendar(), [])
    assert nothing.counts() == {}


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        ("leader", []),
        ("auditor", []),
        ("reviewer", ["Reviews"]),
        ("inspector", ["Findings"]),
        ("unit", ["Reviews", "Findings"]),
        ("district_office", ["Findings", "Leads"]),
        ("city_office", ["Findings", "Leads", "EvidenceList"]),
    ],
)
def test_nobody_is_asked_about_what_is_not_theirs(role: Role, asked: list[str]) -> None:
    assert [type(one.question).__name__ for one in asked_of(of(role))] == asked


def test_a_badge_tells_no_more_than_two_digits() -> None:
    assert (told(99), told(100)) == ("99", "99+")
