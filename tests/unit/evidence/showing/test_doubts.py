"""What a person should look at twice is told; nothing is refused for it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.places import Position
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


def found(facts: Facts, **more: Any) -> list[str]:
    return doubts(declared(manifest_of(**more)).but(verdict=Verdict(code="ok", facts=facts)))


def test_a_photo_of_the_apps_camera_that_names_its_zone_is_compared_to_the_minute() -> None:
    zoned = Facts(taken_at=NOW - timedelta(minutes=11), zoned=True)
    (said,) = found(zoned, captured_at=NOW)
    assert "16:00" in said and "15:49" in said
    assert found(zoned, captured_at=NOW, clock_offset=-120) == []
    assert found(zoned, captured_at=NOW, mode="gallery") == []
    assert found(Facts(taken_at=zoned.taken_at), captured_at=NOW) == []


HERE, NEAR = Position(latitude=36.06, longitude=103.83), Position(latitude=36.068, longitude=103.83)


def test_a_place_that_is_far_from_the_declared_one_is_told_with_its_distance() -> None:
    assert found(Facts(position=NEAR), position=HERE) == []
    north = Position(latitude=36.08, longitude=103.83)
    (said,) = found(Facts(position=north), position=HERE)
    assert "2224 米" in said
    (said,) = found(Facts(position=Position(latitude=39.9, longitude=116.4)), position=HERE)
    assert "1180 公里" in said


def test_only_of_a_photo_taken_in_the_app_a_missing_place_says_something() -> None:
    post = {"register": "r-1", "row": "P01"}
    assert "没有位置" in found(Facts(), **post)[0]
    assert found(Facts(), **post, mode="gallery") == found(Facts()) == []
    assert found(Facts(position=HERE), **post) == found(Facts(), **post, position=HERE) == []


@pytest.mark.parametrize(
    "program", ["Adobe Photoshop 25.0", "Snapseed 2.0", "美图秀秀", "GIMP 2.10"]
)
def test_a_program_made_to_alter_pictures_is_named(program: str) -> None:
    assert program in found(Facts(software=program))[0]
    for phone in ("", "19.1", "MediaTek Camera Application", "HUAWEI P60", "TAS-AN00 10.1.0"):
        assert found(Facts(software=phone)) == []


def test_what_a_configured_scanner_did_not_read_is_told_with_the_reason() -> None:
    assert "内容已加密" in found(Facts(malware="not-scanned: 内容已加密"))[0]
    assert found(Facts(malware="clean")) == found(Facts()) == []
