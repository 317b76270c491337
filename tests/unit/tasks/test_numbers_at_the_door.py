"""What names a person or a troop is refused where an order arrives, at every place, all at once."""

from typing import Any

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import (
    AddRows,
    AmendRow,
    ConfirmMet,
    CorrectMeeting,
    DeclineNeed,
    Row,
)
from contracts.secrecy import must_be_lawful
from contracts.texts import MAX_PLACES, Unfit
from tests.unit.tasks.meetings import test_meetings, test_needs
from tests.unit.tasks.registers import test_report_once
from tests.unit.tasks.supervision import test_accountability

TROOP, TELEPHONE, IDENTITY = "73123部队", "13912345678", "62220119900101123X"
NUMBERS = (TROOP, f"电话{TELEPHONE}", IDENTITY)
ROW = Row(key="p-1", label="走访", unit="publicity")


def places(order: object) -> list[str]:
    with pytest.raises(Unfit) as no:
        must_be_lawful(order)
    told = str((no.value.detail, no.value.extra))
    assert not any(number in told for number in (TROOP, TELEPHONE, IDENTITY))
    return [fault["field"] for fault in no.value.extra["faults"]]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    ("order", "fields"),
    [
        (test_needs.ORDER, ("title", "description", "topic")),
        (DeclineNeed(need="n-1", reason="理由充分"), ("reason",)),
        (ConfirmMet(need="n-1", note=""), ("note",)),
        (test_meetings.ORDER, ("title",)),
        (test_accountability.decision(), ("ground", "decision", "decided_by", "document")),
        (test_accountability.REPLY, ("text",)),
        (test_report_once.ORDER, ("what", "reason")),
        (
            AmendRow(register="r-1", key="p-1", reason="错字"),
            ("reason", "label", "place", "kind", "who", "note"),
        ),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_number_is_refused_in_every_text(
    order: Any, fields: tuple[str, ...], number: str
) -> None:
    assert places(replace(order, **dict.fromkeys(fields, number))) == [
        f"${f}" for f in _in_order(order, fields)
    ]


def _in_order(order: Any, fields: tuple[str, ...]) -> list[str]:
    return [f".{name}" for name in order.__struct_fields__ if name in fields]


def test_a_record_of_a_meeting_is_looked_through_to_its_decisions() -> None:
    decision = replace(test_meetings.FIRST, text=f"请{TROOP}支持")
    order = replace(test_meetings.ORDER, agenda=(f"请拨{TELEPHONE}",), decisions=(decision,))
    assert places(order) == ["$.agenda[0]", "$.decisions[0].text"]
    correction = CorrectMeeting(meeting="m-1", reason="记录有误", decisions=(decision,))
    assert places(correction) == ["$.decisions[0].text"]


def test_all_rows_at_fault_are_named_and_their_keys_too() -> None:
    rows = (
        ROW,
        replace(ROW, key="p-2", note=f"电话{TELEPHONE}"),
        replace(ROW, key=TELEPHONE, label=f"{TROOP}营门"),
    )
    assert places(AddRows(register="r-1", rows=rows)) == [
        "$.rows[1].note",
        "$.rows[2].key",
        "$.rows[2].label",
    ]


def test_the_refusal_says_the_rows_to_people() -> None:
    rows = (replace(ROW, note=TELEPHONE), replace(ROW, key="p-2", who=IDENTITY))
    with pytest.raises(Unfit) as no:
        must_be_lawful(AddRows(register="r-1", rows=rows))
    assert no.value.field == "$.rows[0].note" and no.value.extra["total"] == 2
    assert "共2处" in no.value.detail
    assert "rows第1行note、rows第2行who" in no.value.detail


def test_of_very_many_places_fifty_are_named_and_the_others_counted() -> None:
    rows = tuple(replace(ROW, key=f"p-{n}", note=TELEPHONE) for n in range(60))
    with pytest.raises(Unfit) as no:
        must_be_lawful(AddRows(register="r-1", rows=rows))
    assert len(no.value.extra["faults"]) == MAX_PLACES and no.value.extra["total"] == 60
    assert "另有10处" in no.value.detail
