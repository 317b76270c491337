"""The audit log's chain: whatever is done to a row without the key is named."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.audit.chain import Row, faults, key_of, sealed

KEY = key_of("a secret of at least thirty-two characters")
NOW = datetime(2026, 8, 1, 9, tzinfo=UTC)
KEPT = timedelta(days=180)


def rows(count: int = 6, start: datetime = NOW) -> list[dict[str, Any]]:
    """As the database holds them."""
    made: list[dict[str, Any]] = []
    before, earlier = "", start
    for number in range(1, count + 1):
        at = start + timedelta(minutes=number)
        row = sealed(
            KEY,
            Row(
                number=number,
                at=at,
                until=at + KEPT,
                kind="rights",
                by="lifang",
                about=f"person-{number}",
                outcome="ok",
                detail="changed",
                source="10.0.0.1",
                before=before,
                earlier=earlier,
            ),
        )
        before, earlier = row.seal, row.until
        document = {"_id": number, **row._asdict()}
        document.pop("number")
        made.append(document)
    return made


def told(documents: list[dict[str, Any]], **more: Any) -> list[str]:
    return list(faults(KEY, documents, more.get("now", NOW), more.get("head")))


def test_what_is_as_written_has_no_fault() -> None:
    assert told(rows()) == told([]) == []


CHANGES: tuple[tuple[str, Any], ...] = (
    *(("by", "wangwei"), ("about", "person-9"), ("outcome", "refused"), ("detail", "")),
    *(("source", "10.0.0.2"), ("kind", "read"), ("at", NOW), ("until", NOW)),
    *(("before", "0" * 64), ("seal", "0" * 64), ("earlier", NOW - KEPT), ("seal", 1)),
)


@pytest.mark.parametrize(("field", "value"), CHANGES)
def test_an_altered_row_is_named_whatever_was_altered(field: str, value: Any) -> None:
    documents = rows()
    documents[2][field] = value
    assert {"row 3 was altered", "row 3 cannot be read"} & set(told(documents))
    assert not [fault for fault in told(documents) if fault.startswith(("row 2", "row 5"))]


def test_a_row_with_a_field_gone_is_named() -> None:
    documents = rows()
    del documents[3]["source"]
    assert told(documents) == ["row 4 cannot be read"]


def test_removed_rows_are_named() -> None:
    documents = rows()
    assert told(documents[:1] + documents[3:]) == ["rows 2 to 3 were removed"]


def test_two_rows_that_changed_places_are_both_named() -> None:
    documents = rows()
    documents[1], documents[4] = documents[4] | {"_id": 2}, documents[1] | {"_id": 5}
    found = told(documents)
    assert "row 2 was altered" in found and "row 5 was altered" in found


def test_a_row_made_with_another_key_is_named() -> None:
    documents = rows()
    false = Row(number=3, **{k: v for k, v in documents[2].items() if k != "_id"})
    seal = sealed(key_of("another secret that somebody made up"), false._replace(by="x")).seal
    documents[2] |= {"by": "x", "seal": seal}
    assert told(documents) == ["row 3 was altered", "row 4 does not follow row 3"]


def test_the_oldest_rows_may_go_once_their_time_is_over_and_not_before() -> None:
    documents = rows()[2:]
    assert told(documents, now=NOW + KEPT + timedelta(hours=1)) == []
    assert told(documents) == ["rows 1 to 2 were removed"]


def test_rows_cut_off_at_the_end_are_missed_by_who_noted_the_newest() -> None:
    documents = rows()
    head = (6, documents[5]["seal"])
    assert told(documents, head=head) == []
    assert told(documents[:4], head=head) == ["rows 5 to 6 were removed from the end"]
    assert told(documents, head=(6, "0" * 64)) == ["row 6 is not the one that was noted"]
    assert told([], head=head) == ["rows 1 to 6 were removed from the end"]
