"""What a task leaves open to whom, what the day's page says of it, and its figures in a form."""

from datetime import date
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.words import Role
from gateway.console.frame.terms import Calendar
from gateway.console.tasks import measures, rights, views
from gateway.console.today.views import day

TODAY = date(2026, 11, 30)
"""A Monday."""
DAYS = Calendar()


def who(role: Role, unit: str = "", account: str = "somebody") -> Caller:
    return Caller(account=account, name="某人", roles=(role,), district="ganzhou", unit=unit)


OFFICE, LEAD, OTHER = who("district_office"), who("unit", "edu"), who("unit", "culture")
FIELD = who("field", "edu")


def task(**changed: Any) -> dict[str, Any]:
    blank = {
        "id": "t-1",
        "lead": "edu",
        "units": ["edu", "culture"],
        "person": "li",
        "state": "accepted",
        "parent": "",
        "standing": False,
        "overdue": False,
        "due": "2026-12-31",
        "urged": None,
        "objections": [],
        "extensions": [],
    }
    return {**blank, **changed}


ASKED = {"by": "li", "until": "2027-01-10", "granted": None}


@pytest.mark.parametrize(
    ("caller", "changed", "open_"),
    [
        (LEAD, {"state": "assigned"}, "accept object upload hand-over divide"),
        (LEAD, {}, "submit upload extend hand-over divide"),
        (LEAD, {"due": "2026-11-29"}, "submit upload hand-over divide"),
        (LEAD, {"standing": True}, "submit upload hand-over divide"),
        (LEAD, {"extensions": [ASKED]}, "submit upload hand-over divide"),
        (LEAD, {"state": "submitted"}, "upload hand-over"),
        (LEAD, {"state": "confirmed-district", "parent": "t-0"}, ""),
        (LEAD, {"state": "confirmed-province"}, ""),
        (LEAD, {"parent": "t-0"}, "submit upload extend hand-over"),
        (FIELD, {}, "submit upload"),
        (OTHER, {}, "upload"),
        (OFFICE, {}, "urge reschedule prioritise hand-over divide"),
        (OFFICE, {"extensions": [ASKED]}, "decide urge prioritise hand-over divide"),
        (
            OFFICE,
            {"state": "objected", "objections": [{"by": "li", "upheld": None}]},
            "rule reschedule prioritise hand-over divide",
        ),
        (
            OFFICE,
            {"urged": {"at": "2026-11-30T01:00:00Z"}},
            "reschedule prioritise hand-over divide",
        ),
        (OFFICE, {"state": "confirmed-province"}, ""),
        (who("inspector"), {}, "urge"),
        (who("leader"), {}, ""),
    ],
)
def test_acts_are_open_to_whom_state_and_role_let(
    caller: Caller, changed: dict[str, Any], open_: str
) -> None:
    assert rights.acts(task(**changed), caller, TODAY) == open_.split()


def test_an_objection_that_was_dismissed_is_not_raised_again() -> None:
    ruled = task(state="assigned", objections=[{"by": "li", "upheld": False}])
    assert "object" not in rights.acts(ruled, LEAD, TODAY)


def test_nobody_decides_what_they_asked_for_themselves() -> None:
    own = who("district_office", account="li")
    assert "decide" not in rights.acts(task(extensions=[ASKED]), own, TODAY)
    assert "reschedule" not in rights.acts(task(), own, TODAY)


def test_the_next_act_is_the_primary_one_and_only_the_late_are_urged() -> None:
    assert rights.primary(["object", "accept"], overdue=False) == "accept"
    assert rights.primary(["urge", "reschedule"], overdue=False) == ""
    assert rights.primary(["urge", "reschedule"], overdue=True) == "urge"


def test_the_day_has_each_task_once_and_nothing_that_is_not_the_readers() -> None:
    tasks = [
        task(id="late", due="2026-11-20", overdue=True),
        task(id="late and asked", due="2026-11-21", overdue=True, extensions=[ASKED]),
        task(id="soon", due="2026-12-07"),
        task(id="soon enough", due="2026-12-08"),
        task(id="back", state="returned"),
        task(id="always", due="2026-12-01", standing=True),
        task(id="to rule", state="objected", due="2026-12-01"),
        task(id="of another", lead="culture", state="assigned"),
        task(id="new", state="assigned"),
    ]
    office = day(tasks, OFFICE, DAYS, TODAY)
    assert [(s.key, [t["id"] for t in s.tasks]) for s in office.sections] == [
        ("decide", ["late and asked", "to rule"]),
        ("overdue", ["late"]),
        ("soon", ["soon"]),
        ("returned", ["back"]),
    ]
    unit = day(tasks, LEAD, DAYS, TODAY)
    assert [(s.key, [t["id"] for t in s.tasks]) for s in unit.sections] == [
        ("overdue", ["late", "late and asked"]),
        ("returned", ["back"]),
        ("soon", ["soon"]),
        ("accept", ["new"]),
    ]


