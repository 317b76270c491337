"""A score's document stays small however many events it hears: its marks are bounded too."""

from datetime import UTC, datetime, timedelta

from kit.aggregate import Aggregate
from kit.store import Store
from services.scoring.audits.store import AUDITS
from services.scoring.facts.store import FACTS, SCORES

NOW = datetime(2026, 8, 1, tzinfo=UTC)


def marks(aggregate: Aggregate, count: int) -> list[dict[str, object]]:  # type: ignore[type-arg]
    """What a document keeps after so many events, one a minute."""
    store = Store("mongodb://nowhere", [aggregate], pool=1, mark_days=30)
    kept: list[dict[str, object]] = []
    for number in range(count):
        at = NOW + timedelta(minutes=number)
        kept = store._marks(aggregate, kept, {"k": str(number), "at": at, "h": "", "a": {}}, at)
    return kept


def test_a_score_keeps_the_newest_marks_and_no_more() -> None:
    kept = marks(SCORES, 500)
    assert [mark["k"] for mark in kept] == [str(number) for number in range(480, 500)]


def test_what_cannot_be_handled_twice_keeps_every_mark_of_its_days() -> None:
    assert FACTS.most_marks is AUDITS.most_marks is None
    assert len(marks(AUDITS, 500)) == 500


def test_a_score_from_before_there_was_a_log_is_still_read() -> None:
    old = {
        "district": "ganquan",
        "year": 2026,
        "item": "B03",
        "standard": "v1",
        "levels": {
            "city": {
                "task": "t",
                "version": 3,
                "measures": {"done": {"type": "flag", "value": True}},
                "evidence": ["e-1"],
                "by": "wang",
                "reason": "",
                "counts": True,
            }
        },
        "register": {"register": "r", "version": 2, "done": 1, "rows": 2},
        "findings": {"f-1": {"kind": "found", "fault": "x", "unit": "u", "on": "2026-08-01"}},
        "announced": {"city": 1000},
    }
    score = SCORES.load(old)
    assert score.touched
    assert not score.logged
    assert score.duty is None
    assert SCORES.load(SCORES.dump(score)) == score
