"""Where the bytes lie: a key outlives the code that made it."""

from datetime import UTC, datetime

from services.evidence.piece.piece import derived, object_key, thumbnail_key

LATE = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)


def test_a_key_is_of_the_district_the_citys_day_and_the_evidence() -> None:
    assert object_key("xigu", LATE, "e-1") == "xigu/20260302/e-1"


def test_a_thumbnail_has_its_own_place_beside_all_districts() -> None:
    assert thumbnail_key(object_key("xigu", LATE, "e-1")) == "thumbs/xigu/20260302/e-1.jpg"


def test_what_was_made_of_an_object_lies_under_its_own_key() -> None:
    assert derived("gz/20260601/x") == (
        "thumbs/gz/20260601/x.jpg",
        "thumbs/gz/20260601/x.print",
    )