def test_a_day_without_work_names_the_next_deadline() -> None:
    found = day([task(id="later"), task(id="last")], OFFICE, DAYS, TODAY)
    assert not found.sections and found.next is not None and found.next["id"] == "later"


def test_a_long_section_says_how_many_more_there_are() -> None:
    (section,) = day([task(state="returned")] * 12, OFFICE, DAYS, TODAY).sections
    assert len(section.tasks) == 8 and section.more == 4


INPUTS: list[dict[str, Any]] = [
    {"name": "part", "label": "第1项", "measure": "flag", "kinds": {}, "source": "submission"},
    {"name": "ratio", "label": "覆盖", "measure": "ratio", "kinds": {}, "source": "register"},
    {"name": "n", "label": "次数", "measure": "count", "kinds": {}, "source": "submission"},
    {
        "name": "faults",
        "label": "退兵",
        "measure": "tally",
        "kinds": {"case": "退兵"},
        "source": "submission",
    },
    {
        "name": "people",
        "label": "人口",
        "measure": "quantity",
        "kinds": {},
        "source": "organisation",
    },
]


def test_figures_come_back_from_the_form_as_they_were() -> None:
    entry = {"kind": "case", "ref": "一号", "count": 2, "at": "2026-05-01", "note": ""}
    kept: dict[str, dict[str, Any]] = {
        "part": {"type": "flag", "value": False},
        "ratio": {"type": "ratio", "numerator": 9, "denominator": 10},
        "n": {"type": "quantity", "value": "3"},
        "faults": {"type": "tally", "entries": [entry]},
    }
    again = measures.filled(INPUTS, measures.typed(kept))
    del entry["note"]
    assert again == kept


def test_what_a_register_counts_or_the_units_say_is_not_asked() -> None:
    item = {"inputs": INPUTS}
    assert [one["name"] for one in measures.asked(item, register=True)] == ["part", "n", "faults"]
    assert [one["name"] for one in measures.asked(item, register=False)][1] == "ratio"


def test_what_is_no_number_is_told_at_its_field_and_nothing_is_made_of_an_empty_form() -> None:
    assert measures.filled(INPUTS, {"m.n": " ", "m.ratio.numerator": ""}) == {}
    typed = {"m.ratio.numerator": "九", "m.ratio.denominator": "10"}
    assert measures.faulty(measures.filled(INPUTS, typed)) == "ratio"
    assert measures.faulty({}) == ""


def test_a_list_of_occurrences_always_has_empty_lines() -> None:
    (box,) = measures.boxes([INPUTS[3]], {"m.faults.0.ref": "一号"})
    assert box.rows[0]["ref"] == "一号" and not any(box.rows[1].values())
    assert len(box.rows) == 1 + measures.ROWS


def test_a_kind_of_evidence_is_missing_until_a_piece_of_it_is_sealed() -> None:
    item = {"evidence": [{"kind": k, "text": k} for k in ("PIC", "DOC", "MED", "LED")]}
    pieces = [
        {"state": "SEALED", "media_type": "image/jpeg"},
        {"state": "CHECKING", "media_type": "application/pdf"},
        {"state": "SEALED", "media_type": "video/mp4"},
    ]
    checks = views.checklist(item, pieces, "r-1")
    assert [(one.kind, one.held) for one in checks] == [
        ("PIC", 1),
        ("DOC", 0),
        ("MED", 1),
        ("LED", 0),
    ]
    assert views.missing(checks) == 1, "the register stands for the ledger"


def test_the_steps_of_a_part_end_with_its_first_mark() -> None:
    assert [state for _, state in views.steps(task(state="submitted"))] == [
        "done",
        "done",
        "now",
        "next",
        "next",
    ]
    part = task(state="confirmed-self", parent="t-0")
    assert [state for _, state in views.steps(part)] == ["done", "done", "done"]
