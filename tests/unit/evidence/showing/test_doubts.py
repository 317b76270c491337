"""What a person should look at twice is told; nothing is refused for it."""

from datetime import UTC, datetime, timedelta

import pytest

from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import Facts, Verdict
from services.evidence.showing.doubts import OLD, doubts
from tests.unit.evidence.support import NOW, declared, manifest_of


def piece(told: datetime | None = None, own: datetime | None = None) -> Piece:
    sealed = declared(manifest_of(captured_at=told))
    return sealed.but(verdict=Verdict(code="ok", facts=Facts(taken_at=own)))


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), "1970年1月1日"),
        (datetime(1979, 12, 31, 16, 30, tzinfo=UTC), "1980年1月1日"),
        (NOW - OLD - timedelta(seconds=1), "2025年6月1日"),
    ],
)
def test_a_time_that_no_set_clock_tells_is_told_with_its_day(told: datetime, day: str) -> None:
    assert day in doubts(piece(told=told))[0]
    assert "照片自带" in doubts(piece(own=told))[0]


def test_the_phones_time_and_the_pictures_are_compared() -> None:
    (said,) = doubts(piece(NOW, NOW - timedelta(days=3)))
    assert "2026年6月1日" in said and "2026年5月29日" in said


@pytest.mark.parametrize(
    ("told", "own"), [(None, None), (NOW, NOW - timedelta(hours=14)), (NOW - OLD, None)]
)
def test_ordinary_times_raise_no_doubt(told: datetime | None, own: datetime | None) -> None:
    assert doubts(piece(told, own)) == []


def test_what_was_not_checked_yet_is_doubted_by_its_manifest_alone() -> None:
    assert doubts(declared(manifest_of(captured_at=None))) == []


def test_a_clock_that_was_more_than_five_minutes_wrong_is_told():
    assert doubts(declared(manifest_of(clock_offset=300))) == []
    for offset in (301, -301):
        (told,) = doubts(declared(manifest_of(clock_offset=offset)))
        assert "5 分钟" in told
